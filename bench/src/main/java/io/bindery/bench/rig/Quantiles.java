package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Quantiles finer than the clock. A clock may advance in steps of 10 ns or more; the samples of a 130 ns operation then
 * have three values or four, and a plain median jumps by a step when one sample in a thousand moves. Samples of equal
 * value are therefore taken as spread evenly over the interval that rounds to it (the median of grouped data).
 */
final class Quantiles {
    private Quantiles() {}

    /**
     * Returns the quantile {@code q}, 0 to 1.
     *
     * @throws IllegalArgumentException if there are no samples
     */
    static double of(Histogram samples, double q) {
        if (samples.getTotalCount() == 0) {
            throw new IllegalArgumentException("no samples: name=" + samples.getTag());
        }
        double rank = q * samples.getTotalCount();
        double previous = Double.NaN;
        double found = Double.NaN;
        double below = 0;
        double within = 0;
        for (HistogramIterationValue step : samples.recordedValues()) {
            double value = samples.medianEquivalentValue(step.getValueIteratedTo());
            if (!Double.isNaN(found)) {
                return inside(previous, found, value, (rank - below) / within);
            }
            if (step.getTotalCountToThisValue() >= rank) {
                found = value;
                within = step.getCountAddedInThisIterationStep();
                below = step.getTotalCountToThisValue() - within;
            } else {
                previous = value;
            }
        }
        return inside(previous, found, Double.NaN, (rank - below) / within);
    }

    /** The point at {@code share} of the interval around {@code value}; half way to each neighbour, if it has one. */
    private static double inside(double previous, double value, double next, double share) {
        if (Double.isNaN(previous) && Double.isNaN(next)) {
            return value;
        }
        double low = Double.isNaN(previous) ? value - (next - value) / 2 : (previous + value) / 2;
        double high = Double.isNaN(next) ? value + (value - previous) / 2 : (value + next) / 2;
        return low + (high - low) * share;
    }
}
