package io.bindery.bench.report;

import io.bindery.bench.report.plot.BarPlot;
import io.bindery.bench.report.plot.LinePlot;
import io.bindery.bench.report.plot.LinePlot.Axis;
import io.bindery.bench.report.plot.LinePlot.Line;
import io.bindery.bench.rig.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Rows as a page with plots: bars of ratios, curves of percentiles. */
public final class HtmlReport {
    private static final Axis LATENCY = new Axis("latency", true, Units::time);
    private static final String HOW_TO_READ =
            "A round is a batch of the baseline, which moves the least that has to be moved, and a batch of the case, in the"
                    + " same two processes and on the same two CPUs, a hundredth of a second apart. \"ratio\" is the time of the"
                    + " case divided by that of its baseline in the same round: the median over all rounds, with the tenth and"
                    + " the ninetieth percentile beside it. 1 is as fast as the baseline, less is faster. Compare ratios; times"
                    + " change with the machine. \"bound\" is what the project demands of itself.";
    private static final String NO_PLOTS =
            "No plots: this JDK cannot draw text (install fontconfig and a font, as fonts-dejavu-core): ";

    private final HtmlPage page;
    private final List<CaseReport> rows;

    private final Predicate<CaseReport> curved;

    private HtmlReport(HtmlPage page, List<CaseReport> rows, Predicate<CaseReport> curved) {
        this.page = page;
        this.rows = rows;
        this.curved = curved;
    }

    /** Returns the page. */
    public static String write(String title, Machine machine, List<CaseReport> rows) {
        return write(title, machine, rows, row -> true, page -> {});
    }

    /** Returns the page with bars and curves of some rows only, to which {@code more} adds sections before the notes. */
    public static String write(
            String title,
            Machine machine,
            List<CaseReport> rows,
            Predicate<CaseReport> curved,
            Consumer<HtmlPage> more) {
        HtmlPage page = new HtmlPage(title);
        machine.lines().forEach(line -> page.paragraph("facts", line));
        machine.warnings().forEach(warning -> page.paragraph("warning", warning));
        rows.stream().flatMap(row -> row.warnings().stream()).forEach(warning -> page.paragraph("warning", warning));
        HtmlReport report = new HtmlReport(page, rows, curved);
        if (!rows.isEmpty()) {
            report.write();
        }
        more.accept(page);
        report.notes();
        return page.toString();
    }

    /** Adds a plot, or says why there is none. */
    public static void plot(HtmlPage page, Supplier<String> plot) {
        try {
            page.plot(plot.get());
        } catch (LinkageError | RuntimeException e) {
            // A JDK without fonts fails in many ways; figures without plots are better than none.
            page.paragraph("warning", NO_PLOTS + e);
        }
    }

    private void write() {
        Map<String, List<CaseReport>> byBaseline = rows.stream()
                .collect(Collectors.groupingBy(CaseReport::baseline, LinkedHashMap::new, Collectors.toList()));
        page.heading("Ratios of adjacent batches");
        page.paragraph("notes", HOW_TO_READ);
        byBaseline.forEach((baseline, group) -> {
            List<CaseReport> drawn = group.stream().filter(curved).toList();
            if (drawn.size() > 1) {
                plot(
                        page,
                        () -> BarPlot.draw(
                                "ratios-" + baseline,
                                "Median of the ratios to " + baseline + ": less is faster",
                                "times the cost of " + baseline + ", logarithmic",
                                drawn.stream()
                                        .map(row -> new BarPlot.Bar(
                                                row.name(),
                                                row.measurement().summary().ratioP50()))
                                        .toList()));
            }
        });
        ratios();
        page.heading("Percentiles of all samples");
        byBaseline.forEach(this::curves);
        percentiles();
        paced();
    }

    private void notes() {
        if (!rows.isEmpty()) {
            page.heading("Rows");
            rows.forEach(row -> page.paragraph("notes", note(row)));
        }
    }

    private void ratios() {
        List<String> head = List.of(
                "case",
                "p50",
                "per second",
                "baseline",
                "its p50",
                "ratio p50",
                "p10 to p90",
                "ratio p99",
                "bound",
                "bytes/call, client + server");
        page.table(head, rows.stream().map(HtmlReport::ratio).toList());
    }

