package io.bindery.bench.rig;

/**
 * What the project demands of a case: the highest ratio to the baseline that it allows itself.
 *
 * @param p50 of the medians; NaN for none
 * @param p99 of the 99th percentiles; NaN for none
 */
public record Bound(double p50, double p99) {
    /** Nothing is demanded. */
    public static final Bound NONE = new Bound(Double.NaN, Double.NaN);

    /** Only the medians matter. */
    public static Bound ofP50(double p50) {
        return new Bound(p50, Double.NaN);
    }

    /** Whether anything is demanded. */
    public boolean demands() {
        return !Double.isNaN(p50) || !Double.isNaN(p99);
    }

    /** Whether {@code seen} keeps the bound, or would if the bound were {@code slack} times as high. */
    public boolean isMetBy(Summary seen, double slack) {
        // A comparison with NaN is false: where nothing is demanded, nothing is missed.
        return !(seen.ratioP50() > p50 * slack) && !(seen.ratioP99() > p99 * slack);
    }
}
