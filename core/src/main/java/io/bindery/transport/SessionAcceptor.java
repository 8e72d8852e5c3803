package io.bindery.transport;

/** Decides on sessions that are being opened. Called on the control thread; must not block. */
@FunctionalInterface
public interface SessionAcceptor {
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
