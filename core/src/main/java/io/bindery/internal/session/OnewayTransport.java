package io.bindery.internal.session;

import io.bindery.RemoteException;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of a context over a transport that carries oneway calls only.
 *
 * @param <S> the kind of its sessions
 */
public abstract class OnewayTransport<S extends OnewaySession> implements Transport {
    private final TransportServices services;
    private final TransportProvider provider;
    private final Set<S> sessions = ConcurrentHashMap.newKeySet();
    private final Set<Endpoint> endpoints = ConcurrentHashMap.newKeySet();

    protected OnewayTransport(TransportServices services, TransportProvider provider) {
        this.services = services;
        this.provider = provider;
    }

    public final TransportServices services() {
        return services;
    }

    public final TransportProvider provider() {
        return provider;
    }

    /** Opens the session of who calls. */
    protected final void openToSend(S session, SessionAcceptor acceptor)
            throws RemoteException, SessionRefusedException {
        ControlTask.run(services, () -> session.open(acceptor.onSession(session, false)));
        sessions.add(session);
    }

    /**
     * Opens the session of who is called, with its one lane.
     *
     * @throws IOException if the context does not want it
     */
    protected final void openToReceive(Address address, S session, OnewayReceiver lane, SessionAcceptor acceptor)
            throws IOException {
        try {
            ControlTask.run(services, () -> {
                SessionListener told = acceptor.onSession(session, true);
                session.open(told);
                told.onOnewayLane(lane);
            });
        } catch (RemoteException | SessionRefusedException e) {
            throw new IOException("cannot listen: address=" + address + ": " + e.getMessage(), e);
        }
        sessions.add(session);
    }

    /** The endpoint is closed with this transport. */
    protected final void remember(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    final void forget(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    /** Frees what belongs to sessions that have ended. */
    @Override
    public final void collect() {
        sessions.removeIf(session -> !session.isOpen() && session.retire());
    }

    @Override
    public final void close() {
        endpoints.forEach(Endpoint::close);
        sessions.forEach(session -> session.close("the context is closed"));
    }

    @Override
    public final void dispose() {
        sessions.forEach(OnewaySession::onLoopersEnded);
        sessions.removeIf(OnewaySession::retire);
    }
}
