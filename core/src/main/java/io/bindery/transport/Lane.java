package io.bindery.transport;

import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a lane: one record at a time, read in place.
 *
 * <p><b>Threading:</b> one thread at a time; who hands the lane on synchronises with the next.
 */
public abstract class Lane {
    /** What {@link #poll} returns when nothing has arrived. */
    public static final long EMPTY = 0;

    private volatile @Nullable Runnable onArrival;

    protected Lane() {}

    /** The session to which this lane belongs. */
    public abstract Session session();

    /**
     * Takes the next record if there is one. Its kind, its length and its place have been checked.
     *
     * @return kind and length, for {@link #kind} and {@link #length}; or {@link #EMPTY}
     * @throws ProtocolViolationException if the peer wrote what no correct peer writes; the session has to be closed
     */
    public abstract long poll();

    /** Whether {@link #poll} would return a record; changes nothing. */
    public abstract boolean hasRecord();

    /**
     * Looks up to {@code looks} times for a record, pausing between two looks, and returns whether {@link #poll} would
     * return one; changes nothing.
     */
    public boolean spinForRecord(int looks) {
        for (int i = 0; i < looks; i++) {
            if (hasRecord()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Kind of the record that {@code polled} stands for, 0 to 127. */
    public static int kind(long polled) {
        return (int) (polled >>> 56) & 0x7f;
    }

    /** Payload length in bytes of the record that {@code polled} stands for. */
    public static int length(long polled) {
        return (int) (polled >>> 32) & 0xff_ffff;
    }

    /**
     * Address of the payload of the record that {@link #poll} took last. It may be read, not written, and a peer of the
     * same uid may change it at any time.
     */
    public abstract long receivedAddress();

    /**
     * Says how this end waits from now on, one of {@link Parked}. After another mode than {@link Parked#POLLING} was
     * set, look once more before sleeping: this method ends in a full fence.
     */
    public abstract void setParked(int mode);

    /** Address of the 32-bit word that changes when a record arrives; 0 if there is none to sleep on. */
    public long futexAddress() {
        return 0;
    }

    /** What the word holds as long as nothing has arrived. Read it before the last look. */
    public int futexValue() {
        return 0;
    }

    /**
     * Descriptor that becomes readable when a record arrives, where there is no word; -1 if there is neither, in which
     * case only {@link Parked#DOORBELL} wakes. Stays open as long as the session's memory.
     */
    public int descriptor() {
        return -1;
    }

    /**
     * Says what wakes the thread that sleeps on this lane, for a transport whose lanes share a descriptor: another thread
     * may have taken from it what this one waits for. Set once, before the lane is used.
     *
     * @param wake never blocks; run by any thread
     */
    public final void setOnArrival(Runnable wake) {
        onArrival = wake;
    }

    /** A record has arrived that the thread which sleeps here ({@link Parked#FUTEX}) did not take in itself. */
    protected final void notifyArrival() {
        Runnable wake = onArrival;
        if (wake != null) {
            wake.run();
        }
    }
}
