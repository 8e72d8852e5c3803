package io.bindery.transport;

import org.jspecify.annotations.Nullable;

/**
 * One side of a lane that carries one call at a time, and the calls nested in it. The two sides take turns: who has
 * received a record sends the next one.
 *
 * <p>A request stays in place until its reply has come; {@link #sendRequest} and {@link #hold} return marks with which
 * {@link #forget} and {@link #release} unwind, as on a call stack.
 */
public abstract class SyncLane extends Lane {
    private volatile @Nullable Server server;

    /** Serves a request that has arrived on a lane, on the calling thread. */
    @FunctionalInterface
    public interface Server {
        /**
         * Serves it, its reply included.
         *
         * @param nested whether it is a call back to the calling thread, which waits on this lane for its own reply
         * @return false if the request has to wait for a looper
         */
        boolean serve(boolean nested);
    }

    protected SyncLane() {}

    /**
     * Says how a request is served on the thread that sent it, for a transport whose two sides are in one process. Set
     * once, before the lane is used.
     */
    public final void setServer(Server server) {
        this.server = server;
    }

    /** Serves the request that has arrived, if the driver wants that to happen here. */
    protected final boolean serveHere(boolean nested) {
        Server here = server;
        return here != null && here.serve(nested);
    }

    /** Largest payload in bytes that {@link #claim} can ever give. */
    public abstract int maxLength();

    /**
     * Claims {@code length} bytes for a request. Ends in {@link #sendRequest} or {@link #abort}. After an abort, a
     * second claim of a larger length keeps what was written, if it returns the same place.
     *
     * @return address of the claimed bytes, or -1 if there is no room behind the records that are open
     */
    public abstract long claim(int length);

    /**
     * As {@link #claim}, for a reply; ends in {@link #sendReply} or {@link #abort}. Every request leaves room for a short
     * reply behind it, so only a long one can find none.
     */
    public abstract long claimReply(int length);

    /** Gives up the open claim, if there is one. */
    public abstract void abort();

    /** Publishes the claim as a request and wakes the peer if it sleeps. Returns the mark for {@link #forget}. */
    public abstract long sendRequest(int kind, int length);

    /** Publishes the claim as a reply and wakes the peer if it sleeps. */
    public abstract void sendReply(int kind, int length);

    /** The reply to a request has been used: its place is free. */
    public abstract void forget(long mark);

    /** Keeps the record received last in place while it is served. Returns the mark for {@link #release}. */
    public abstract int hold();

    /** The record is no longer needed; before its reply is sent. */
    public abstract void release(int mark);

    /**
     * Says on which CPU the calling thread is about to spin, and returns whether the peer's thread was last seen waiting on
     * that same CPU, so that the one that spins keeps the other from what is awaited. Both can be out of date.
     */
    public boolean sharesCpu() {
        return false;
    }

    /**
     * Whether the last record that was sent had to ring the doorbell: then several threads have to wake up before an
     * answer can come, and to spin for it would only keep them from a CPU.
     */
    public boolean rangDoorbell() {
        return false;
    }

    /** Tells the peer that its last record is being served. */
    public abstract void markTaken();

    /** Whether the peer has begun to serve the last record we sent, or was woken when it was sent, and so looks at it. */
    public abstract boolean isTaken();
}
