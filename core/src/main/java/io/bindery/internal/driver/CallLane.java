package io.bindery.internal.driver;

import io.bindery.DeadObjectException;
import io.bindery.internal.linux.FutexWaiters;
import io.bindery.internal.memory.Memory;
import io.bindery.looper.Idler;
import io.bindery.looper.WaitStrategy;
import io.bindery.transport.Lane;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SyncLane;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A sync lane as the driver uses it, on either side: the calls in progress on it, and how their caller waits.
 *
 * <p>A lane has a lease: on the side that opened it, the thread whose call it carries holds it; on the other side, the
 * thread that serves that call. Everything but {@link #tryLease} and {@link #waiter} belongs to the holder.
 */
final class CallLane extends ServedLane {
    private static final int LOOKS_PER_CLOCK = 32;

    /**
     * How long a caller that sleeps at once leaves it to the peer to see by itself that its loopers are stuck. Longer than
     * a tick of the kernel: a sleep that ends sooner has a hardware timer set, and in a virtual machine that takes longer
     * than the call.
     */
    private static final long PATIENCE_NS = 10_000_000;

    /** How often the leader looks at the lane that it served last, for each look at all the others. */
    private static final int LOOKS_AT_LAST = 8;

    final Peer peer;
    final SyncLane lane;
    final ReplyFrame replyFrame;

    private final AtomicBoolean lease = new AtomicBoolean();
    private DriverCall[] calls;
    private int openCalls;
    private final SpinBudget spin;
    private final @Nullable Idler idler;

    /** Set while a thread waits on this lane, so that the end of the session can wake it. */
    private volatile @Nullable ThreadState waiter;

    private volatile boolean quarantined;

    /** A result on this lane is being decoded: the next record would overwrite it. */
    boolean decoding;

    /** The last sensitive result that was sent: its caller says when it has used it. */
    private long sensitiveAt;

    private int sensitiveLength;

    /** A request that was taken from the lane but not served yet; {@link Lane#EMPTY} if there is none. */
    private long taken = Lane.EMPTY;

    /** The chain of {@link #taken}, while that waits for the thread of {@link #routedTo}. */
    private long routedChain;

    private volatile @Nullable ThreadState routedTo;

    CallLane(Peer peer, SyncLane lane) {
        this.peer = peer;
        this.lane = lane;
        replyFrame = new ReplyFrame(lane, peer.context.options().stackTraces());
        calls = new DriverCall[] {new DriverCall(this)};
        WaitStrategy strategy = peer.context.options().waitStrategy();
        spin = new SpinBudget(strategy);
        idler = strategy instanceof WaitStrategy.Idling idling ? idling.idlers().get() : null;
    }

    // ---- the lease

    boolean tryLease() {
        return lease.compareAndSet(false, true);
    }

    void endLease() {
        lease.setRelease(false);
        peer.onLaneFree();
    }

    /** Keeps the lease until a reply that nobody awaits any more has come. */
    void beginQuarantine(LateReply late) {
        quarantined = true;
        peer.quarantine(late);
    }

    void endQuarantine() {
        quarantined = false;
        endLease();
    }

    boolean isQuarantined() {
        return quarantined;
    }

    @Override
    boolean isLeased() {
        return lease.getAcquire();
    }

    // ---- calls

    /** Returns a call object for the next call on this lane; {@link #endCall} gives it back. */
    DriverCall beginCall() {
        int level = openCalls++;
        if (level == calls.length) {
            calls = Arrays.copyOf(calls, 2 * level);
        }
        DriverCall call = calls[level];
        if (call == null) {
            call = new DriverCall(this);
            calls[level] = call;
        }
        return call;
    }

    void endCall() {
        openCalls--;
    }

    /** Whether a handler of this lane's call may call back over it. */
    boolean canCarryNested() {
        return !decoding;
    }

    // ---- waiting for a reply

    /**
     * Waits for the reply to the request that was sent last, and meanwhile serves what the chain brings back to this
     * thread.
     *
     * @return the reply, as {@link SyncLane#poll} gives it
     * @throws DeadObjectException if the session ends
     */
    long awaitReply(ThreadState self) throws DeadObjectException {
        while (true) {
            long polled = awaitRecord(self);
            if (polled == Lane.EMPTY) {
                serveRouted(self);
            } else if (Lane.kind(polled) == RecordHeader.REPLY) {
                return polled;
            } else {
                serveNested(self, polled);
            }
        }
    }

    /**
     * As {@link #awaitReply(ThreadState)}, but not for longer than the limit allows.
     *
     * @return {@link Lane#EMPTY} if the limit is over; the reply will then come later
     */
    long awaitReply(ThreadState self, WaitLimit limit) throws DeadObjectException {
        while (true) {
            if (!spinForRecord(self, limit)) {
                sleepForRecord(self, limit);
            }
            long polled = poll();
            if (polled == Lane.EMPTY) {
                serveRouted(self);
                if (limit.isOver()) {
                    return Lane.EMPTY;
                }
            } else if (Lane.kind(polled) == RecordHeader.REPLY) {
                return polled;
            } else {
                serveNested(self, polled);
            }
        }
    }

    private void serveNested(ThreadState self, long polled) {
        if (Lane.kind(polled) != RecordHeader.REQUEST) {
            throw violation("a record that is neither request nor reply: kind=" + Lane.kind(polled));
        }
        Dispatcher.serve(self, this, polled);
    }

    private static void serveRouted(ThreadState self) {
        RoutedRequest request = self.pollRequest();
        if (request != null) {
            request.lane().serveTaken(self);
        }
    }

    /** Returns the next record, or {@link Lane#EMPTY} if a request from elsewhere waits for this thread. */
    private long awaitRecord(ThreadState self) throws DeadObjectException {
        if (!spinForRecord(self)) {
            sleepForRecord(self, null);
        }
        return poll();
    }

    /**
     * Looks until something has come, or the time for it is over; then it returns false. Only looks: what is done with a
     * record is compiled apart, since in a loop that mostly finds nothing the compiler takes it for rare and leaves it out
     * of line.
     */
    private boolean spinForRecord(ThreadState self) throws DeadObjectException {
        Idler idling = idler;
        if (idling != null) {
            idleForRecord(self, idling, null);
            return true;
        }
        if (spin.budgetNs() == 0) {
            return false;
        }
        long deadline = 0;
        while (!lane.spinForRecord(LOOKS_PER_CLOCK)) {
            if (self.hasRequests()) {
                return true;
            }
            peer.checkAlive();
            if (!spin.isUnbounded()) {
                long now = System.nanoTime();
                if (deadline == 0) {
                    deadline = spinsInVain(self) ? now : now + spin.budgetNs();
                }
                if (now - deadline >= 0) {
                    return false;
                }
            }
        }
        spin.onHit();
        return true;
    }

    private boolean spinsInVain(ThreadState self) {
        return lane.rangDoorbell() || (!self.virtual && lane.sharesCpu());
    }

    /** Whether the leader, who looks here, keeps the caller from its CPU. */
    @Override
    boolean sharesCpu() {
        return !isLeased() && lane.sharesCpu();
    }

    private boolean spinForRecord(ThreadState self, WaitLimit limit) throws DeadObjectException {
        Idler idling = idler;
        if (idling != null) {
            idleForRecord(self, idling, limit);
            return true;
        }
        long begin = System.nanoTime();
        while (!lane.spinForRecord(LOOKS_PER_CLOCK)) {
            if (self.hasRequests() || limit.isOver()) {
                return true;
            }
            peer.checkAlive();
            if (!spin.isUnbounded() && (System.nanoTime() - begin >= spin.budgetNs() || spinsInVain(self))) {
                return false;
            }
        }
        spin.onHit();
        return true;
    }

    private void idleForRecord(ThreadState self, Idler idling, @Nullable WaitLimit limit) throws DeadObjectException {
        while (!lane.hasRecord() && !self.hasRequests() && !isOver(limit)) {
            peer.checkAlive();
            idling.idle();
        }
        idling.reset();
    }

    private static boolean isOver(@Nullable WaitLimit limit) {
        return limit != null && limit.isOver();
    }

    private void sleepForRecord(ThreadState self, @Nullable WaitLimit limit) throws DeadObjectException {
        long longestNs = spin.budgetNs() == 0 ? PATIENCE_NS : ringUnlessTaken();
        long begin = System.nanoTime();
        waiter = self;
        try {
            while (true) {
                int wakeValue = self.wakeValue();
                lane.setParked(self.virtual || !hasOwnWaiting() ? Parked.DOORBELL : Parked.FUTEX);
                int value = lane.futexValue();
                if (lane.hasRecord() || self.hasRequests() || isOver(limit)) {
                    return;
                }
                peer.checkAlive();
                sleep(self, value, wakeValue, limit == null ? longestNs : limit.leftNs(longestNs));
                if (longestNs != LeaderSleep.LONGEST_NS) {
                    longestNs = ringUnlessTaken();
                }
            }
        } finally {
            waiter = null;
            lane.setParked(Parked.POLLING);
            if (!lane.rangDoorbell()) { // how long a cold lane takes says nothing of the next call
                spin.onSleep(System.nanoTime() - begin);
            }
        }
    }

    /**
     * If no looper has begun to serve the request, they may all be stuck in handlers, or look elsewhere. Returns how long
     * to sleep now.
     */
    private long ringUnlessTaken() {
        if (!lane.isTaken()) {
            lane.session().ringDoorbell();
        }
        return LeaderSleep.LONGEST_NS;
    }

    /** Whether there is something of the lane's own to sleep on. */
    private boolean hasOwnWaiting() {
        return lane.futexAddress() != 0 || lane.descriptor() >= 0;
    }

    private void sleep(ThreadState self, int value, int wakeValue, long longestNs) {
        long address = lane.futexAddress();
        int descriptor = lane.descriptor();
        if (address == 0 && descriptor >= 0 && !self.virtual) {
            DescriptorSleep set = self.descriptors(1);
            set.set(0, descriptor);
            self.sleep(set, 1, wakeValue, longestNs);
            return;
        }
        if (address == 0 || self.virtual || !LeaderSleep.HAS_WAITV) {
            self.sleep(wakeValue, longestNs);
            return;
        }
        FutexWaiters set = self.waiters(1);
        set.set(0, address, value, false);
        self.sleep(set, 1, wakeValue, longestNs);
    }

    /** A record of the callee's has arrived, and who waits on this lane may not have heard of it. */
    void onArrival() {
        wakeWaiter();
        if (quarantined) {
            peer.context.loopers().onArrival();
        }
    }

    /** Wakes who waits on this lane, if anybody does: the session has ended, or its doorbell rang. */
    void wakeWaiter() {
        ThreadState waiting = waiter;
        if (waiting != null) {
            waiting.wake();
        }
    }

    private long poll() {
        try {
            return lane.poll();
        } catch (ProtocolViolationException e) {
            peer.session().close(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private ProtocolViolationException violation(String what) {
        peer.session().close(what);
        return new ProtocolViolationException(what);
    }

    // ---- serving

    @Override
    Lane lane() {
        return lane;
    }

    @Override
    Peer peer() {
        return peer;
    }

    @Override
    boolean hasWork() {
        return !isLeased() && (taken != Lane.EMPTY || lane.hasRecord());
    }

    @Override
    boolean spinForWork() {
        return !isLeased() && (taken != Lane.EMPTY || lane.spinForRecord(LOOKS_AT_LAST));
    }

    @Override
    int serve(Looper looper) {
        long polled = taken;
        if (polled == Lane.EMPTY) {
            polled = lane.poll();
            if (polled == Lane.EMPTY) {
                return 0;
            }
            if (routeIfWaitedFor(polled)) {
                return 1;
            }
        }
        if (taken != Lane.EMPTY) {
            taken = Lane.EMPTY;
        }
        lease.setPlain(true);
        looper.enterHandler();
        try {
            Dispatcher.serve(looper.state(), this, polled);
        } finally {
            lease.setRelease(false);
        }
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    /** A sensitive result was sent, and lies there until {@link #wipeResult}. */
    void onSensitiveResult(long at, int length) {
        sensitiveAt = at;
        sensitiveLength = length;
    }

    /** The caller has used the last sensitive result. */
    void wipeResult() {
        Memory.clear(sensitiveAt, sensitiveLength);
        sensitiveLength = 0;
    }

    /**
     * Serves a request on the thread that has sent it, which is one of this process; see {@link SyncLane.Server}. It has to
     * wait for a looper where the user runs the handlers of this context himself.
     */
    boolean serveHere(boolean nested) {
        if (nested) {
            return !quarantined && serveArrived();
        }
        if (peer.context.loopers().isUserDriven() || !tryLease()) {
            return false;
        }
        try {
            return serveArrived();
        } finally {
            lease.setRelease(false);
        }
    }

    private boolean serveArrived() {
        long polled = poll();
        if (polled != Lane.EMPTY) {
            serveNested(ThreadState.current(), polled);
        }
        return polled != Lane.EMPTY;
    }

    /** Serves a request that was routed to this thread. */
    void serveTaken(ThreadState self) {
        long polled = taken;
        taken = Lane.EMPTY;
        routedTo = null;
        try {
            Dispatcher.serve(self, this, polled);
        } finally {
            lease.setRelease(false);
            peer.context.loopers().onLaneServed();
        }
    }

    /** The thread to which the request was routed will not serve it: the loopers do. */
    void handBack() {
        routedTo = null;
        lease.setRelease(false);
        peer.context.loopers().attend(this);
    }

    /** If the thread to which a request was routed has left its chain before it came to it, takes the request back. */
    void reclaimIfAbandoned() {
        ThreadState waiting = routedTo;
        if (waiting != null && !waiting.isIn(routedChain, peer.context) && waiting.withdraw(new RoutedRequest(this))) {
            handBack();
        }
    }

    /** Takes the next request if it belongs to a thread that waits; for when no looper is free. */
    @Override
    boolean route() {
        if (taken == Lane.EMPTY) {
            long polled = lane.poll();
            if (polled != Lane.EMPTY && !routeIfWaitedFor(polled)) {
                taken = polled;
            }
            return polled != Lane.EMPTY && taken == Lane.EMPTY;
        }
        long polled = taken;
        return routeIfWaitedFor(polled);
    }

    private boolean routeIfWaitedFor(long polled) {
        if (Lane.length(polled) < RecordHeader.REQUEST_BYTES) {
            return false; // the dispatcher will refuse it
        }
        long chain = RecordHeader.chain(lane.receivedAddress());
        ThreadState waiting = Chains.waitingIn(chain, peer.context);
        if (waiting == null) {
            return false;
        }
        taken = polled;
        lease.set(true);
        routedChain = chain;
        routedTo = waiting;
        waiting.offer(new RoutedRequest(this));
        return true;
    }
}
