package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import io.bindery.internal.linux.FileLock;
import io.bindery.internal.session.OnewayTransport;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.Objects;

/** The queues of a context. */
final class ChronicleTransport extends OnewayTransport<QueueSession> {
    ChronicleTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        QueueAddress parsed = QueueAddress.parse(address);
        QueueFiles files = QueueFiles.toRead(parsed, QueueState.CALLS);
        int lock = -1;
        try {
            lock = QueueServer.lock(files.directory());
            QueueSession session = new QueueSession(this, files, parsed.synced());
            QueueReceiver receiver = new QueueReceiver(session, files, parsed.synced());
            session.setReceiver(receiver);
            openToReceive(address, session, receiver, acceptor);
            QueueServer server = new QueueServer(address, parsed.keep(), lock, session, receiver);
            remember(server);
            server.start(services().threads());
            return server;
        } catch (IOException | RuntimeException e) {
            if (lock >= 0) {
                FileLock.unlock(lock);
            }
            files.close();
            throw e;
        }
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
            openToSend(session, acceptor);
        } catch (RemoteException | SessionRefusedException | RuntimeException e) {
            files.close();
            throw e;
        }
        return session;
    }
}
