package io.bindery.transport;

import io.bindery.RemoteException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * An authenticated connection between two processes. <b>Threading:</b> any thread, but for the control thread where a
 * method says that it blocks.
 */
public abstract class Session {
    /** What {@link #takeDescriptor} returns for a descriptor that the kernel dropped on the way. */
    public static final int LOST = -1;

    protected Session() {}

    /** Who the peer is, from the kernel. */
    public abstract PeerCredentials peer();

    /** The peer's instance in this context. */
    public abstract InstanceId peerInstance();

    /** The peer's place in its context, by which a third process there reaches it; empty outside of one. */
    public abstract String peerPlace();

    /** Scheme of the transport, for messages. */
    public abstract String scheme();

    /** What the transport can do. What needs a trait that is missing is refused above, and never asked of a session. */
    public abstract Set<Trait> traits();

    public abstract boolean isOpen();

    /** Why the session is closed; empty while it is open. */
    public abstract String closeReason();

    /**
     * Opens a lane on which this side starts calls. Blocks until the peer has accepted it.
     *
     * @throws LaneRefusedException if the peer accepts no more lanes
     * @throws RemoteException if the session ends, or this process is short of memory or descriptors
     */
    public abstract SyncLane openSyncLane() throws RemoteException;

    /** Opens the lane for this side's oneway calls; once per session. Blocks until the peer has accepted it. */
    public abstract OnewaySender openOnewayLane() throws RemoteException;

    /** Rings the peer's doorbell: it looks at all lanes that wait for it. */
    public abstract void ringDoorbell();

    /** Sends a message of the driver's, in order with other such messages; never blocks. */
    public abstract void sendMessage(MemorySegment message);

    /**
     * Sends descriptors ahead of the record that will name them: they are on their way when this returns, so that whoever
     * has received a record committed afterwards can {@linkplain #takeDescriptor take} them. They stay the caller's.
     * Blocks while the peer holds many that it has not used, or does not read; not on the control thread.
     *
     * @param descriptors the first {@code count} of them are sent
     * @param numbers takes the number of each in this direction of the session
     * @param timeoutNs how long this may block, in nanoseconds
     * @return false if that was too short; then the peer keeps none of them
     * @throws RemoteException if they cannot be sent, or the session has ended; then the peer keeps none of them
     * @throws UnsupportedOperationException if the transport lacks {@link Trait#DESCRIPTORS}
     */
    public boolean sendDescriptors(int[] descriptors, int count, long[] numbers, long timeoutNs)
            throws RemoteException {
        throw noDescriptors();
    }

    /** Tells the peer that no record will name a descriptor that was sent; never blocks. */
    public void forgetDescriptor(long number) {
        throw noDescriptors();
    }

    /**
     * Takes a descriptor that a received record names. It is close-on-exec and belongs to the caller. Works after the end
     * of the session too, until {@link #dropDescriptors}.
     *
     * @return the descriptor; {@link #LOST} if it came while this process had no room for it
     * @throws ProtocolViolationException if the peer never sent it, or it was taken before; the session has to be closed
     */
    public int takeDescriptor(long number) {
        throw noDescriptors();
    }

    /** The session has ended and no more of its records are read: closes the descriptors that nobody took. */
    public void dropDescriptors() {}

    private UnsupportedOperationException noDescriptors() {
        return new UnsupportedOperationException(
                "this transport cannot pass file descriptors: missing trait=" + Trait.DESCRIPTORS);
    }

    /** Ends the session; the peer learns the reason. Idempotent; never blocks. */
    public abstract void close(String reason);
}
