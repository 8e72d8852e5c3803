package io.bindery.transport.socket;

import io.bindery.internal.mux.StreamSession;
import io.bindery.internal.session.LinkedSession;
import io.bindery.internal.session.SocketTransport;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;

/** Sessions over Unix stream sockets. */
final class UnixTransport extends SocketTransport {
    UnixTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
    }

    @Override
    protected LinkedSession newSession(int socket, PeerCredentials peer, SessionAcceptor acceptor, boolean incoming) {
        return new StreamSession(this, new SocketStream(socket), peer, acceptor, incoming);
    }
}
