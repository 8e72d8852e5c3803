package io.bindery.transport;

import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A way for the processes of one context to reach each other. Each process listens at one endpoint, a file in the
 * context directory, and connects to those of others.
 */
public interface Transport extends AutoCloseable {
    /** Name of the transport in addresses, for example {@code shm}. */
    String scheme();

    /** What it can do. */
    Set<Trait> traits();

    /**
     * Begins to accept sessions.
     *
     * @throws IOException if the endpoint cannot be created
     */
    void listen(Path endpoint) throws IOException;

    /**
     * Opens a session with the process behind {@code endpoint}. Blocks until the handshake is over; not for the
     * control thread.
     *
     * @return the session that the acceptor was told of
     * @throws RemoteException if nobody listens there
     * @throws SessionRefusedException if either side does not want the session
     */
    Session connect(Path endpoint) throws RemoteException, SessionRefusedException;

    /** Frees what is no longer used; called now and then on the control thread. */
    void collect();

    /** Ends all sessions and stops listening. Idempotent. */
    @Override
    void close();

    /** Frees all memory, once no thread uses a lane any more: after {@link #close()}, loopers and control thread. */
    void dispose();
}
