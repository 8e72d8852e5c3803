package io.bindery.bench.report;

import io.bindery.bench.rig.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a report.
 *
 * @param name the case
 * @param baseline what it was held against
 * @param note what the row's reader has to know
 * @param target highest ratio of the medians that the project allows itself; NaN for none
 * @param waitStrategy of the contexts of both sides
 * @param servingThreads how many threads served in turn, all on the same CPU: loopers take over from each other
 * @param stealPercent share of time that the host took from the two CPUs meanwhile
 * @param measurement what was seen
 */
public record CaseReport(
        String name,
        String baseline,
        String note,
        double target,
        String waitStrategy,
        int servingThreads,
        double stealPercent,
        Measurement measurement) {
    private static final double STEAL_LIMIT_PERCENT = 1;
    private static final double SPREAD_LIMIT = 1.5;

    /** What makes the row doubtful; empty if nothing does. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (stealPercent > STEAL_LIMIT_PERCENT) {
            warnings.add("%s: the host took %.1f %% of the CPUs' time: the tail is the host's, not ours"
                    .formatted(name, stealPercent));
        }
        double spread =
                measurement.summary().ratioP50High() / measurement.summary().ratioP50Low();
        if (spread > SPREAD_LIMIT) {
            warnings.add(
                    "%s: ratios spread by %.1f between the tenth and the ninetieth percentile: something else runs, repeat it"
                            .formatted(name, spread));
        }
        return warnings;
    }
}
