package io.bindery.internal.driver;

import io.bindery.transport.Lane;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.ProtocolViolationException;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** How often the leader looks at what is kept on disk, for each look at all other lanes. */
    private static final int LOOKS_AT_LAST = 8;

    /** No ring is larger: who has read so many bytes has read all that was there before. */
    private static final long LONGEST_RING = 1 << 20;

    private static final long NOT_SEEN = -1;

    /** What is given back comes in batches, of which one waits; only shared memory comes one by one. */
    private static final int MOST_RELEASES = 1 << 16;

    /** References that the sender has given back. */
    private static final class Release {
        final Runnable action;

        /** Position at which all calls that were sent before have begun. */
        long dueAt = NOT_SEEN;

        Release(Runnable action) {
            this.action = action;
        }
    }

    private final Peer peer;
    private final OnewayReceiver lane;
    private final int queueLimit;

    /** Whether the transport keeps calls until they were handled. */
    private final boolean keeps;

    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicInteger queuedCalls = new AtomicInteger();

    /** Whether the sender has been told that its calls wait here in great number, which they have done since. */
    private volatile boolean suspected;

    /** A record that was taken but could not be queued yet. */
    private long taken = Lane.EMPTY;

    /** Whether {@link #taken} waits until a queued call has run; nobody need look until then. */
    private volatile boolean stalled;

    private final Queue<Release> releases = new LinkedBlockingQueue<>();
    private final StreamRest rest = new StreamRest();
    private int readSinceEnd;

    /** How many calls were ever queued; the leader's. */
    private int queuedTotal;

    private final Freezer freezer;

    /** What came while this process was frozen. */
    private final HeldOneways held = new HeldOneways();

    /** Whether there is any of it. */
    private volatile boolean holds;

    private volatile boolean senderGone;
    private boolean broken;
    private boolean finished;

    OnewayIn(Peer peer, OnewayReceiver lane) {
        this.peer = peer;
        this.lane = lane;
        keeps = lane.wantsHandled();
        freezer = peer.context.freezer();
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
            return !stalled || isThawed();
        }
        return lane.hasRecord() || !releases.isEmpty() || (holds ? isThawed() : senderGone);
    }

    /** Whether there are calls that came while this process was frozen, which it no longer is. */
    private boolean isThawed() {
        return holds && !freezer.isFrozen();
    }

    @Override
    boolean sendersFence() {
        return false;
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

    /** A stream in a ring is left alone between two turns: each look takes the line from its sender. */
    @Override
    boolean spinForWork() {
        return keeps ? !rest.isResting() && lane.spinForRecord(LOOKS_AT_LAST) && isDue() : super.spinForWork();
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
            if (wasGone && empty && !holds && !finished) {
                finished = true;
                peer.context.loopers().forget(this);
                peer.exports.clear();
                freezer.forget(this);
                peer.descriptors.release();
            }
            return served;
        } finally {
            broken |= failed;
        }
    }

    private int serveBatch(Looper looper) {
        int queued = queuedTotal;
        int served = serveSome(looper);
        if (served != LOST_LEAD && queuedTotal != queued) {
            letQueueDrain();
        }
        return served;
    }

    /**
     * Waits as long as the queue gets shorter. A looper that was overtaken runs it: to queue a call costs more than most
     * handlers take, and if more were queued all the time, the two would never come back to running calls as they are read.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield but how soon the other thread runs
    private void letQueueDrain() {
        int before = queuedCalls.get();
        while (before != 0) {
            Thread.yield(); // it may share this CPU
            int now = queuedCalls.get();
            if (now >= before) {
                return;
            }
            before = now;
        }
    }

    private int serveSome(Looper looper) {
        int served = 0;
        while (isThawed()) {
            if (resume(looper) == LOST_LEAD) {
                return LOST_LEAD;
            }
            served++;
        }
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
        return node == null ? serveHidden(looper, handle, at, length) : serveFor(looper, node, at, length);
    }

    /** Serves or queues a call, behind those that came while this process was frozen. */
    private int serveFor(Looper looper, BBinder node, long at, int length) {
        if (holds) {
            return hold(node, at, length);
        }
        return node.tryBeginOneway() ? run(looper, node, at, length) : queue(looper, node, at, length);
    }

    /** The object is not there, or it is hidden because this process is frozen, or was at the first look. */
    private int serveHidden(Looper looper, int handle, long at, int length) {
        BBinder node = peer.exports.findHidden(handle);
        if (node != null) {
            return freezer.isFrozen() ? hold(node, at, length) : serveFor(looper, node, at, length);
        }
        peer.onRefusedOneway(handle, RecordHeader.code(at), ReplyStatus.UNKNOWN_HANDLE);
        Dispatcher.discardObjects(peer, at, length);
        long position = lane.recordPosition();
        lane.done(lane.position());
        if (keeps) {
            lane.handled(position);
        }
        return 1;
    }

    private int run(Looper looper, BBinder node, long at, int length) {
        ThreadState self = looper.state();
        ServeFrame parcels = self.enter(peer, null, 0);
        long position = lane.recordPosition();
        try {
            parcels.request.openCopy(at, length);
            lane.done(lane.position());
            if (keeps) {
                self.setPosition(position);
            }
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
            if (keeps) {
                self.setPosition(ThreadState.NO_POSITION);
                lane.handled(position);
            }
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
            if (next.source.keeps) {
                looper.state().setPosition(next.position);
            }
            try {
                Dispatcher.openAndRun(next.peer, node, next.record);
            } finally {
                looper.state().leave();
                looper.state().setPosition(ThreadState.NO_POSITION);
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
        QueuedOneway call = take(at, length);
        if (node.queueOneway(call)) {
            return 1;
        }
        looper.enterHandler();
        drain(looper, call, node);
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    /** Copies a call out of the ring. */
    private QueuedOneway take(long at, int length) {
        QueuedOneway call = new QueuedOneway(this, peer, length);
        call.position = lane.recordPosition();
        call.record.openCopy(at, length);
        lane.done(lane.position());
        call.namesObjects = namesObjects(call.record);
        if (call.namesObjects) {
            peer.descriptors.retain();
        }
        queuedTotal++;
        int calls = queuedCalls.incrementAndGet();
        int bytes = queuedBytes.addAndGet(length);
        if (!suspected && bytes > queueLimit / 5 * 4) {
            suspected = true;
            peer.onOnewaySpam(RecordHeader.handle(call.record.address()), calls, bytes);
        }
        return call;
    }

    private boolean hasQueueRoom(int length) {
        int queued = queuedBytes.get();
        return queued == 0 || queued + length <= queueLimit;
    }

    // ---- while this process is frozen

    /** Keeps a call until the process thaws. Returns 0 if there is no room. */
    private int hold(BBinder node, long at, int length) {
        QueuedOneway replaced = held.replaced(node, at);
        if (replaced != null) {
            Dispatcher.discardObjects(peer, replaced.record.address(), replaced.length);
            onDequeued(replaced);
        }
        freezer.onOnewayHeld(this);
        if (!hasQueueRoom(length)) {
            stalled = true;
            return 0;
        }
        held.add(node, take(at, length));
        holds = true;
        return 1;
    }

    /** Runs or queues the oldest call that was kept, before any that comes later. */
    private int resume(Looper looper) {
        HeldOneways.Entry next = held.poll();
        if (next == null) {
            holds = false;
            return 0;
        }
        if (!next.node().tryBeginOneway() && next.node().queueOneway(next.call())) {
            return 1;
        }
        looper.enterHandler();
        drain(looper, next.call(), next.node());
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    // ---- what the sender does afterwards

    /** The sender has given references back. Control thread. */
    void deferRelease(Runnable release) {
        if (releases.size() >= MOST_RELEASES) {
            throw new ProtocolViolationException("too much was given back at once: releases=" + releases.size());
        }
        releases.add(new Release(release));
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
                release.action.run();
            }
        }
    }

    private void onDequeued(QueuedOneway call) {
        queuedCalls.decrementAndGet();
        if (queuedBytes.addAndGet(-call.length) < queueLimit / 2 && suspected) {
            suspected = false;
        }
        if (keeps) {
            lane.handled(call.position);
        }
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
