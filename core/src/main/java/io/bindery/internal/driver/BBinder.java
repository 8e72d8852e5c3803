package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.Offer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A node: what the driver knows of one {@link Binder} of this process. It sees to it that its oneway calls run one at a
 * time, in the order in which each sender sent them.
 */
public final class BBinder {
    private static final Logger LOGGER = System.getLogger("io.bindery.oneway");
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int RUNNING_WITH_QUEUE = 2;

    final Binder binder;

    /** What runs its transactions: the binder itself, or what sets the thread's priority around it, or what records them. */
    Binder handler;

    /** As {@link #handler}, but for what records. */
    private Binder unrecorded;

    private final AtomicInteger oneway = new AtomicInteger();
    private final ArrayDeque<QueuedOneway> queue = new ArrayDeque<>(0);
    private @Nullable Token token;

    /** 128 random bits that stand for the object where no session does: who presents them may use it. */
    record Token(long high, long low) {}

    /** Made by {@link Binder}, one for each. */
    public BBinder(Binder binder) {
        this.binder = binder;
        handler = binder;
        unrecorded = binder;
    }

    /** See {@link Binder#setMinSchedulerPriority}. */
    public synchronized void setMinNice(int nice) {
        try {
            PrioritisedBinder.check(nice);
        } catch (SystemCallException e) {
            throw new SecurityException("this process may not run handlers at that priority: " + e.getMessage(), e);
        }
        Binder prioritised = new PrioritisedBinder(binder, nice);
        handler = handler instanceof Recording recording ? recording.around(prioritised) : prioritised;
        unrecorded = prioritised;
    }

    /** Has transactions copied to {@code to} first, if that is done to nobody yet. */
    synchronized void beginRecording(BinderProxy to) {
        if (handler instanceof Recording other && other.isWanted()) {
            throw new IllegalStateException("the object is being recorded already: by=" + other);
        }
        handler = new Recording(this, unrecorded, to);
    }

    /** Ends the recording to an object; without effect if that is none. */
    synchronized void endRecording(IBinder to) {
        if (handler instanceof Recording recording && recording.isTo(to)) {
            handler = unrecorded;
        }
    }

    /** The object's token; drawn when it is first exported. */
    synchronized Token token() {
        Token drawn = token;
        if (drawn == null) {
            drawn = new Token(RANDOM.nextLong(), RANDOM.nextLong());
            token = drawn;
        }
        return drawn;
    }

    /** Whether any other process was ever given a reference. */
    public synchronized boolean wasExported() {
        return token != null;
    }

    /** What a transport may know of the object. */
    Offer offer() {
        return new Offer() {
            @Override
            public int token() {
                return Parcel.interfaceToken(binder.getInterfaceDescriptor());
            }

            @Override
            public @Nullable String nameOf(int code) {
                return binder.getTransactionName(code);
            }
        };
    }

    // ---- oneway calls, one at a time

    /** Begins a oneway call at once if none runs. Ends with {@link #endOneway}. */
    boolean tryBeginOneway() {
        return oneway.compareAndSet(IDLE, RUNNING);
    }

    /** Queues a call behind those that run and wait, or, if none runs any more, begins it and returns false. */
    boolean queueOneway(QueuedOneway call) {
        synchronized (queue) {
            // The looper that ends the running call does not take the lock: each step has to be one compare-and-set.
            while (oneway.get() != RUNNING_WITH_QUEUE && !oneway.compareAndSet(RUNNING, RUNNING_WITH_QUEUE)) {
                if (oneway.compareAndSet(IDLE, RUNNING)) {
                    return false;
                }
            }
            queue.addLast(call);
            return true;
        }
    }

    /** Ends a oneway call and returns the next one, which has thereby begun, or null. */
    @Nullable
    QueuedOneway endOneway() {
        return oneway.compareAndSet(RUNNING, IDLE) ? null : nextQueued();
    }

    private @Nullable QueuedOneway nextQueued() {
        synchronized (queue) {
            QueuedOneway next = queue.pollFirst();
            if (queue.isEmpty()) {
                oneway.set(next == null ? IDLE : RUNNING);
            }
            return next;
        }
    }

    /** A handler of a oneway call has thrown: nobody else is told. */
    void onOnewayFailure(int code, Throwable thrown) {
        String from = "";
        Peer caller = ThreadState.current().caller();
        if (caller != null) {
            OnewayCounters counters = caller.context.onewayCounters();
            counters.failed.incrementAndGet();
            long leftOut = counters.logsOf(caller.uid).failures().admit(System.nanoTime());
            if (leftOut == LogLimit.LEFT_OUT) {
                return;
            }
            from = " pid=" + caller.pid + " uid=" + caller.uid
                    + (leftOut == 0 ? "" : "; not logged before, of calls of this user: failures=" + leftOut);
        }
        LOGGER.log(Level.WARNING, "the handler of a oneway call failed: " + describe(code) + from, thrown);
    }

    /** Says which transaction a code stands for. */
    String describe(int code) {
        String name = binder.getTransactionName(code);
        return "interface=" + binder.getInterfaceDescriptor() + " code=" + code + (name == null ? "" : " name=" + name);
    }
}
