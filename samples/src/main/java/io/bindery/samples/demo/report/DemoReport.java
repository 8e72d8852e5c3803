package io.bindery.samples.demo.report;

import io.bindery.samples.demo.api.RigFigures;
import io.bindery.samples.demo.api.SubmitFigures;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one run of the demo found.
 *
 * @param quotes quotes that were published
 * @param elapsedNs from the first quote to the last fill
 * @param orders orders that the strategy submitted
 * @param refused how many of them the gateway refused
 * @param fills executions that the strategy was told of
 * @param lost quotes, orders and fills that did not arrive, over all processes
 * @param duplicated quotes, orders and fills that arrived twice, over all processes
 * @param differences where the processes and the single-process run disagree; empty if nowhere
 * @param position shares at the end
 * @param profit profit at the last quote, in 1/10,000 dollar
 * @param roundTrips durations of all calls of {@code submit()}, in ns
 * @param submits what these calls allocated in the calling thread
 * @param rig the latency rig's figures
 */
public record DemoReport(
        long quotes,
        long elapsedNs,
        long orders,
        long refused,
        long fills,
        long lost,
        long duplicated,
        List<String> differences,
        int position,
        long profit,
        Histogram roundTrips,
        SubmitFigures submits,
        RigFigures rig) {

    /** Whether the processes arrived at the same orders and fills as one process does. */
    public boolean verified() {
        return differences.isEmpty();
    }

    /** Whether all is as it must be. */
    public boolean succeeded() {
        return verified() && lost == 0 && duplicated == 0;
    }

    /** Bytes that a call of {@code submit} allocated on average in the calling thread. */
    public double allocatedBytesPerCall() {
        return submits.calls() == 0 ? 0 : (double) submits.bytes() / submits.calls();
    }
}
