package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/** Histograms of times in picoseconds, up to a minute, to three digits. */
public final class Samples {
    /** Picoseconds in a nanosecond: what a reader of a histogram divides by. */
    public static final double PS_PER_NS = 1000;

    private static final long LONGEST_PS = 60_000_000_000_000L;

    private Samples() {}

    public static Histogram create() {
        return new Histogram(LONGEST_PS, 3);
    }
}
