package io.bindery.bench.rig;

/** What a look at the clock costs: it is part of every sample, of the baseline's as of the work's. */
final class Clock {
    private static final int LOOKS = 100_000;
    private static final int PASSES = 10;

    private Clock() {}

    /** The mean cost of a look, in nanoseconds, of the fastest of several passes. */
    static double costNs() {
        long fastestNs = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES; pass++) {
            long startNs = System.nanoTime();
            long endNs = startNs;
            for (int i = 0; i < LOOKS; i++) {
                endNs = System.nanoTime();
            }
            fastestNs = Math.min(fastestNs, endNs - startNs);
        }
        return (double) fastestNs / LOOKS;
    }
}
