package io.bindery.bench.report;

import io.bindery.bench.rig.Bound;
import io.bindery.bench.rig.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One row of a report.
 *
 * @param name the case
 * @param baseline what it was held against
 * @param note what the row's reader has to know
 * @param bound what the project demands of itself
 * @param waitStrategy of the contexts of both sides
 * @param jvmFlags flags of the measured processes beside those that a user of Bindery needs
 * @param servingThreads how many threads served in turn, all on the same CPU: loopers take over from each other
 * @param stealPercent share of time that the host took from the two CPUs meanwhile
 * @param measurement what was seen
 * @param baselineSamples all samples of the baseline, in picoseconds
 * @param workSamples all samples of the work, in picoseconds
 * @param paced the same work at fixed rates
 */
public record CaseReport(
        String name,
        String baseline,
        String note,
        Bound bound,
        String waitStrategy,
        List<String> jvmFlags,
        int servingThreads,
        double stealPercent,
        Measurement measurement,
        Histogram baselineSamples,
        Histogram workSamples,
        List<PacedReport> paced) {
    private static final double STEAL_LIMIT_PERCENT = 1;
    private static final double SPREAD_LIMIT = 1.5;
    private static final double NO_SLACK = 1;

    /** Whether the project's demand is met; true if there is none. */
    public boolean meetsBound() {
        return bound.isMetBy(measurement.summary(), NO_SLACK);
    }

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
        paced.stream()
                .filter(run -> !run.run().sustained())
                .map(run -> "%s: did not keep up with %,.0f/s, only with %,.0f/s: its latencies there say nothing"
                        .formatted(name, run.run().perSecond(), run.run().achievedPerSecond()))
                .forEach(warnings::add);
        return warnings;
    }
}
