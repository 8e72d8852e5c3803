package io.bindery.internal.mux;

import java.util.concurrent.TimeUnit;

/**
 * Whether the control thread leaves a stream alone for a moment after the last thread has turned away from it. Where call
 * follows call, the next one looks at the stream itself before the kernel could be told to watch it, which costs a system
 * call, and one more to take it back. Where calls are few, nothing is put off.
 *
 * <p><b>Threading:</b> under the channel's lock.
 */
final class Linger {
    /** What comes while a stream is left alone waits so long at most. */
    static final long NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So many turns in that time are a stream of calls. */
    private static final int BUSY_TURNS = 8;

    private long began;
    private int turns;
    private boolean on;

    /** The last thread turns away. Returns whether the control thread is to leave the stream alone. */
    boolean onTurnAway() {
        turns++;
        if (on) {
            return true;
        }
        long now = System.nanoTime();
        if (now - began > NS) {
            began = now;
            turns = 1;
        }
        return turns > BUSY_TURNS;
    }

    boolean isOn() {
        return on;
    }

    /** It is left alone from now on; the control thread looks after {@link #NS}. */
    void begin() {
        on = true;
        turns = 0;
    }

    /** The time is over. Returns whether it goes on, since the stream was used meanwhile. */
    boolean goesOn() {
        on = turns != 0;
        turns = 0;
        return on;
    }
}
