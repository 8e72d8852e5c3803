package io.bindery.samples.demo.api;

import io.bindery.Parcelable;

/**
 * A typed call with four longs against a bare cache line that goes to and fro between the same two processes.
 *
 * @param ratioP50 median of the ratios of adjacent batches
 * @param fourLongsP50Ns median of the calls
 * @param bounceP50Ns median of the bounces
 */
@Parcelable
public record RigFigures(double ratioP50, double fourLongsP50Ns, double bounceP50Ns) {
    /** Nothing was measured: that needs two CPUs. */
    public static final RigFigures NONE = new RigFigures(Double.NaN, Double.NaN, Double.NaN);

    /** Whether there are figures. */
    public boolean isMeasured() {
        return !Double.isNaN(ratioP50);
    }
}
