package io.bindery.internal.driver;

import java.util.concurrent.TimeUnit;

/**
 * Keeps what a peer can cause from filling the log: lets a few messages through in any ten seconds, and counts those that it
 * leaves out.
 *
 * <p><b>Threading:</b> any thread.
 */
final class LogLimit {
    /** The message is left out. */
    static final long LEFT_OUT = -1;

    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final int mostInPeriod;
    private long periodBeginNs;
    private int logged;
    private long leftOut;

    LogLimit(int mostInPeriod) {
        this.mostInPeriod = mostInPeriod;
        logged = -1;
    }

    /**
     * Returns {@link #LEFT_OUT}, or, if the message may be logged, how many were left out since the last that was.
     *
     * @param nowNs {@link System#nanoTime()}
     */
    synchronized long admit(long nowNs) {
        if (logged < 0 || nowNs - periodBeginNs >= PERIOD_NS) {
            periodBeginNs = nowNs;
            logged = 0;
        }
        if (logged == mostInPeriod) {
            leftOut++;
            return LEFT_OUT;
        }
        logged++;
        long untold = leftOut;
        leftOut = 0;
        return untold;
    }
}
