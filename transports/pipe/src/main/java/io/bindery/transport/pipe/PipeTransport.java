package io.bindery.transport.pipe;

import io.bindery.RemoteException;
import io.bindery.internal.mux.StreamSession;
import io.bindery.internal.session.SessionTransport;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;

/** Sessions over pairs of pipes: one for each pair. */
final class PipeTransport extends SessionTransport {
    PipeTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
    }

    /** Who listens waits for the one hello that can come. */
    private record PipeEndpoint(Address address) implements Endpoint {
        @Override
        public void close() {}
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        StreamSession ignored = begin(address, acceptor, true);
        return new PipeEndpoint(address);
    }

    @Override
    public Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        checkMayWait();
        try {
            return awaitOpen(begin(address, acceptor, false), address.toString());
        } catch (IOException e) {
            throw new RemoteException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    private StreamSession begin(Address address, SessionAcceptor acceptor, boolean incoming) throws IOException {
        PipePair pair = PipePair.take(address);
        PipeStream stream = new PipeStream(pair.in(), pair.out());
        try {
            StreamSession session = new StreamSession(this, stream, pair.peer(), acceptor, incoming);
            start(session);
            return session;
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    protected void stopListening() {}
}
