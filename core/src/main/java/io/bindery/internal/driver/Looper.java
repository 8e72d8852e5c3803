package io.bindery.internal.driver;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs handlers. One looper at a time leads: it polls the hot lanes. While it is in a handler it can lose
 * the lead to another, and finds out when the handler returns.
 *
 * <p>{@code state} is POLLING or IN_HANDLER as long as the looper leads. Only the looper sets IN_HANDLER (release: what it
 * has read from its lanes so far is visible to who takes over) and takes it back by compare-and-set; only a thread that
 * holds the lock of {@link Loopers} changes IN_HANDLER to OVERTAKEN, by compare-and-set. So exactly one of them wins, and
 * no lane is ever polled by two threads.
 */
final class Looper {
    private static final int POLLING = 0;
    private static final int IN_HANDLER = 1;
    private static final int OVERTAKEN = 2;

    private final AtomicInteger state = new AtomicInteger();
    private @Nullable ThreadState thread;

    /** Counts handlers; the control thread compares it to see whether one takes long. */
    private int handlers;

    /** The thread that is this looper; set by that thread. */
    void attach(ThreadState self) {
        thread = self;
    }

    ThreadState state() {
        ThreadState self = thread;
        if (self == null) {
            throw new IllegalStateException("the looper has no thread yet");
        }
        return self;
    }

    boolean isAttachedTo(Thread candidate) {
        ThreadState attached = thread;
        return attached != null && attached.thread == candidate;
    }

    /** This looper now leads; under the lock of {@link Loopers}. */
    void startPolling() {
        state.set(POLLING);
    }

    /** A handler, or a task of the driver's, is about to run. */
    void enterHandler() {
        handlers++;
        state.setRelease(IN_HANDLER);
    }

    /** The handler has returned. Returns false if another looper leads now. */
    boolean exitHandler() {
        return state.compareAndSet(IN_HANDLER, POLLING);
    }

    /** Takes the lead from this looper if it is in a handler. Under the lock of {@link Loopers}. */
    boolean overtake() {
        return state.compareAndSet(IN_HANDLER, OVERTAKEN);
    }

    /** After a failure: returns whether this looper still leads, and polls again if it does. */
    boolean recover() {
        return state.get() == POLLING || exitHandler();
    }

    boolean isInHandler() {
        return state.getAcquire() == IN_HANDLER;
    }

    /** Racy: only ever compared with itself. */
    int handlers() {
        return handlers;
    }

    void wake() {
        ThreadState self = thread;
        if (self != null) {
            self.wake();
        }
    }
}
