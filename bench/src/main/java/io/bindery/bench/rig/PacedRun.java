package io.bindery.bench.rig;

/**
 * Operations at a fixed rate.
 *
 * @param perSecond operations that were due in a second
 * @param achievedPerSecond operations that were done in a second
 */
public record PacedRun(double perSecond, double achievedPerSecond) {
    private static final double ENOUGH = 0.99;

    /** Whether the work kept up, so that its latencies say something about it and not about how long the run was. */
    public boolean sustained() {
        return achievedPerSecond >= perSecond * ENOUGH;
    }
}
