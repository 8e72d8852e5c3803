package io.bindery.transport;

import io.bindery.RemoteException;

/**
 * The sending end of a stream of oneway calls. <b>Threading:</b> one thread at a time, but for {@link Session#close} of the
 * session, which any thread may call.
 */
public abstract class OnewaySender {
    protected OnewaySender() {}

    /** Largest payload in bytes that {@link #claim} can ever give. */
    public abstract int maxLength();

    /**
     * Claims {@code length} bytes for the next record. Ends in {@link #send} or {@link #abort}.
     *
     * @return address of the claimed bytes, or -1 if there is no room now
     * @throws ProtocolViolationException if the peer wrote what no correct peer writes
     * @throws RemoteException if there will be none by waiting: a disk is full, say
     */
    public abstract long claim(int length) throws RemoteException;

    /** Gives up the open claim, if there is one. */
    public abstract void abort();

    /**
     * Publishes the claim and wakes the peer if it sleeps.
     *
     * @throws RemoteException if it was not sent, or it is not known whether it was; the claim has ended
     */
    public abstract void send(int kind, int length) throws RemoteException;

    /**
     * Has the bytes of the open claim zeroed once the receiver has used the record: before their memory is claimed
     * again, or by {@link #wipeUsed}. By default nothing, for what keeps no record after {@link #send}.
     */
    public void wipeAfterUse(long address, int length) {}

    /** Zeroes those of {@link #wipeAfterUse} that the receiver has used. Returns whether none is left. */
    public boolean wipeUsed() {
        return true;
    }

    /**
     * Sleeps until there may be room for {@code length} bytes, or the time is over, or the session ends. Spurious
     * returns happen.
     */
    public abstract void awaitRoom(int length, long timeoutNs);
}
