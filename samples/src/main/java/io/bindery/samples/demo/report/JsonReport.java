package io.bindery.samples.demo.report;

import io.bindery.samples.demo.api.RigFigures;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Writes a report as one JSON object on one line. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(DemoReport report) {
        Histogram rtt = report.roundTrips();
        return String.format(
                Locale.ROOT,
                "{\"quotes\":%d,\"orders\":%d,\"fills\":%d,\"lost\":%d,\"duplicated\":%d,\"verified\":%b,"
                        + "\"rtt\":{\"p50_ns\":%d,\"p99_ns\":%d,\"p999_ns\":%d},"
                        + "\"ratio_p50\":%s,\"allocated_bytes_per_call\":%.2f}",
                report.quotes(),
                report.orders(),
                report.fills(),
                report.lost(),
                report.duplicated(),
                report.verified(),
                rtt.getValueAtPercentile(50),
                rtt.getValueAtPercentile(99),
                rtt.getValueAtPercentile(99.9),
                ratio(report.rig()),
                report.allocatedBytesPerCall());
    }

    private static String ratio(RigFigures rig) {
        return rig.isMeasured() ? String.format(Locale.ROOT, "%.3f", rig.ratioP50()) : "null";
    }
}
