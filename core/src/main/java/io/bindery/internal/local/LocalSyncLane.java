package io.bindery.internal.local;

import io.bindery.internal.memory.RecordBuffer;
import io.bindery.internal.mux.RecordFrame;
import io.bindery.transport.Parked;
import io.bindery.transport.Session;
import io.bindery.transport.SyncLane;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a sync lane within a process. A record is read where it was written. A request is served on the thread that
 * sends it, and so is a call back to that thread; where the other context is driven by its user, it waits for him.
 */
final class LocalSyncLane extends SyncLane {
    /** Deeper nesting than the driver allows on one lane. */
    private static final int MOST_LEVELS = 1 << 10;

    private final LocalSession session;
    private final boolean ours;
    private final int maxLength;
    private @Nullable LocalSyncLane other;

    private RecordBuffer[] out = {new RecordBuffer()};
    private int level;
    private int holding;

    private long arrivedAddress;
    private int arrivedKind;
    private int arrivedLength;
    private long receivedAddress;
    private volatile boolean arrived;
    private volatile @Nullable Thread onlyFor;
    private volatile int parked;

    /** The thread that waits here while it serves its own request on the other side. */
    private volatile @Nullable Thread servedThere;

    LocalSyncLane(LocalSession session, boolean ours, int maxLength) {
        this.session = session;
        this.ours = ours;
        this.maxLength = maxLength;
        parked = ours ? Parked.POLLING : Parked.DOORBELL;
    }

    void join(LocalSyncLane other) {
        this.other = other;
    }

    private LocalSyncLane other() {
        return Objects.requireNonNull(other);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    // ---- sending

    @Override
    public long claim(int length) {
        if (length > maxLength || level == MOST_LEVELS) {
            return -1;
        }
        if (level == out.length) {
            out = Arrays.copyOf(out, 2 * level);
            for (int i = level; i < out.length; i++) {
                out[i] = new RecordBuffer();
            }
        }
        return out[level].ensure(length, 0);
    }

    @Override
    public long claimReply(int length) {
        return claim(length);
    }

    @Override
    public void abort() {}

    @Override
    public long sendRequest(int kind, int length) {
        int mark = level++;
        LocalSyncLane there = other();
        Thread self = Thread.currentThread();
        Thread waiting = there.servedThere;
        boolean nested = waiting == self; // it waits further up this very stack
        boolean here = nested || (waiting == null && !there.ours);
        Thread before = servedThere;
        servedThere = self;
        try {
            there.arrive(out[mark].address(), kind, length, here ? self : null);
            if (!here || !there.serveHere(nested)) {
                there.arriveForAll();
            }
        } finally {
            servedThere = before;
        }
        return mark;
    }

    @Override
    public void sendReply(int kind, int length) {
        LocalSyncLane there = other();
        there.arrive(out[level].address(), kind, length, null);
        there.arriveForAll();
    }

    @Override
    public void forget(long mark) {
        level = (int) mark;
    }

    /** A record is there, for a thread that will take it at once, or, after {@link #arriveForAll}, for any. */
    private void arrive(long address, int kind, int length, @Nullable Thread taker) {
        arrivedAddress = address;
        arrivedKind = kind;
        arrivedLength = length;
        onlyFor = taker;
    }

    private void arriveForAll() {
        onlyFor = null;
        arrived = true;
        if (parked == Parked.DOORBELL) {
            session.onCold();
        }
    }

    // ---- receiving

    @Override
    public boolean hasRecord() {
        return arrived || onlyFor == Thread.currentThread();
    }

    @Override
    public long poll() {
        if (!hasRecord()) {
            return EMPTY;
        }
        arrived = false;
        onlyFor = null;
        receivedAddress = arrivedAddress;
        return RecordFrame.polled(arrivedKind, arrivedLength);
    }

    @Override
    public long receivedAddress() {
        return receivedAddress;
    }

    /** The sender keeps its record in place. */
    @Override
    public int hold() {
        return holding++;
    }

    @Override
    public void release(int mark) {
        holding = mark;
    }

    // ---- waiting

    @Override
    public void markTaken() {}

    @Override
    public boolean isTaken() {
        return true;
    }

    @Override
    public void setParked(int mode) {
        parked = mode;
    }
}
