package io.bindery.bench.report;

import io.bindery.bench.rig.Samples;
import org.HdrHistogram.Histogram;

/**
 * The percentiles that reports show, in nanoseconds; NaN where too few samples say nothing of them: of a hundred samples
 * there is no 99.9th percentile.
 *
 * @param count samples
 */
public record Distribution(double p50, double p90, double p99, double p999, double p9999, double max, long count) {
    private static final double ROUNDING = 1e-9;

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
        boolean known = samples.getTotalCount() * (100 - percentile) >= 100 * (1 - ROUNDING);
        return known ? samples.getValueAtPercentile(percentile) / Samples.PS_PER_NS : Double.NaN;
    }
}
