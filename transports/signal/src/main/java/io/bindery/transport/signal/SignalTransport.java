package io.bindery.transport.signal;

import io.bindery.RemoteException;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.session.OnewayTransport;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Offer;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.List;

/** The signals of a context. */
final class SignalTransport extends OnewayTransport<SignalSession> {
    SignalTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
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
        SignalReceiver receiver = new SignalReceiver(session, offer.token());
        openToReceive(address, session, receiver, acceptor);
        boolean started = false;
        try {
            SignalServer server = SignalServer.start(
                    address, session, receiver, signals, services().threads());
            remember(server);
            started = true;
            return server;
        } finally {
            if (!started) {
                session.close("the signals cannot be received");
            }
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
            openToSend(session, acceptor);
        } catch (RemoteException | SessionRefusedException | RuntimeException e) {
            target.close();
            throw e;
        }
        return session;
    }
}
