package io.bindery.bench.report;

import io.bindery.bench.rig.Level;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Summary;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Rows for people. */
public final class TableReport {
    private final PrintStream out;

    private TableReport(PrintStream out) {
        this.out = out;
    }

    /** Prints where the run took place, the rows, their percentiles and levels, and what makes them doubtful. */
    public static void print(PrintStream out, Machine machine, List<CaseReport> rows) {
        TableReport table = new TableReport(out);
        machine.lines().forEach(table.out::println);
        out.println();
        table.ratios(rows);
        out.println();
        table.percentiles(rows);
        if (rows.stream().anyMatch(row -> !row.paced().isEmpty())) {
            out.println();
            table.paced(rows);
        }
        out.println();
        rows.forEach(table::details);
        machine.warnings().forEach(table::warning);
        rows.stream().flatMap(row -> row.warnings().stream()).forEach(table::warning);
    }

    private void ratios(List<CaseReport> rows) {
        line(
                "%-26s %9s %9s  %-16s %8s  %6s %-16s %6s %17s %7s  %s",
                "case",
                "p50 ns",
                "p99 ns",
                "baseline",
                "p50 ns",
                "ratio",
                "(p10..p90)",
                "p99",
                "must be",
                "per s",
                "bytes/call");
        rows.forEach(this::ratio);
    }

    private void ratio(CaseReport row) {
        Measurement seen = row.measurement();
        Summary summary = seen.summary();
        line(
                "%-26s %9.1f %9.1f  %-16s %8.1f  %6.2f %-16s %6.2f %17s %7s  %s",
                row.name(),
                summary.workP50(),
                summary.workP99(),
                row.baseline(),
                summary.baselineP50(),
                summary.ratioP50(),
                format("(%.2f..%.2f)", summary.ratioP50Low(), summary.ratioP50High()),
                summary.ratioP99(),
                bound(row),
                Units.count(1e9 / summary.workP50()),
                format("%.2f + %.2f", seen.clientBytesPerOperation(), seen.serverBytesPerOperation()));
    }

    static String bound(CaseReport row) {
        if (!row.bound().demands()) {
            return "";
        }
        String p99 = Double.isNaN(row.bound().p99())
                ? ""
                : format(", %.0f", row.bound().p99());
        return format("<= %.2f%s %s", row.bound().p50(), p99, row.meetsBound() ? "met" : "MISSED");
    }

    private void percentiles(List<CaseReport> rows) {
        line(
                "%-26s %9s %9s %9s %9s %9s %11s %12s",
                "all samples, ns", "p50", "p90", "p99", "p99.9", "p99.99", "max", "samples");
        for (CaseReport row : rows) {
            percentiles(row.name(), row.workSamples());
            percentiles("    " + row.baseline(), row.baselineSamples());
        }
    }

    private void paced(List<CaseReport> rows) {
        line(
                "%-26s %9s %9s %9s %9s %9s %11s %12s",
                "at a fixed rate, ns", "p50", "p90", "p99", "p99.9", "p99.99", "max", "samples");
        for (CaseReport row : rows) {
            for (PacedReport paced : row.paced()) {
                percentiles(
                        format("%s %s/s", row.name(), Units.count(paced.run().perSecond())), paced.latencies());
            }
        }
    }

    private void percentiles(String name, Histogram samples) {
        Distribution seen = Distribution.of(samples);
        line(
                "%-26s %9s %9s %9s %9s %9s %11s %,12d",
                name,
                whole(seen.p50()),
                whole(seen.p90()),
                whole(seen.p99()),
                whole(seen.p999()),
                whole(seen.p9999()),
                whole(seen.max()),
                seen.count());
    }

    private static String whole(double ns) {
        return Double.isNaN(ns) ? Units.NONE : format("%.0f", ns);
    }

    private void details(CaseReport row) {
        Measurement seen = row.measurement();
        line(
                "%s: %s; %s, served by %d in turn%s",
                row.name(),
                row.note(),
                row.waitStrategy(),
                row.servingThreads(),
                row.jvmFlags().isEmpty() ? "" : "; flags: " + String.join(" ", row.jvmFlags()));
        line(
                "    %d rounds, %,d operations, steal %.1f %%, clock %.0f ns a look, other threads %,.0f B/s",
                seen.rounds().size(),
                seen.operations(),
                row.stealPercent(),
                seen.clockNs(),
                seen.otherBytesPerSecond());
        line(
                "    by level of the baseline: %s",
                seen.summary().levels().stream().map(TableReport::level).collect(Collectors.joining("; ")));
    }

    private void warning(String warning) {
        line("warning: %s", warning);
    }

    private static String level(Level level) {
        return format("%s ns in %d rounds: %.2f", level.name(), level.rounds(), level.ratioP50());
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation is a dependency
    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation is a dependency
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
