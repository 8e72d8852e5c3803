package io.bindery.bench.rig;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Round trips with a pause before each, so long that whoever can sleep does. The pause is not timed.
 *
 * @param work what is done
 * @param pauseNs in nanoseconds
 * @param burstUnit round trips in the smallest burst
 */
public record Paused(RoundTrip work, long pauseNs, int burstUnit) implements Workload {
    @Override
    public String name() {
        return work.name();
    }

    @Override
    public void burst(int operations, Histogram samples) throws Exception {
        for (int i = 0; i < operations; i++) {
            pause();
            long startNs = System.nanoTime();
            work.exchange();
            samples.recordValue((System.nanoTime() - startNs) * 1000);
        }
    }

    private void pause() {
        long endNs = System.nanoTime() + pauseNs;
        for (long leftNs = pauseNs; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    @Override
    public void close() {
        work.close();
    }
}
