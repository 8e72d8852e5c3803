package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/**
 * The client's end of something that can be timed: typed calls, the bare bounce, or another library's round trip.
 *
 * <p><b>Threading:</b> one thread, the same for all bursts.
 */
public interface Workload {
    /** Operations in the smallest burst; each burst is a multiple of it. */
    int BURST_UNIT = 64;

    /** What a report calls it. */
    String name();

    /**
     * Does {@code operations} operations, a multiple of {@link #BURST_UNIT}, and adds the time that each took to {@code samples}, in picoseconds; where
     * single operations cannot be told apart (a stream), one sample per burst, the mean. The first operation of a
     * burst may be done in addition and untimed, to wake the other side. Allocates nothing of its own.
     *
     * @throws IllegalStateException if a result is not what it must be
     * @throws Exception if the other side failed
     */
    void burst(int operations, Histogram samples) throws Exception;
}
