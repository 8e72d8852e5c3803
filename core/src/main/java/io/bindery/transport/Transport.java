package io.bindery.transport;

import io.bindery.RemoteException;
import java.io.IOException;

/**
 * A way for processes to reach each other, as one context uses it: it listens at addresses of its scheme and connects to
 * others. A transport that lacks {@link Trait#DUPLEX} delivers only oneway lanes, and one that is connected with nobody in
 * particular, as a queue on disk is, makes a session of each address.
 *
 * <p><b>Threading:</b> any thread, where nothing else is said.
 */
public interface Transport extends AutoCloseable {
    /**
     * Begins to accept sessions.
     *
     * @throws IllegalArgumentException if the address cannot be one of this transport's
     * @throws IOException if nobody can listen there: says why, and what to do
     */
    Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException;

    /**
     * Opens a session with the process that listens at {@code address}. Blocks until the handshake is over; not for the
     * control thread.
     *
     * @return the session that the acceptor was told of
     * @throws IllegalArgumentException if the address cannot be one of this transport's
     * @throws RemoteException if nobody listens there, or who does is not to be trusted
     * @throws SessionRefusedException if either side does not want the session
     */
    Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException;

    /** Frees what is no longer used, and looks after what may have been missed; now and then, on the control thread. */
    void collect();

    /** Ends all sessions and stops listening. Idempotent. */
    @Override
    void close();

    /** Frees all memory, once no thread uses a lane any more: after {@link #close()}, loopers and control thread. */
    void dispose();
}
