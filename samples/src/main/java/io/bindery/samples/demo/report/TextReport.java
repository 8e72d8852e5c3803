package io.bindery.samples.demo.report;

import io.bindery.samples.demo.api.RigFigures;
import io.bindery.samples.demo.api.SubmitFigures;
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
                whole(report.quotes()),
                String.format(
                        Locale.ROOT,
                        "in %s, %,.0f a second",
                        Durations.text(report.elapsedNs()),
                        report.quotes() / seconds));
        row(
                "orders",
                whole(report.orders()),
                String.format(Locale.ROOT, "%,d of them refused by the risk check", report.refused()));
        row(
                "fills",
                whole(report.fills()),
                String.format(
                        Locale.ROOT,
                        "position %,d shares, profit %,.2f dollars",
                        report.position(),
                        BigDecimal.valueOf(report.profit(), 4)));
        row("lost", whole(report.lost()), "quotes, orders and fills, in all processes");
        row("duplicated", whole(report.duplicated()), "");
        if (report.verified()) {
            row("verified", "yes", "the same orders and fills as in one process without calls");
        } else {
            row("verified", "NO", "other orders or fills than in one process without calls:");
        }
        report.differences().forEach(difference -> lines.add("    " + difference));
    }

    private void roundTrips(DemoReport report) {
        Histogram rtt = report.roundTrips();
        lines.add("");
        if (rtt.getTotalCount() == 0) {
            lines.add("No order was submitted.");
            return;
        }
        lines.add("Round trip of submit(): the gateway has the order's quote, has matched, and has answered");
        lines.addAll(HistogramText.lines(rtt));
        lines.add(String.format(
                Locale.ROOT,
                "    p50 %s   p99 %s   p99.9 %s   max %s",
                Durations.text(rtt.getValueAtPercentile(50)),
                Durations.text(rtt.getValueAtPercentile(99)),
                Durations.text(rtt.getValueAtPercentile(99.9)),
                Durations.text(rtt.getMaxValue())));
    }

    private void speed(DemoReport report) {
        SubmitFigures submits = report.submits();
        RigFigures rig = report.rig();
        lines.add("");
        if (submits.calls() > 0) {
            row(
                    "allocated",
                    String.format(Locale.ROOT, "%.2f B", report.allocatedBytesPerCall()),
                    String.format(
                            Locale.ROOT,
                            "per call of submit(), in the calling thread, over %,d calls after %,d to warm up",
                            submits.calls(),
                            submits.warmUpCalls()));
        }
        if (rig.isMeasured()) {
            row(
                    "four longs",
                    String.format(Locale.ROOT, "%.2f x", rig.ratioP50()),
                    String.format(
                            Locale.ROOT,
                            "the time of a bare cache line to the other process and back (%s to %s)",
                            Durations.text(rig.fourLongsP50Ns()),
                            Durations.text(rig.bounceP50Ns())));
        } else {
            row("four longs", "-", "not measured against a bare cache line: that needs two CPUs");
        }
    }

    private void row(String name, String value, String remark) {
        lines.add(String.format(Locale.ROOT, "%-11s %10s   %s", name, value, remark)
                .stripTrailing());
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
