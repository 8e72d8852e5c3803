package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import io.bindery.transport.InstanceId;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One side of a queue. Nobody is at the other: who has called may be gone, and who will serve may not be there yet; so
 * the session ends only when this side ends it, and messages of the driver go nowhere.
 */
final class QueueSession extends Session {
    /** What the driver puts around a parcel. */
    private static final int RECORD_OVERHEAD = 24;

    private final ChronicleTransport transport;
    private final QueueFiles files;
    private final boolean synced;
    private final InstanceId nobody = InstanceId.random();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable SessionListener listener;
    private volatile @Nullable QueueSender sender;
    private volatile @Nullable QueueReceiver receiver;
    private volatile String closeReason = "";

    QueueSession(ChronicleTransport transport, QueueFiles files, boolean synced) {
        this.transport = transport;
        this.files = files;
        this.synced = synced;
    }

    /** Says who is told of the session. Control thread. */
    void setListener(SessionListener told) {
        listener = told;
    }

    /** Says who reads the queue, in the process that serves it. */
    void setReceiver(QueueReceiver reads) {
        receiver = reads;
    }

    /** No looper runs any more: an entry that is open will not be taken. */
    void onLoopersEnded() {
        receiver = null;
    }

    QueueFiles files() {
        return files;
    }

    int maxRecord() {
        return transport.services().limits().parcelBytes() + RECORD_OVERHEAD;
    }

    @Override
    public PeerCredentials peer() {
        return files.owner();
    }

    @Override
    public InstanceId peerInstance() {
        return nobody;
    }

    @Override
    public String peerPlace() {
        return "";
    }

    @Override
    public String scheme() {
        return transport.provider().scheme();
    }

    @Override
    public Set<Trait> traits() {
        return transport.provider().traits();
    }

    @Override
    public SyncLane openSyncLane() throws RemoteException {
        throw new UnsupportedOperationException("missing trait=" + Trait.DUPLEX);
    }

    @Override
    public OnewaySender openOnewayLane() throws RemoteException {
        QueueSender opened;
        try {
            opened = new QueueSender(this, new QueueAppender(files, synced), maxRecord());
        } catch (RollGuard.NoRoomException e) {
            throw DiskRoom.noRoom(files.directory(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | InternalError e) {
            throw new RemoteException("the queue cannot be written to: directory=" + files.directory() + ": " + e, e);
        }
        sender = opened;
        return opened;
    }

    @Override
    public void ringDoorbell() {
        files.state().ringDoorbell();
    }

    @Override
    public void sendMessage(MemorySegment message) {}

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
        if (closing.compareAndSet(false, true)) {
            closeReason = reason;
            transport.services().control().execute(() -> {
                SessionListener told = listener;
                if (told != null) {
                    told.onClosed(reason);
                }
            });
        }
    }

    /** After the end: closes the queue, unless a thread is appending to it or reads an entry. Returns whether it is closed. */
    boolean retire() {
        QueueSender appending = sender;
        if (appending != null) {
            return appending.retire();
        }
        QueueReceiver reading = receiver;
        if (reading != null && !reading.isIdle()) {
            return false;
        }
        files.close();
        return true;
    }
}
