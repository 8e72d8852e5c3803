package io.bindery.transport;

import io.bindery.RemoteException;
import java.lang.foreign.MemorySegment;

/**
 * An authenticated connection between two processes. <b>Threading:</b> any thread, but for the control thread where a
 * method says that it blocks.
 */
public abstract class Session {
    protected Session() {}

    /** Who the peer is, from the kernel. */
    public abstract PeerCredentials peer();

    /** The peer's instance in this context. */
    public abstract InstanceId peerInstance();

    /** File name of the peer's endpoint in the context directory; how a third process reaches it. */
    public abstract String peerEndpoint();

    public abstract boolean isOpen();

    /** Why the session is closed; empty while it is open. */
    public abstract String closeReason();

    /**
     * Opens a lane on which this side starts calls. Blocks until the peer has accepted it.
     *
     * @throws RemoteException if the peer refuses, or the session ends
     */
    public abstract SyncLane openSyncLane() throws RemoteException;

    /** Opens the lane for this side's oneway calls; once per session. Blocks until the peer has accepted it. */
    public abstract OnewaySender openOnewayLane() throws RemoteException;

    /** Rings the peer's doorbell: it looks at all lanes that wait for it. */
    public abstract void ringDoorbell();

    /** Sends a message of the driver's, in order with other such messages; never blocks. */
    public abstract void sendMessage(MemorySegment message);

    /** Ends the session; the peer learns the reason. Idempotent; never blocks. */
    public abstract void close(String reason);
}
