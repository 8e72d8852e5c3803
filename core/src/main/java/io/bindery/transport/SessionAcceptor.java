package io.bindery.transport;

import org.jspecify.annotations.Nullable;

/** Decides on sessions that are being opened. Called on the control thread; must not block. */
public interface SessionAcceptor {
    /**
     * Name of this process's place in its context, which the peer is told, so that it can pass it on to others; empty for
     * a session that does not belong to the context. Any thread.
     */
    String place();

    /** What is called at the address, for a transport that has to know; null if that is nothing. Any thread. */
    @Nullable
    Offer offer();

    /**
     * A handshake is complete.
     *
     * @param session the new session; nothing is delivered before this method returns
     * @param incoming whether the peer opened it
     * @return who is told of what happens on it
     * @throws SessionRefusedException if it is not wanted
     */
    SessionListener onSession(Session session, boolean incoming) throws SessionRefusedException;
}
