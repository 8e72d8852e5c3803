package io.bindery.bench.baseline;

import io.bindery.bench.rig.Samples;
import org.HdrHistogram.Histogram;

/**
 * The receiver's end of a stream: checks each message, and while the stream is paced notes how long after its due time it
 * arrived. That of one message in eight, so that to note it does not slow the receiver; both processes read one clock.
 *
 * <p><b>Threading:</b> one thread receives; the other methods are for between the streams.
 */
public final class StreamSink {
    private static final int NOTED_MASK = 7;

    private final Histogram latencies = Samples.create();
    private long expected = 1;
    private long paceFirst;
    private long paceStartNs;
    private double paceIntervalNs;

    /** Takes the message that is due, number 1 first. */
    public void accept(long sequence, long sum, long checksum) {
        StreamMessage.check(expected, sequence, sum, checksum);
        expected = sequence + 1;
        if (paceIntervalNs > 0 && (sequence & NOTED_MASK) == 0) {
            note(sequence);
        }
    }

    /** Number of the last message that was taken. */
    public long taken() {
        return expected - 1;
    }

    private void note(long sequence) {
        long dueNs = paceStartNs + (long) ((sequence - paceFirst) * paceIntervalNs);
        latencies.recordValue(Math.max(0, System.nanoTime() - dueNs) * 1000);
    }

    /** The next message is due at {@code startNs} of {@link System#nanoTime}, each after it {@code intervalNs} later. */
    public void pace(long startNs, double intervalNs) {
        latencies.reset();
        paceFirst = expected;
        paceStartNs = startNs;
        paceIntervalNs = intervalNs;
    }

    /** Ends the pace and returns the latencies, in picoseconds. */
    public Histogram endPace() {
        paceIntervalNs = 0;
        return latencies;
    }
}
