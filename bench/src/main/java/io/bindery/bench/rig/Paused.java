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
    private static final int WARM_UP = 20_000;

    /**
     * Does the round trip without pauses so often that it is compiled: with pauses it would not be for minutes.
     *
     * @throws Exception if the other side failed, or a result was wrong
     */
    public static Paused warmedUp(RoundTrip work, long pauseNs, int burstUnit) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            work.exchange();
        }
        return new Paused(work, pauseNs, burstUnit);
    }

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
