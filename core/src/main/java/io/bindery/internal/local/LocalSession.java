package io.bindery.internal.local;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Processes;
import io.bindery.transport.InstanceId;
import io.bindery.transport.LaneRefusedException;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One side of a session within a process. */
final class LocalSession extends Session {
    /** What the driver puts around a parcel. */
    private static final int RECORD_OVERHEAD = 24;

    private final LocalTransport transport;
    private final SessionAcceptor acceptor;
    private final boolean incoming;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean doorbell = new AtomicBoolean();
    private @Nullable LocalSession other;
    private volatile @Nullable SessionListener listener;
    private volatile @Nullable LocalOnewaySender onewayOut;
    private volatile String closeReason = "";
    private int lanesOfPeer;

    LocalSession(LocalTransport transport, SessionAcceptor acceptor, boolean incoming) {
        this.transport = transport;
        this.acceptor = acceptor;
        this.incoming = incoming;
    }

    void join(LocalSession other) {
        this.other = other;
    }

    private LocalSession other() {
        return Objects.requireNonNull(other);
    }

    void open() throws RemoteException, SessionRefusedException {
        transport.onControlThread(() -> {
            listener = acceptor.onSession(this, incoming);
            transport.remember(this);
        });
    }

    int maxRecord() {
        return transport.services().limits().parcelBytes() + RECORD_OVERHEAD;
    }

    // ---- lanes

    @Override
    public SyncLane openSyncLane() throws RemoteException {
        LocalSyncLane ours = new LocalSyncLane(this, true, maxRecord());
        LocalSyncLane theirs = new LocalSyncLane(other(), false, maxRecord());
        ours.join(theirs);
        theirs.join(ours);
        tellOther(listener -> {
            int limit = other().transport.services().limits().lanesPerSession();
            if (other().lanesOfPeer++ == limit) {
                throw new SessionRefusedException("too many lanes in this session: limit=" + limit);
            }
            listener.onSyncLane(theirs);
        });
        return ours;
    }

    @Override
    public OnewaySender openOnewayLane() throws RemoteException {
        LocalOnewayReceiver theirs = new LocalOnewayReceiver(other());
        LocalOnewaySender ours = new LocalOnewaySender(this, theirs, maxRecord());
        theirs.join(ours);
        tellOther(listener -> listener.onOnewayLane(theirs));
        onewayOut = ours;
        return ours;
    }

    private interface Announcement {
        void to(SessionListener listener) throws SessionRefusedException;
    }

    private void tellOther(Announcement announcement) throws RemoteException {
        LocalSession there = other();
        try {
            there.transport.onControlThread(() -> {
                SessionListener told = there.listener;
                if (told != null && there.isOpen()) {
                    announcement.to(told);
                }
            });
        } catch (SessionRefusedException e) {
            throw new LaneRefusedException("the peer refused a lane: " + e.getMessage());
        }
        if (!isOpen()) {
            throw new DeadObjectException("the session ended before the lane was open: " + closeReason);
        }
    }

    /** Something has arrived here on a lane that listens to the doorbell. Any thread. */
    void onCold() {
        if (doorbell.compareAndSet(false, true)) {
            transport.services().control().execute(() -> {
                doorbell.set(false);
                SessionListener told = listener;
                if (told != null) {
                    told.onDoorbell();
                }
            });
        }
    }

    @Override
    public void ringDoorbell() {
        other().onCold();
    }

    @Override
    public void sendMessage(MemorySegment message) {
        byte[] copy = message.toArray(ValueLayout.JAVA_BYTE);
        LocalSession there = other();
        there.transport.services().control().execute(() -> {
            SessionListener told = there.listener;
            if (told != null && there.isOpen()) {
                told.onMessage(MemorySegment.ofArray(copy).asReadOnly());
            }
        });
    }

    // ---- who is there

    /** This process itself. */
    @Override
    public PeerCredentials peer() {
        return new PeerCredentials(Processes.pid(), Processes.uid(), Processes.gid());
    }

    @Override
    public InstanceId peerInstance() {
        return other().transport.services().instance();
    }

    @Override
    public String peerPlace() {
        return other().acceptor.place();
    }

    @Override
    public String scheme() {
        return transport.provider().scheme();
    }

    @Override
    public Set<Trait> traits() {
        return transport.provider().traits();
    }

    // ---- the end

    @Override
    public boolean isOpen() {
        return !closing.get();
    }

    @Override
    public String closeReason() {
        return closeReason;
    }

    @Override
    public void close(String reason) {
        end(reason);
        other().end("the peer ended the session: " + reason);
    }

    private void end(String reason) {
        if (closing.compareAndSet(false, true)) {
            closeReason = reason;
            transport.services().control().execute(() -> {
                transport.forget(this);
                LocalOnewaySender lane = onewayOut;
                if (lane != null) {
                    lane.retire();
                }
                SessionListener told = listener;
                if (told != null) {
                    told.onClosed(reason);
                }
            });
        }
    }
}
