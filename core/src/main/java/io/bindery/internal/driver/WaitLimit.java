package io.bindery.internal.driver;

import io.bindery.CallCancelledException;
import io.bindery.CallTimeoutException;
import io.bindery.RemoteException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long one call may wait: until a time, or until it is cancelled or its thread interrupted.
 *
 * <p><b>Threading:</b> the calling thread.
 */
final class WaitLimit {
    private boolean timed;
    private long deadlineNs;
    private long timeoutNs;
    private @Nullable DriverCallLimit scope;

    /** A duration in nanoseconds, small enough to be added to the clock. */
    static long nanos(Duration timeout) {
        long most = Long.MAX_VALUE / 4;
        return timeout.compareTo(Duration.ofNanos(most)) > 0 ? most : Math.max(0, timeout.toNanos());
    }

    /** A call with a time of its own, in nanoseconds, begins under {@code scope}. */
    void startTimed(long ownTimeoutNs, @Nullable DriverCallLimit scope) {
        long now = System.nanoTime();
        this.scope = scope;
        timed = true;
        deadlineNs = now + ownTimeoutNs;
        if (scope != null && scope.timed && scope.deadlineNs - deadlineNs < 0) {
            deadlineNs = scope.deadlineNs;
        }
        timeoutNs = scope != null && scope.timed && deadlineNs == scope.deadlineNs ? scope.timeoutNs : ownTimeoutNs;
    }

    /** A call without a time of its own begins under {@code scope}. */
    void start(DriverCallLimit scope) {
        this.scope = scope;
        timed = scope.timed;
        deadlineNs = scope.deadlineNs;
        timeoutNs = scope.timeoutNs;
    }

    /** The time has run since another one was started. */
    void continueFrom(WaitLimit begun) {
        scope = begun.scope;
        timed = begun.timed;
        deadlineNs = begun.deadlineNs;
        timeoutNs = begun.timeoutNs;
    }

    boolean isOver() {
        return isCancelled() || (timed && System.nanoTime() - deadlineNs >= 0);
    }

    private boolean isCancelled() {
        return (scope != null && scope.isOver()) || Thread.currentThread().isInterrupted();
    }

    /** How long it may still take, at most {@code mostNs}. */
    long leftNs(long mostNs) {
        return timed ? Math.min(mostNs, deadlineNs - System.nanoTime()) : mostNs;
    }

    /** The limit is over: says so. */
    RemoteException exception(String call, boolean sent) {
        String effect = sent ? "; whether it has an effect is unknown" : "; it was not sent";
        if (Thread.currentThread().isInterrupted()) {
            return new CallCancelledException("the thread was interrupted while it waited: " + call + effect);
        }
        if (isCancelled()) {
            return new CallCancelledException("the call was cancelled: " + call + effect);
        }
        return new CallTimeoutException((sent ? "no reply within " : "the call could not be made within ")
                + TimeUnit.NANOSECONDS.toMicros(timeoutNs) / 1000.0 + " ms: " + call + effect);
    }
}
