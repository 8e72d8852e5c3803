package io.bindery.internal.local;

import io.bindery.internal.memory.Memory;
import io.bindery.internal.mux.InboxReceiver;
import io.bindery.internal.mux.OnewayWindow;
import io.bindery.transport.Parked;
import io.bindery.transport.Session;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The receiving end of a oneway lane within a process. */
final class LocalOnewayReceiver extends InboxReceiver {
    private final LocalSession session;
    private @Nullable LocalOnewaySender sender;
    private volatile boolean roomWanted;
    private volatile long used;
    private volatile long sent;
    private volatile int parked = Parked.DOORBELL;

    LocalOnewayReceiver(LocalSession session) {
        this.session = session;
    }

    void join(LocalOnewaySender sender) {
        this.sender = sender;
    }

    // ---- the sender's thread

    boolean hasRoom(int length) {
        long underWay = sent - used;
        return underWay == 0 || underWay + OnewayWindow.cost(length) <= OnewayWindow.BYTES;
    }

    void accept(int kind, long address, int length) {
        inbox.begin(kind, length);
        Memory.copy(address, inbox.place(0, length), length);
        long next = sent + OnewayWindow.cost(length);
        sent = next; // one thread sends at a time
        inbox.end();
        if (parked == Parked.DOORBELL) {
            session.onCold();
        }
    }

    void wantRoom() {
        roomWanted = true;
        session.onCold();
    }

    // ---- the leader

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean hasRecord() {
        return !inbox.isEmpty();
    }

    @Override
    public void done(long position) {
        inbox.done(position);
        used = Math.max(used, position);
        if (roomWanted) {
            roomWanted = false;
            Objects.requireNonNull(sender).retire();
        }
    }

    @Override
    public void doneNow(long position) {
        done(position);
    }

    @Override
    public void setParked(int mode) {
        parked = mode;
    }
}
