package io.bindery.samples.demo.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Writes a report for people. */
public final class TextReport {
    private final List<String> lines = new ArrayList<>();

    private TextReport() {}

    public static String of(DemoReport report) {
        TextReport text = new TextReport();
        text.counts(report);
        text.roundTrips(report);
        text.speed(report);
        return String.join(System.lineSeparator(), text.lines);
    }

    private void counts(DemoReport report) {
        double seconds = report.elapsedNs() / 1e9;
        row(
                "quotes",
                report.quotes(),
                "in %s, %,.0f a second".formatted(Durations.text(report.elapsedNs()), report.quotes() / seconds));
        row("orders", report.orders(), "%,d refused by the risk check".formatted(report.refused()));
        row(
                "fills",
                report.fills(),
                "position %,d shares, profit %,.2f dollars"
                        .formatted(report.position(), BigDecimal.valueOf(report.profit(), 4)));
        row("lost", report.lost(), "quotes, orders and fills, in all processes");
        row("duplicated", report.duplicated(), "");
        lines.add(
                report.verified()
                        ? "verified       orders and fills equal those of one process without calls"
                        : "NOT VERIFIED   orders and fills differ from those of one process without calls:");
        report.differences().forEach(difference -> lines.add("    " + difference));
    }

    private void roundTrips(DemoReport report) {
        Histogram rtt = report.roundTrips();
        lines.add("");
        if (rtt.getTotalCount() == 0) {
            lines.add("No order was submitted.");
            return;
        }
        lines.add("Round trip of submit(), until the gateway has the order's quote, has matched and answered:");
        lines.addAll(HistogramText.lines(rtt));
        lines.add("    p50 %s   p99 %s   p99.9 %s   max %s"
                .formatted(
                        Durations.text(rtt.getValueAtPercentile(50)),
                        Durations.text(rtt.getValueAtPercentile(99)),
                        Durations.text(rtt.getValueAtPercentile(99.9)),
                        Durations.text(rtt.getMaxValue())));
    }

    private void speed(DemoReport report) {
        DemoReport.Allocation allocation = report.allocation();
        DemoReport.Rig rig = report.rig();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "allocated      %.2f bytes per call of submit(), in the caller's thread (%,d calls after %,d others)",
                allocation.bytesPerCall(),
                allocation.calls(),
                allocation.warmUpCalls()));
        lines.add(String.format(
                Locale.ROOT,
                "four longs     %.2f times a bare cache line's way to the other process and back (p50 %s to %s)",
                rig.ratioP50(),
                Durations.text(rig.fourLongsP50Ns()),
                Durations.text(rig.bounceP50Ns())));
    }

    private void row(String name, long value, String remark) {
        lines.add(String.format(Locale.ROOT, "%-12s %,9d   %s", name, value, remark)
                .stripTrailing());
    }
}