    private static List<String> ratio(CaseReport row) {
        Summary seen = row.measurement().summary();
        return List.of(
                row.name(),
                Units.time(seen.workP50()),
                Units.count(1e9 / seen.workP50()),
                row.baseline(),
                Units.time(seen.baselineP50()),
                format("%.2f", seen.ratioP50()),
                format("%.2f to %.2f", seen.ratioP50Low(), seen.ratioP50High()),
                format("%.2f", seen.ratioP99()),
                TableReport.bound(row),
                format(
                        "%.2f + %.2f",
                        row.measurement().clientBytesPerOperation(),
                        row.measurement().serverBytesPerOperation()));
    }

    private static List<Line> closed(String baseline, List<CaseReport> group) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.ofPercentiles(baseline, group.getFirst().baselineSamples()));
        group.forEach(row -> lines.add(Line.ofPercentiles(row.name(), row.workSamples())));
        return lines;
    }

    private void curves(String baseline, List<CaseReport> group) {
        List<CaseReport> drawn = group.stream().filter(curved).toList();
        if (!drawn.isEmpty()) {
            plot(
                    page,
                    () -> new LinePlot(
                                    "closed-" + baseline,
                                    "One after the other, beside " + baseline,
                                    LinePlot.percentileAxis(),
                                    LATENCY,
                                    closed(baseline, drawn))
                            .draw());
        }
    }

    private void percentiles() {
        List<List<String>> table = new ArrayList<>();
        for (CaseReport row : rows) {
            table.add(percentiles(row.name(), row.workSamples()));
            table.add(percentiles("· " + row.baseline(), row.baselineSamples()));
        }
        page.table(List.of("case", "p50", "p90", "p99", "p99.9", "p99.99", "max", "samples"), table);
    }

    private void paced() {
        Map<Double, List<CaseReport>> byRate = new TreeMap<>();
        List<List<String>> table = new ArrayList<>();
        for (CaseReport row : rows) {
            for (PacedReport paced : row.paced()) {
                byRate.computeIfAbsent(paced.run().perSecond(), rate -> new ArrayList<>())
                        .add(row);
                table.add(percentiles(
                        row.name() + " at " + Units.count(paced.run().perSecond()) + "/s", paced.latencies()));
            }
        }
        if (table.isEmpty()) {
            return;
        }
        page.heading("At a fixed rate, counted from when each was due");
        byRate.forEach((rate, group) -> {
            if (group.size() > 1) {
                plot(page, () -> open(rate, group).draw());
            }
        });
        page.table(List.of("case", "p50", "p90", "p99", "p99.9", "p99.99", "max", "samples"), table);
    }

    private static LinePlot open(double rate, List<CaseReport> group) {
        List<Line> lines = new ArrayList<>();
        for (CaseReport row : group) {
            row.paced().stream()
                    .filter(paced -> paced.run().perSecond() == rate)
                    .forEach(paced -> lines.add(Line.ofPercentiles(row.name(), paced.latencies())));
        }
        return new LinePlot(
                "open-" + Math.round(rate),
                "Open loop: " + Units.count(rate) + " per second",
                LinePlot.percentileAxis(),
                LATENCY,
                lines);
    }

    private static List<String> percentiles(String name, Histogram samples) {
        Distribution seen = Distribution.of(samples);
        return List.of(
                name,
                Units.time(seen.p50()),
                Units.time(seen.p90()),
                Units.time(seen.p99()),
                Units.time(seen.p999()),
                Units.time(seen.p9999()),
                Units.time(seen.max()),
                format("%,d", seen.count()));
    }

    private static String note(CaseReport row) {
        String flags = row.jvmFlags().isEmpty() ? "" : "; flags: " + String.join(" ", row.jvmFlags());
        return format(
                "%s: %s; wait strategy %s, steal %.1f %%, %,d operations in %d rounds%s",
                row.name(),
                row.note(),
                row.waitStrategy(),
                row.stealPercent(),
                row.measurement().operations(),
                row.measurement().rounds().size(),
                flags);
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation is a dependency
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
