package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/**
 * Exchanges at a fixed rate. Each is due at a time that does not depend on how long the ones before took, and its latency
 * counts from then: an exchange that had to wait for a slow one before it is slow, too (no coordinated omission). The
 * thread spins until the next is due.
 */
public final class OpenLoop {
    private OpenLoop() {}

    /**
     * Does one exchange untimed, then {@code operations} that count.
     *
     * @param perSecond exchanges that are due in a second
     * @param samples takes the latencies, in picoseconds, and when the first and the last exchange took place
     */
    public static void run(RoundTrip work, double perSecond, int operations, Histogram samples) throws Exception {
        work.exchange();
        double intervalNs = 1e9 / perSecond;
        samples.setStartTimeStamp(System.currentTimeMillis());
        long startNs = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            long dueNs = startNs + (long) (i * intervalNs);
            while (System.nanoTime() - dueNs < 0) {
                Thread.onSpinWait();
            }
            work.exchange();
            samples.recordValue((System.nanoTime() - dueNs) * 1000);
        }
        samples.setEndTimeStamp(System.currentTimeMillis());
    }

    /**
     * Sends {@code operations} messages, the first at {@code startNs}, and waits until all are taken; the receiver notes how
     * late each is. A sender that is behind does not look at the clock.
     */
    public static void run(Stream stream, long startNs, double perSecond, int operations) throws Exception {
        double intervalNs = 1e9 / perSecond;
        long nowNs = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            long dueNs = startNs + (long) (i * intervalNs);
            while (nowNs - dueNs < 0) {
                Thread.onSpinWait();
                nowNs = System.nanoTime();
            }
            stream.publish();
        }
        stream.awaitTaken();
    }
}
