package io.bindery.internal.driver;

import io.bindery.transport.Lane;
import io.bindery.transport.OnewayReceiver;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The oneway calls of a peer, as they arrive. A call whose object is idle runs at once, its arguments in place; one whose
 * object is busy is copied to the object's queue, so that a slow object holds up no other.
 *
 * <p>If a handler takes long, another looper takes the lead and goes on behind its record; the record stays where it is
 * until its handler has returned, and the ring's room is given back only up to the oldest such record.
 */
final class OnewayIn extends ServedLane {
    private static final int BATCH = 64;

    private final Peer peer;
    private final OnewayReceiver lane;
    private final int queueLimit;
    private final AtomicInteger queuedBytes = new AtomicInteger();

    /** A record that was taken but could neither run nor be queued yet. */
    private long taken = Lane.EMPTY;

    /** Records whose handlers were overtaken and still run; guarded by this. */
    private long[] overtaken = new long[4];

    private int overtakenCount;

    /** An overtaken record was given up: the head may be behind, and the sender may wait for it. */
    private volatile boolean headIsBehind;

    /** Position of the record whose handler runs under the leader. */
    private long running;

    OnewayIn(Peer peer, OnewayReceiver lane) {
        this.peer = peer;
        this.lane = lane;
        queueLimit = peer.context.options().limits().onewayQueueBytes();
    }

    @Override
    Lane lane() {
        return lane;
    }

    @Override
    Peer peer() {
        return peer;
    }

    @Override
    boolean isLeased() {
        return false;
    }

    @Override
    boolean hasWork() {
        return taken != Lane.EMPTY || headIsBehind || lane.hasRecord();
    }

    @Override
    int serve(Looper looper) {
        if (headIsBehind) {
            headIsBehind = false;
            lane.doneNow(oldestInUse(taken == Lane.EMPTY ? lane.position() : lane.recordPosition()));
        }
        int served = 0;
        while (served < BATCH) {
            long polled = taken;
            if (polled == Lane.EMPTY) {
                polled = lane.poll();
                if (polled == Lane.EMPTY) {
                    break;
                }
            }
            int outcome = serveOne(looper, polled);
            if (outcome == LOST_LEAD) {
                return LOST_LEAD;
            }
            if (outcome == 0) {
                taken = polled;
                break;
            }
            taken = Lane.EMPTY;
            served++;
        }
        return served;
    }

    /** Returns 1 if the record was served or queued, 0 if it has to wait, or {@link #LOST_LEAD}. */
    private int serveOne(Looper looper, long polled) {
        long at = lane.receivedAddress();
        int length = Lane.length(polled);
        if (Lane.kind(polled) != RecordHeader.ONEWAY || length < RecordHeader.REQUEST_BYTES) {
            throw peer.violation("malformed oneway call: kind=" + Lane.kind(polled) + " length=" + length);
        }
        int handle = RecordHeader.handle(at);
        int code = RecordHeader.code(at);
        BBinder node = peer.exports.find(handle);
        if (node == null) {
            peer.onRefusedOneway(handle, code);
            lane.done(oldestInUse(lane.position()));
            return 1;
        }
        if (!node.tryBeginOneway()) {
            return queue(looper, node, code, at, length);
        }
        return run(looper, node, code, at, length);
    }

    private int run(Looper looper, BBinder node, int code, long at, int length) {
        long position = lane.recordPosition();
        running = position;
        looper.enterHandler(this);
        ThreadState self = looper.state();
        ServeFrame parcels = self.enter();
        boolean givenBack = false;
        try {
            int flags = Dispatcher.open(peer, parcels.request, at, length);
            Dispatcher.runOneway(self, peer, node, code, parcels.request, flags & 0xff);
        } finally {
            self.leave();
            givenBack = drain(looper, node.endOneway(), node, position);
        }
        return end(looper, position, givenBack);
    }

    /**
     * Runs what was queued at an object meanwhile. The record at {@code position} is not used any more: if another looper
     * has the lead by now, the record's room is given back before the queue is empty. Returns whether that was done.
     */
    private boolean drain(Looper looper, @Nullable QueuedOneway first, BBinder node, long position) {
        boolean givenBack = false;
        QueuedOneway next = first;
        while (next != null) {
            if (!givenBack && !looper.isInHandler()) {
                endOvertaken(position);
                givenBack = true;
            }
            try {
                Dispatcher.runOneway(looper.state(), next.peer, node, next.code, next.arguments, next.flags);
            } finally {
                next.source.onDequeued(next);
                next = node.endOneway();
            }
        }
        return givenBack;
    }

    /** Ends the turn of a record; returns 1 or {@link #LOST_LEAD}. */
    private int end(Looper looper, long position, boolean givenBack) {
        if (looper.exitHandler()) {
            lane.done(oldestInUse(lane.position()));
            return 1;
        }
        if (!givenBack) {
            endOvertaken(position);
        }
        return LOST_LEAD;
    }

    private int queue(Looper looper, BBinder node, int code, long at, int length) {
        if (queuedBytes.get() > 0 && queuedBytes.get() + length > queueLimit) {
            return 0;
        }
        QueuedOneway call = new QueuedOneway(this, peer, code, RecordHeader.flagsAndObjectBytes(at) & 0xff);
        Dispatcher.open(peer, call.arguments, at, length);
        call.arguments.makePrivate();
        queuedBytes.addAndGet(call.arguments.dataSize());
        if (node.queueOneway(call)) {
            lane.done(oldestInUse(lane.position()));
            return 1;
        }
        long position = lane.recordPosition();
        running = position;
        looper.enterHandler(this);
        return end(looper, position, drain(looper, call, node, position));
    }

    private void onDequeued(QueuedOneway call) {
        queuedBytes.addAndGet(-call.arguments.dataSize());
        call.arguments.dispose();
    }

    // ---- records that are used beyond their turn

    @Override
    synchronized void onStolen() {
        if (overtakenCount == overtaken.length) {
            overtaken = java.util.Arrays.copyOf(overtaken, 2 * overtakenCount);
        }
        overtaken[overtakenCount++] = running;
    }

    private void endOvertaken(long position) {
        synchronized (this) {
            for (int i = 0; i < overtakenCount; i++) {
                if (overtaken[i] == position) {
                    overtaken[i] = overtaken[--overtakenCount];
                    break;
                }
            }
        }
        headIsBehind = true;
        peer.context.loopers().onHeadIsBehind(this);
    }

    private long oldestInUse(long position) {
        return overtakenCount == 0 ? position : oldestOvertaken(position);
    }

    private synchronized long oldestOvertaken(long position) {
        long oldest = position;
        for (int i = 0; i < overtakenCount; i++) {
            oldest = Math.min(oldest, overtaken[i]);
        }
        return oldest;
    }

    @Override
    void beforePark() {
        if (taken == Lane.EMPTY) {
            lane.doneNow(oldestInUse(lane.position()));
        }
    }

    /** Oneway calls belong to no chain. */
    @Override
    boolean route() {
        return false;
    }
}
