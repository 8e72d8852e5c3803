package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.HtmlReport;
import io.bindery.bench.report.JsonReport;
import io.bindery.bench.report.Machine;
import io.bindery.bench.report.TableReport;
import io.bindery.bench.report.Units;
import io.bindery.bench.report.plot.LinePlot;
import io.bindery.bench.report.plot.LinePlot.Axis;
import io.bindery.bench.report.plot.LinePlot.Line;
import io.bindery.bench.rig.Summary;
import io.bindery.bench.scale.Scenario.Column;
import io.bindery.bench.scale.Scenario.Curve;
import io.bindery.bench.scale.ScenarioReport;
import io.bindery.bench.worker.ScaleCases;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What {@code bench scale} prints and writes. */
final class ScaleReports {
    private final Machine machine;
    private final List<CaseReport> cases;
    private final List<ScenarioReport> scenarios;

    ScaleReports(Machine machine, List<CaseReport> cases, List<ScenarioReport> scenarios) {
        this.machine = machine;
        this.cases = cases;
        this.scenarios = scenarios;
    }

    String json() {
        return JsonReport.write(
                machine,
                cases,
                scenarios.stream()
                        .flatMap(scenario -> scenario.objects().stream())
                        .toList());
    }

    String html() {
        return HtmlReport.write(
                "How Bindery scales, wakes and connects",
                machine,
                cases,
                row -> !row.name().startsWith(ScaleCases.PAYLOAD),
                page -> {
                    List<Line> sizes = bySize();
                    if (!sizes.isEmpty()) {
                        page.heading("By the size of the arguments");
                        HtmlReport.plot(page, () -> sizes(sizes).draw());
                    }
                    for (ScenarioReport scenario : scenarios) {
                        page.heading(scenario.scenario().title());
                        scenario.scenario()
                                .curves()
                                .forEach(curve -> HtmlReport.plot(
                                        page, () -> curve(scenario, curve).draw()));
                        page.table(scenario.head(), scenario.cells());
                        scenario.verdicts()
                                .forEach(verdict ->
                                        page.paragraph(verdict.met() ? "met" : "missed", scenario.describe(verdict)));
                    }
                });
    }

    void print(PrintStream out) {
        if (!cases.isEmpty()) {
            TableReport.print(out, machine, cases);
        } else {
            machine.lines().forEach(out::println);
            machine.warnings().forEach(warning -> out.println("warning: " + warning));
        }
        for (ScenarioReport scenario : scenarios) {
            out.println();
            out.println(scenario.scenario().title());
            table(out, scenario);
            scenario.verdicts().forEach(verdict -> out.println("    " + scenario.describe(verdict)));
        }
    }

    private List<Line> bySize() {
        Map<Integer, CaseReport> parcels = sized(ScaleCases.PAYLOAD);
        Map<Integer, CaseReport> shared = sized(ScaleCases.SHARED_PAYLOAD);
        Map<Integer, CaseReport> all = new TreeMap<>(shared);
        all.putAll(parcels);
        return Stream.of(
                        line("call", parcels, Summary::workP50),
                        line("call that names SharedMemory", shared, Summary::workP50),
                        line("bare copy", all, Summary::baselineP50))
                .filter(line -> line.xs().size() > 1)
                .toList();
    }

    /** Rows whose names are {@code prefix} and a number of bytes. */
    private Map<Integer, CaseReport> sized(String prefix) {
        Map<Integer, CaseReport> rows = new TreeMap<>();
        for (CaseReport row : cases) {
            if (row.name().matches(prefix + "\\d+")) {
                rows.put(Integer.valueOf(row.name().substring(prefix.length())), row);
            }
        }
        return rows;
    }

    private static Line line(String title, Map<Integer, CaseReport> rows, ToDoubleFunction<Summary> value) {
        return new Line(
                title,
                rows.keySet().stream().map(Integer::doubleValue).toList(),
                rows.values().stream()
                        .map(row -> value.applyAsDouble(row.measurement().summary()))
                        .toList(),
                true);
    }

    private static LinePlot sizes(List<Line> lines) {
        return new LinePlot(
                "payloads",
                "A call with so many bytes, and a bare copy of them",
                new Axis("bytes of arguments", true, Units::bytes),
                new Axis("p50 of the round trip", true, Units::time),
                lines);
    }

    private static LinePlot curve(ScenarioReport scenario, Curve curve) {
        Column column = scenario.scenario().columns().stream()
                .filter(candidate -> candidate.key().equals(curve.column()))
                .findFirst()
                .orElseThrow();
        // Nothing has no place on a logarithmic axis: it stands where one would.
        List<double[]> points = scenario.points(curve.column());
        List<Double> xs = points.stream()
                .map(point -> curve.logarithmic() ? Math.max(1, point[0]) : point[0])
                .toList();
        List<Double> ys = points.stream().map(point -> point[1]).toList();
        return new LinePlot(
                scenario.scenario().label() + "-" + curve.column().replace('_', '-'),
                curve.title(),
                new Axis(
                        scenario.scenario().rowTitle() + (curve.logarithmic() ? " (0 drawn at 1)" : ""),
                        curve.logarithmic(),
                        Units::count),
                new Axis(column.title(), false, value -> column.format().apply(value)),
                List.of(new Line(column.title(), xs, ys, true)));
    }

    private static void table(PrintStream out, ScenarioReport scenario) {
        List<List<String>> rows = new ArrayList<>(List.of(scenario.head()));
        rows.addAll(scenario.cells());
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
                line.append(String.format(Locale.ROOT, format, row.get(i)));
            }
            out.println(line);
        }
    }

    /** Labels of cases that the command knows beside scenarios. */
    static Stream<String> caseLabels() {
        return ScaleCases.ALL.stream().map(rttCase -> rttCase.label());
    }
}
