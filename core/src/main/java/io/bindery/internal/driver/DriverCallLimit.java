package io.bindery.internal.driver;

import io.bindery.CallLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link CallLimit}. */
public final class DriverCallLimit extends CallLimit {
    private final ThreadState owner;
    private final CallScope scope;
    private final @Nullable DriverCallLimit outer;

    /** Set if there is a deadline, of this limit or of one around it. */
    final boolean timed;

    /** The earliest of the deadlines, on the clock of {@link System#nanoTime}. */
    final long deadlineNs;

    /** How long after it was opened that is. */
    final long timeoutNs;

    private volatile boolean cancelled;
    private boolean closed;

    private DriverCallLimit(
            ThreadState owner,
            CallScope scope,
            @Nullable DriverCallLimit outer,
            boolean timed,
            long deadlineNs,
            long timeoutNs) {
        this.owner = owner;
        this.scope = scope;
        this.outer = outer;
        this.timed = timed;
        this.deadlineNs = deadlineNs;
        this.timeoutNs = timeoutNs;
    }

    /** See {@link CallLimit}. */
    public static DriverCallLimit open(@Nullable Duration timeout) {
        ThreadState self = ThreadState.current();
        CallScope scope = self.ownScope();
        DriverCallLimit outer = scope.limit;
        boolean timed = outer != null && outer.timed;
        long deadline = outer == null ? 0 : outer.deadlineNs;
        long timeoutNs = outer == null ? 0 : outer.timeoutNs;
        if (timeout != null) {
            long ownTimeout = WaitLimit.nanos(timeout);
            long own = System.nanoTime() + ownTimeout;
            if (!timed || own - deadline < 0) {
                deadline = own;
                timeoutNs = ownTimeout;
            }
            timed = true;
        }
        DriverCallLimit limit = new DriverCallLimit(self, scope, outer, timed, deadline, timeoutNs);
        scope.limit = limit;
        return limit;
    }

    /** Whether this limit, or one around it, was cancelled. */
    boolean isOver() {
        return cancelled || (outer != null && outer.isOver());
    }

    @Override
    public void cancel() {
        cancelled = true; // before the wake-up: who is woken looks here
        owner.wake();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        if (owner.thread != Thread.currentThread()) {
            throw new IllegalStateException(
                    "a limit is closed by the thread that opened it: thread=" + owner.thread.getName());
        }
        if (closed || owner.scope != scope) {
            return; // the handler that opened it has returned
        }
        if (scope.limit != this) {
            throw new IllegalStateException("a limit that was opened later is still open");
        }
        closed = true;
        scope.limit = outer;
        owner.dropEmptyScope();
    }
}
