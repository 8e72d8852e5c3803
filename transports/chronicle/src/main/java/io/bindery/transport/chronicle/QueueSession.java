package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import io.bindery.internal.session.OnewaySession;
import io.bindery.transport.OnewaySender;
import org.jspecify.annotations.Nullable;

/**
 * One side of a queue. Nobody is at the other: who has called may be gone, and who will serve may not be there yet; so
 * the session ends only when this side ends it.
 */
final class QueueSession extends OnewaySession {
    /** What the driver puts around a parcel. */
    private static final int RECORD_OVERHEAD = 24;

    private final QueueFiles files;
    private final boolean synced;
    private volatile @Nullable QueueSender sender;
    private volatile @Nullable QueueReceiver receiver;

    QueueSession(ChronicleTransport transport, QueueFiles files, boolean synced) {
        super(transport, files.owner());
        this.files = files;
        this.synced = synced;
    }

    /** Says who reads the queue, in the process that serves it. */
    void setReceiver(QueueReceiver reads) {
        receiver = reads;
    }

    /** An entry that is open will not be taken. */
    @Override
    protected void onLoopersEnded() {
        receiver = null;
    }

    QueueFiles files() {
        return files;
    }

    int maxRecord() {
        return transport().services().limits().parcelBytes() + RECORD_OVERHEAD;
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

    /** Closes the queue, unless a thread is appending to it or reads an entry. */
    @Override
    protected boolean retire() {
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
