package io.bindery.bench.report;

import io.bindery.bench.rig.Samples;
import org.HdrHistogram.Histogram;

/**
 * The percentiles that reports show, in nanoseconds.
 *
 * @param count samples
 */
public record Distribution(double p50, double p90, double p99, double p999, double p9999, double max, long count) {
    /** Takes them from samples in picoseconds. */
    public static Distribution of(Histogram samples) {
        return new Distribution(
                at(samples, 50),
                at(samples, 90),
                at(samples, 99),
                at(samples, 99.9),
                at(samples, 99.99),
                samples.getMaxValue() / Samples.PS_PER_NS,
                samples.getTotalCount());
    }

    private static double at(Histogram samples, double percentile) {
        return samples.getValueAtPercentile(percentile) / Samples.PS_PER_NS;
    }
}
