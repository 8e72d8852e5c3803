package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import io.bindery.internal.linux.FileLock;
import io.bindery.internal.session.ControlTask;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The queues of a context. */
final class ChronicleTransport implements Transport {
    private final TransportServices services;
    private final TransportProvider provider;
    private final Set<QueueSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<QueueServer> servers = ConcurrentHashMap.newKeySet();

    ChronicleTransport(TransportServices services, TransportProvider provider) {
        this.services = services;
        this.provider = provider;
    }

    TransportServices services() {
        return services;
    }

    TransportProvider provider() {
        return provider;
    }

    void forget(QueueServer server) {
        servers.remove(server);
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        QueueAddress parsed = QueueAddress.parse(address);
        QueueFiles files = QueueFiles.toRead(parsed, QueueState.CALLS);
        int lock = -1;
        try {
            lock = QueueServer.lock(files.directory());
            QueueServer server = serve(address, parsed, files, lock, acceptor);
            servers.add(server);
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            if (lock >= 0) {
                FileLock.unlock(lock);
            }
            files.close();
            throw e;
        }
    }

    private QueueServer serve(
            Address address, QueueAddress parsed, QueueFiles files, int lock, SessionAcceptor acceptor)
            throws IOException {
        QueueSession session = new QueueSession(this, files, parsed.synced());
        QueueReceiver receiver = new QueueReceiver(session, files, parsed.synced());
        session.setReceiver(receiver);
        AtomicReference<SessionListener> told = new AtomicReference<>();
        try {
            ControlTask.run(services, () -> {
                SessionListener listener = acceptor.onSession(session, true);
                session.setListener(listener);
                listener.onOnewayLane(receiver);
                told.set(listener);
            });
        } catch (RemoteException | SessionRefusedException e) {
            throw new IOException("cannot listen: address=" + address + ": " + e.getMessage(), e);
        }
        sessions.add(session);
        return new QueueServer(
                this, address, parsed.keep(), lock, session, receiver, Objects.requireNonNull(told.get()));
    }

    @Override
    public Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        QueueAddress parsed = QueueAddress.parse(address);
        QueueFiles files;
        try {
            files = QueueFiles.toAppend(parsed, QueueState.CALLS, new RollGuard(parsed.directory()));
        } catch (IOException e) {
            throw new RemoteException(
                    "cannot connect: address=" + address + ": "
                            + Objects.requireNonNullElse(e.getMessage(), e.toString()),
                    e);
        }
        QueueSession session = new QueueSession(this, files, parsed.synced());
        try {
            ControlTask.run(services, () -> session.setListener(acceptor.onSession(session, false)));
        } catch (RemoteException | SessionRefusedException | RuntimeException e) {
            files.close();
            throw e;
        }
        sessions.add(session);
        return session;
    }

    /** Closes the queues whose sessions have ended. */
    @Override
    public void collect() {
        sessions.removeIf(session -> !session.isOpen() && session.retire());
    }

    @Override
    public void close() {
        servers.forEach(QueueServer::close);
        sessions.forEach(session -> session.close("the context is closed"));
    }

    @Override
    public void dispose() {
        sessions.forEach(QueueSession::onLoopersEnded);
        sessions.removeIf(QueueSession::retire);
    }
}
