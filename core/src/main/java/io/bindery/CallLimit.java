package io.bindery;

import io.bindery.internal.driver.DriverCallLimit;
import java.time.Duration;
import java.util.Objects;

/**
 * Limits how long the calls of a thread may take, and lets other threads end them. It holds for every call to another
 * process that the thread makes from when the limit is opened until it is closed:
 *
 * <pre>{@code
 * try (CallLimit _ = CallLimit.within(Duration.ofMillis(50))) {
 *     long id = gateway.submit(order);
 *     gateway.confirm(id); // within the same 50 ms
 * }
 * }</pre>
 *
 * <p>A call whose limit is over throws {@link CallTimeoutException} or {@link CallCancelledException}, and is not sent if that
 * is so at its beginning. Later the callee is not told; its late reply is dropped, what came with it is given back, and until then the lane of the call carries no other one. A
 * reply that has come before the thread looks counts, however late it is.
 *
 * <p>A call with a limit also ends when its thread is interrupted, within 100 ms; one without goes on and leaves the
 * interrupt status as it is, as on Android.
 *
 * <p>Limits nest: the earlier one holds. A handler that runs on the waiting thread, since its call came back to it, is not
 * concerned; it may open limits of its own, which end with it. While such a handler runs nobody looks at the outer limit.
 * Oneway calls are not concerned either, since they do not wait for a handler, and local ones run in the caller's thread.
 *
 * <p><b>Threading:</b> the thread that opened it, but for {@link #cancel()} and {@link #isCancelled()}.
 */
public abstract sealed class CallLimit implements AutoCloseable permits DriverCallLimit {
    protected CallLimit() {}

    /**
     * Opens a limit for this thread's calls, all of which together may take so long.
     *
     * @param timeout from now; if it is not positive, no call is sent
     */
    public static CallLimit within(Duration timeout) {
        return DriverCallLimit.open(Objects.requireNonNull(timeout, "timeout"));
    }

    /** Opens a limit without a deadline, for {@link #cancel()} and interrupts. */
    public static CallLimit cancellable() {
        return DriverCallLimit.open(null);
    }

    /** Ends the call that the thread is making, if it is, and all that it makes until the limit is closed. Any thread. */
    public abstract void cancel();

    /** Whether {@link #cancel()} was called. Any thread. */
    public abstract boolean isCancelled();

    /**
     * Ends the limit; the one around it holds again. Idempotent; without effect once the handler that opened it has returned.
     *
     * @throws IllegalStateException if another thread calls it, or a limit that was opened later is still open
     */
    @Override
    public abstract void close();
}
