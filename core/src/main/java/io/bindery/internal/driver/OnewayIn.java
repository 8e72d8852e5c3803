package io.bindery.internal.driver;

import io.bindery.transport.Lane;
import io.bindery.transport.OnewayReceiver;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The oneway calls of a peer, as they arrive. Each is copied out of the ring before its handler runs, and its room given
 * back, so that a handler that takes long holds up no call of another object. A call whose object is busy waits in the
 * object's queue.
 *
 * <p>What the sender does after its calls must not overtake them: a reference that it gives back counts until the calls
 * sent before have begun, and what it sent before it closed or died is still served.
 *
 * <p><b>Threading:</b> the leader of the loopers, but for {@link #deferRelease} and {@link #onSenderGone}, which the
 * control thread calls. A looper that was overtaken while it ran a handler touches nothing here afterwards.
 */
final class OnewayIn extends ServedLane {
    private static final int BATCH = 64;

    /** No ring is larger: who has read so many bytes has read all that was there before. */
    private static final long LONGEST_RING = 1 << 20;

    private static final long NOT_SEEN = -1;

    /** References that the sender has given back. */
    private static final class Release {
        final int handle;
        final int references;

        /** Position at which all calls that were sent before have begun. */
        long dueAt = NOT_SEEN;

        Release(int handle, int references) {
            this.handle = handle;
            this.references = references;
        }
    }

    private final Peer peer;
    private final OnewayReceiver lane;
    private final int queueLimit;
    private final AtomicInteger queuedBytes = new AtomicInteger();

    /** A record that was taken but could not be queued yet. */
    private long taken = Lane.EMPTY;

    /** Whether {@link #taken} waits until a queued call has run; nobody need look until then. */
    private volatile boolean stalled;

    private final Queue<Release> releases = new ConcurrentLinkedQueue<>();
    private final StreamRest rest = new StreamRest();
    private int readSinceEnd;
    private volatile boolean senderGone;
    private boolean broken;
    private boolean finished;

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
        if (taken != Lane.EMPTY) {
            return !stalled;
        }
        return senderGone || !releases.isEmpty() || lane.hasRecord();
    }

    @Override
    boolean isDue() {
        if (rest.isResting()) {
            return false;
        }
        if (hasWork()) {
            return true;
        }
        rest.onEnd(0);
        return false;
    }

    @Override
    int serve(Looper looper) {
        boolean wasGone = senderGone; // before the look at the ring: all that will ever come is there
        boolean failed = true;
        try {
            int served = broken ? 0 : serveBatch(looper);
            failed = false;
            if (served == LOST_LEAD) {
                return LOST_LEAD;
            }
            boolean empty = taken == Lane.EMPTY && served < BATCH;
            readSinceEnd += served;
            if (empty) {
                rest.onEnd(readSinceEnd);
                readSinceEnd = 0;
            }
            if (!releases.isEmpty()) {
                settle(empty);
            }
            if (wasGone && empty && !finished) {
                finished = true;
                peer.context.loopers().forget(this);
                peer.exports.clear();
                peer.descriptors.release();
            }
            return served;
        } finally {
            broken |= failed;
        }
    }

    private int serveBatch(Looper looper) {
        int served = 0;
        while (served < BATCH) {
            long polled = taken;
            if (polled == Lane.EMPTY) {
                polled = lane.poll();
                if (polled == Lane.EMPTY) {
                    break;
                }
            }
            taken = Lane.EMPTY; // before its handler runs: another looper may go on here meanwhile
            int outcome = serveOne(looper, polled);
            if (outcome == LOST_LEAD) {
                return LOST_LEAD;
            }
            if (outcome == 0) {
                taken = polled;
                break;
            }
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
        BBinder node = peer.exports.find(handle);
        if (node == null) {
            peer.onRefusedOneway(handle, RecordHeader.code(at));
            Dispatcher.discardObjects(peer, at, length);
            lane.done(lane.position());
            return 1;
        }
        if (!node.tryBeginOneway()) {
            return queue(looper, node, at, length);
        }
        return run(looper, node, at, length);
    }

    private int run(Looper looper, BBinder node, long at, int length) {
        ThreadState self = looper.state();
        ServeFrame parcels = self.enter(peer, null, 0);
        try {
            parcels.request.openCopy(at, length);
            lane.done(lane.position());
            boolean namesObjects = namesObjects(parcels.request);
            if (namesObjects) {
                peer.descriptors.retain();
            }
            looper.enterHandler();
            Dispatcher.openAndRun(peer, node, parcels.request);
            if (namesObjects) {
                peer.descriptors.release();
            }
        } finally {
            self.leave();
            parcels.request.endUse();
            drain(looper, node.endOneway(), node);
        }
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    /** Whether there is a table, which may name descriptors; {@code record} is a private copy of a whole record. */
    private static boolean namesObjects(DriverParcel record) {
        return RecordHeader.flagsAndObjectBytes(record.address()) >>> 8 != 0;
    }

    /** Runs what was queued at an object meanwhile. */
    private static void drain(Looper looper, @Nullable QueuedOneway first, BBinder node) {
        QueuedOneway next = first;
        while (next != null) {
            looper.state().enter(next.peer, null, 0);
            try {
                Dispatcher.openAndRun(next.peer, node, next.record);
            } finally {
                looper.state().leave();
                next.source.onDequeued(next);
                next = node.endOneway();
            }
        }
    }

    private int queue(Looper looper, BBinder node, long at, int length) {
        if (!hasQueueRoom(length)) {
            // Said before the second look: who runs a queued call gives its room back and then looks whether we wait.
            stalled = true;
            if (!hasQueueRoom(length)) {
                return 0;
            }
            stalled = false;
        }
        QueuedOneway call = new QueuedOneway(this, peer, length);
        call.record.openCopy(at, length);
        lane.done(lane.position());
        call.namesObjects = namesObjects(call.record);
        if (call.namesObjects) {
            peer.descriptors.retain();
        }
        queuedBytes.addAndGet(length);
        if (node.queueOneway(call)) {
            return 1;
        }
        looper.enterHandler();
        drain(looper, call, node);
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    private boolean hasQueueRoom(int length) {
        int queued = queuedBytes.get();
        return queued == 0 || queued + length <= queueLimit;
    }

    // ---- what the sender does afterwards

    /** The sender has given references back. Control thread. */
    void deferRelease(int handle, int references) {
        releases.add(new Release(handle, references));
        peer.context.loopers().attend(this);
    }

    /** Nothing more will come. Control thread. */
    void onSenderGone() {
        senderGone = true;
        peer.context.loopers().attend(this);
    }

    private void settle(boolean empty) {
        for (Iterator<Release> all = releases.iterator(); all.hasNext(); ) {
            Release release = all.next();
            boolean seenBefore = release.dueAt != NOT_SEEN;
            if (!seenBefore) {
                release.dueAt = lane.position() + LONGEST_RING;
            }
            if (seenBefore && (empty || lane.position() >= release.dueAt)) {
                all.remove();
                peer.exports.release(release.handle, release.references);
            }
        }
    }

    private void onDequeued(QueuedOneway call) {
        queuedBytes.addAndGet(-call.length);
        if (stalled) {
            stalled = false;
            peer.context.loopers().attend(this);
        }
        call.record.dispose();
        if (call.namesObjects) {
            peer.descriptors.release();
        }
    }

    @Override
    void beforePark() {
        if (taken == Lane.EMPTY) {
            lane.doneNow(lane.position());
        }
    }

    /** Oneway calls belong to no chain. */
    @Override
    boolean route() {
        return false;
    }
}
