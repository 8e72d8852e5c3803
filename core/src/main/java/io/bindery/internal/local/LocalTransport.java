package io.bindery.internal.local;

import io.bindery.RemoteException;
import io.bindery.internal.session.ControlTask;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions between contexts of this process, or of one with itself. */
final class LocalTransport implements Transport {
    private static final Map<String, Listener> LISTENERS = new ConcurrentHashMap<>();

    private final TransportServices services;
    private final TransportProvider provider;
    private final Set<LocalSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LocalTransport(TransportServices services, TransportProvider provider) {
        this.services = services;
        this.provider = provider;
    }

    TransportServices services() {
        return services;
    }

    TransportProvider provider() {
        return provider;
    }

    private record Listener(LocalTransport transport, Address address, SessionAcceptor acceptor) implements Endpoint {
        @Override
        public void close() {
            LISTENERS.remove(address.name(), this);
        }
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        if (address.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "an address within the process needs a name: address=" + address + "; for example local:prices");
        }
        Listener listener = new Listener(this, address, acceptor);
        if (LISTENERS.putIfAbsent(address.name(), listener) != null) {
            throw new IOException("another context of this process listens there: address=" + address);
        }
        return listener;
    }

    @Override
    public Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        Listener there = LISTENERS.get(address.name());
        if (there == null) {
            throw new RemoteException("nobody in this process listens there: address=" + address);
        }
        LocalSession client = new LocalSession(this, acceptor, false);
        LocalSession server = new LocalSession(there.transport, there.acceptor, true);
        client.join(server);
        server.join(client);
        try {
            server.open();
            client.open();
        } catch (SessionRefusedException e) {
            client.close(String.valueOf(e.getMessage()));
            throw e;
        }
        return client;
    }

    /** Runs a task on the control thread and waits for it. */
    void onControlThread(ControlTask.Task task) throws RemoteException, SessionRefusedException {
        ControlTask.run(services, task);
    }

    void remember(LocalSession session) {
        sessions.add(session);
        if (closed) {
            session.close("the context is closed");
        }
    }

    void forget(LocalSession session) {
        sessions.remove(session);
    }

    @Override
    public void collect() {}

    @Override
    public void close() {
        closed = true;
        LISTENERS.values().removeIf(listener -> listener.transport == this);
        sessions.forEach(session -> session.close("the context is closed"));
    }

    @Override
    public void dispose() {}
}
