package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Offer;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The peers whose addresses the user names, apart from those of the context: at each address there is one object, which
 * has handle 0 in those sessions.
 */
final class DirectPeers {
    private final DriverContext context;
    private final Transports transports;
    private final Map<Address, Peer> connected = new ConcurrentHashMap<>();
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    DirectPeers(DriverContext context, Transports transports) {
        this.context = context;
        this.transports = transports;
    }

    /** Decides on sessions at one address. */
    private final class Acceptor implements SessionAcceptor {
        private final @Nullable BBinder root;
        private volatile @Nullable Peer last;

        Acceptor(@Nullable BBinder root) {
            this.root = root;
        }

        @Override
        public String place() {
            return "";
        }

        @Override
        public @Nullable Offer offer() {
            return root == null ? null : root.offer();
        }

        @Override
        public SessionListener onSession(Session session, boolean incoming) throws SessionRefusedException {
            if (context.isClosed()) {
                throw new SessionRefusedException("the context is closed");
            }
            Peer peer = new Peer(context, session, root);
            peers.add(peer);
            last = peer;
            return peer;
        }
    }

    Endpoint listen(String address, Binder root) throws IOException {
        Address at = Address.parse(address);
        return transports
                .get(at.scheme())
                .listen(at, new Acceptor(BinderAccess.get().node(root)));
    }

    IBinder connect(String address) throws RemoteException {
        Address at = Address.parse(address);
        Peer known = connected.get(at);
        Peer peer = known == null || known.isDead() ? open(at) : known;
        return peer.proxies.receive(RecordHeader.ROOT_HANDLE, null);
    }

    private Peer open(Address at) throws RemoteException {
        Acceptor acceptor = new Acceptor(null);
        Session session;
        try {
            session = transports.get(at.scheme()).connect(at, acceptor);
        } catch (SessionRefusedException e) {
            throw new RemoteException("the process at " + at + " refuses a session: " + e.getMessage(), e);
        }
        Peer fresh = acceptor.last;
        if (fresh == null) {
            throw new DeadObjectException("the session ended at once: " + session.closeReason());
        }
        Peer winner = connected.merge(at, fresh, (before, after) -> before.isDead() ? after : before);
        if (winner != fresh) {
            session.close("another thread has connected to the same address");
        }
        return winner;
    }

    /** The session has ended. */
    void forget(Peer peer) {
        if (peers.remove(peer)) {
            connected.values().remove(peer);
        }
    }

    Set<Peer> all() {
        return peers;
    }
}
