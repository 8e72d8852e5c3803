package io.bindery.bench.report;

import io.bindery.bench.rig.Level;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Summary;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows for people. */
public final class TableReport {

    private TableReport() {}

    /** Prints where the run took place, the rows, their levels, and what makes them doubtful. */
    public static void print(PrintStream out, Machine machine, List<CaseReport> rows) {
        Cpus cpus = machine.cpus();
        out.printf(
                Locale.ROOT,
                "%s, %d CPUs; client on %d, server on %d%s%n",
                machine.cpuModel(),
                machine.cpuCount(),
                cpus.client(),
                cpus.server(),
                cpus.sameCore() ? " (two threads of one core)" : "");
        out.printf(
                Locale.ROOT,
                "%s; %s; flags: %s%n",
                machine.kernel(),
                machine.jdk(),
                String.join(" ", machine.jvmFlags()));
        out.println();
        out.printf(
                Locale.ROOT,
                "%-18s %8s %8s  %-12s %8s  %5s %-14s %6s %8s  %s%n",
                "case",
                "p50 ns",
                "p99 ns",
                "baseline",
                "p50 ns",
                "ratio",
                "(p10..p90)",
                "p99",
                "must be",
                "bytes/call");
        rows.forEach(row -> printRow(out, row));
        out.println();
        rows.forEach(row -> printDetails(out, row));
        rows.stream()
                .flatMap(row -> row.warnings().stream())
                .forEach(warning -> out.printf(Locale.ROOT, "warning: %s%n", warning));
    }

    private static void printRow(PrintStream out, CaseReport row) {
        Measurement seen = row.measurement();
        Summary summary = seen.summary();
        out.printf(
                Locale.ROOT,
                "%-18s %8.1f %8.1f  %-12s %8.1f  %5.2f %-14s %6.2f %8s  %s%n",
                row.name(),
                summary.workP50(),
                summary.workP99(),
                row.baseline(),
                summary.baselineP50(),
                summary.ratioP50(),
                "(%.2f..%.2f)".formatted(summary.ratioP50Low(), summary.ratioP50High()),
                summary.ratioP99(),
                Double.isNaN(row.target()) ? "" : "<= %.2f".formatted(row.target()),
                "%.2f + %.2f".formatted(seen.clientBytesPerOperation(), seen.serverBytesPerOperation()));
    }

    private static void printDetails(PrintStream out, CaseReport row) {
        Measurement seen = row.measurement();
        out.printf(
                Locale.ROOT,
                "%s: %s; %s, served by %d in turn%n",
                row.name(),
                row.note(),
                row.waitStrategy(),
                row.servingThreads());
        out.printf(
                Locale.ROOT,
                "    %d rounds, %,d operations, steal %.1f %%, clock %.0f ns a look, other threads %,.0f B/s%n",
                seen.rounds().size(),
                seen.operations(),
                row.stealPercent(),
                seen.clockNs(),
                seen.otherBytesPerSecond());
        out.printf(
                Locale.ROOT,
                "    by level of the baseline: %s%n",
                seen.summary().levels().stream().map(TableReport::level).collect(Collectors.joining("; ")));
    }

    private static String level(Level level) {
        return String.format(Locale.ROOT, "%s ns in %d rounds: %.2f", level.name(), level.rounds(), level.ratioP50());
    }
}
