package io.bindery.bench.rig;

/**
 * One batch of the baseline and the batch of work that followed it. All times in nanoseconds.
 *
 * @param baselineP50 median of the baseline's batch
 * @param baselineP99 99th percentile of the baseline's batch
 * @param workP50 median of the work's batch
 * @param workP99 99th percentile of the work's batch
 */
public record Round(double baselineP50, double baselineP99, double workP50, double workP99) {
    double ratioP50() {
        return workP50 / baselineP50;
    }

    double ratioP99() {
        return workP99 / baselineP99;
    }
}
