package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/**
 * The client's end of something that can be timed: typed calls, the bare bounce, or another library's round trip.
 *
 * <p><b>Threading:</b> one thread, the same for all bursts.
 */
public interface Workload extends AutoCloseable {
    /** Operations in the smallest burst of most workloads; each burst is a multiple of it. */
    int BURST_UNIT = 64;

    /** What a report calls it. */
    String name();

    /** Operations in the smallest burst of this workload: fewer where each takes many microseconds. */
    default int burstUnit() {
        return BURST_UNIT;
    }

    /**
     * Does {@code operations} operations, a multiple of {@link #burstUnit}, and adds the time that each took to
     * {@code samples}, in picoseconds; where single operations cannot be told apart (a stream), one sample per burst, the
     * mean. The first operation of a burst may be done in addition and untimed, to wake the other side. Allocates nothing
     * of its own.
     *
     * @throws IllegalStateException if a result is not what it must be
     * @throws Exception if the other side failed
     */
    void burst(int operations, Histogram samples) throws Exception;

    /** Gives back what does not go with the process. */
    @Override
    default void close() {}
}
