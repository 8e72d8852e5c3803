package io.bindery.internal.driver;

import io.bindery.transport.Lane;

/** A lane on which requests arrive, as the loopers see it. Who may poll it is told in {@link Loopers}. */
abstract class ServedLane {
    /** What {@link #serve} returns when another looper has taken the lead meanwhile. */
    static final int LOST_LEAD = -1;

    /** Whether the leader polls this lane; guarded by {@link Loopers}. */
    boolean hot;

    /** The leader's clock when something last arrived. */
    long lastActiveNs;

    abstract Lane lane();

    abstract Peer peer();

    /** Whether a thread is serving what it took from this lane, so that it must not be polled. */
    abstract boolean isLeased();

    /** Whether something waits to be served, and no thread is serving what came before it. */
    abstract boolean hasWork();

    /** As {@link #hasWork}, for the leader as long as it does not sleep: the lane may ask to be left alone for a moment. */
    boolean isDue() {
        return hasWork();
    }

    /** Whether a sender fences between its commit and its look at {@code parked}: one look before a sleep is then enough. */
    boolean sendersFence() {
        return true;
    }

    /** Whether the thread whose records are awaited here was last seen on the calling thread's CPU. */
    boolean sharesCpu() {
        return false;
    }

    /** Looks for work for a moment; the leader, on the lane that it served last. */
    boolean spinForWork() {
        Thread.onSpinWait();
        return isDue();
    }

    /**
     * Takes and serves what has arrived.
     *
     * @return how many transactions, or {@link #LOST_LEAD}
     */
    abstract int serve(Looper looper);

    /**
     * Hands the next request to the thread whose chain it belongs to, without a looper.
     *
     * @return whether there was such a request
     */
    abstract boolean route();

    /** The leader is about to sleep: give back what has been used. */
    void beforePark() {}
}
