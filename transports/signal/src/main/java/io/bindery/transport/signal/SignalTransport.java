package io.bindery.transport.signal;

import io.bindery.RemoteException;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.session.ControlTask;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Offer;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The signals of a context. */
final class SignalTransport implements Transport {
    private final TransportServices services;
    private final TransportProvider provider;
    private final Set<SignalSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<SignalServer> servers = ConcurrentHashMap.newKeySet();

    SignalTransport(TransportServices services, TransportProvider provider) {
        this.services = services;
        this.provider = provider;
    }

    TransportServices services() {
        return services;
    }

    TransportProvider provider() {
        return provider;
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        if (!address.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "a process receives its own signals only: address=" + address + "; listen at signal:");
        }
        Offer offer = acceptor.offer();
        List<Integer> signals = offer == null ? List.of() : SignalServer.signalsOf(offer);
        if (offer == null || signals.isEmpty()) {
            throw new IllegalArgumentException(
                    "the object has no method that is a @Signal: there is nothing to receive");
        }
        PeerCredentials anybody = new PeerCredentials(0, Processes.uid(), Processes.gid());
        SignalSession session = new SignalSession(this, null, anybody);
        Listening listening = new Listening(session, offer.token());
        try {
            ControlTask.run(services, () -> listening.open(acceptor.onSession(session, true)));
        } catch (RemoteException | SessionRefusedException e) {
            throw new IOException("cannot listen: address=" + address + ": " + e.getMessage(), e);
        }
        boolean started = false;
        try {
            SignalServer server = SignalServer.start(address, session, listening.receiver, signals, services.threads());
            sessions.add(session);
            servers.add(server);
            started = true;
            return server;
        } finally {
            if (!started) {
                session.close("the signals cannot be received");
            }
        }
    }

    /** A lane, and who is told when it is not looked at. */
    private final class Listening {
        private final SignalSession session;
        final SignalReceiver receiver;
        private volatile @Nullable SessionListener listener;

        Listening(SignalSession session, int token) {
            this.session = session;
            receiver =
                    new SignalReceiver(session, token, () -> services.control().execute(this::ring));
        }

        void open(SessionListener told) {
            listener = told;
            session.open(told);
            told.onOnewayLane(receiver);
        }

        private void ring() {
            Objects.requireNonNull(listener).onDoorbell();
        }
    }

    @Override
    public Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        SignalTarget target;
        try {
            target = SignalTarget.open(SignalTarget.parse(address));
        } catch (IOException e) {
            throw new RemoteException("cannot connect: address=" + address + ": " + e.getMessage(), e);
        }
        int pid = target.isGroup() ? 0 : target.pid();
        SignalSession session = new SignalSession(this, target, new PeerCredentials(pid, target.uid(), -1));
        try {
            ControlTask.run(services, () -> session.open(acceptor.onSession(session, false)));
        } catch (RemoteException | SessionRefusedException | RuntimeException e) {
            target.close();
            throw e;
        }
        sessions.add(session);
        return session;
    }

    /** Closes what belongs to sessions that have ended. */
    @Override
    public void collect() {
        sessions.removeIf(session -> !session.isOpen() && session.retire());
    }

    @Override
    public void close() {
        servers.forEach(SignalServer::close);
        sessions.forEach(session -> session.close("the context is closed"));
    }

    @Override
    public void dispose() {
        sessions.removeIf(SignalSession::retire);
    }
}
