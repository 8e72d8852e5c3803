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
import io.bindery.bench.scale.Scenario.Column;
import io.bindery.bench.scale.Scenario.Curve;
import io.bindery.bench.scale.ScenarioReport;
import io.bindery.bench.worker.ScaleCases;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code bench scale} prints and writes. */
final class ScaleReports {
    private static final String PAYLOAD = "payload-";

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
                row -> !row.name().startsWith(PAYLOAD),
                page -> {
                    List<CaseReport> sizes = sizes();
                    if (sizes.size() > 1) {
                        page.heading("By the size of the arguments");
                        HtmlReport.plot(page, () -> bySize(sizes).draw());
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

    private List<CaseReport> sizes() {
        return cases.stream().filter(row -> row.name().startsWith(PAYLOAD)).toList();
    }

    private static LinePlot bySize(List<CaseReport> sizes) {
        List<Double> xs = sizes.stream()
                .map(row -> Double.valueOf(row.name().substring(PAYLOAD.length())))
                .toList();
        List<Double> calls =
                sizes.stream().map(row -> row.measurement().summary().workP50()).toList();
        List<Double> copies = sizes.stream()
                .map(row -> row.measurement().summary().baselineP50())
                .toList();
        return new LinePlot(
                "payloads",
                "A call with so many bytes, and a bare copy of them",
                new Axis("bytes of arguments", true, Units::bytes),
                new Axis("p50 of the round trip", true, Units::time),
                List.of(new Line("call", xs, calls, true), new Line("bare copy", xs, copies, true)));
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
