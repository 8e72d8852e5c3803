package io.bindery.transport;

import java.io.IOException;

/**
 * The thread of a context that waits for descriptors, with epoll. It runs no user code, and nothing that it calls may
 * block, so that a peer's death is always noticed at once.
 *
 * <p><b>Threading:</b> any thread.
 */
public interface ControlLoop {
    /** Told that a descriptor is ready. */
    @FunctionalInterface
    interface Handler {
        /**
         * Called on the control thread.
         *
         * @param events as of {@code epoll_wait(2)}
         */
        void onReady(int events);
    }

    /** Watches a descriptor for input and hang-up. Returns the number by which the watch ends. */
    long watch(int descriptor, Handler handler) throws IOException;

    /** Asks for output events too, or no longer. */
    void watchOutput(long token, boolean wanted) throws IOException;

    /** Says which events are wanted from now on. Errors and a hang-up of both directions come in any case. */
    void setInterest(long token, boolean input, boolean output) throws IOException;

    /** Ends a watch; before its descriptor is closed. */
    void unwatch(long token);

    /** Runs a task on the control thread, soon. Tasks of one thread run in order. */
    void execute(Runnable task);

    /** Runs a task on the control thread after {@code delayNs}. */
    void schedule(long delayNs, Runnable task);

    /** Whether the caller is the control thread, which must not wait for it. */
    boolean isCurrentThread();

    /** Kernel id of the thread, which lives as long as its context. */
    int tid();
}
