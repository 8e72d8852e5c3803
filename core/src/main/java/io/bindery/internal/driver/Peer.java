package io.bindery.internal.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.bindery.DeadObjectException;
import io.bindery.FrozenObjectException;
import io.bindery.RemoteException;
import io.bindery.transport.InstanceId;
import io.bindery.transport.LaneRefusedException;
import io.bindery.transport.MissingTraitException;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process with which this one has a session: what each holds of the other, and the lanes between them.
 *
 * <p><b>Threading:</b> any thread, but for the methods of {@link SessionListener}, which the control thread calls.
 */
final class Peer implements SessionListener {
    private static final Logger LOGGER = System.getLogger("io.bindery.driver");
    private static final CallLane[] NO_LANES = {};
    private static final int RELEASE_MEMORY = 6;
    private static final int MEMORY_RELEASED = 7;
    private static final long LANE_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    final DriverContext context;
    final InstanceId instance;
    final int uid;
    final int pid;
    final PeerCredentials credentials;
    final Exports exports;
    final Proxies proxies;
    final References references = new References(this);
    final PeerDescriptors descriptors;

    /** What this process shares with the peer, and what the peer shares with it. */
    final MemoryExports sharedMemory;

    final MemoryImports memories;

    private final Session session;
    private final GivenBack givenBack;
    private final OnewayNews onewayNews;
    private final String place;
    private final boolean copies;
    private final List<ServedLane> served = new ArrayList<>();
    private @Nullable OnewayIn onewayIn;
    private final ReentrantLock opening = new ReentrantLock();
    private final Semaphore freeLanes = new Semaphore(0);
    private final Map<Long, BpBinder> pins = new HashMap<>();
    private final AtomicLong lastPin = new AtomicLong();
    private volatile boolean releasing;

    /** A hint, raced for by all callers; the object is immutable where it is looked at. */
    private @Nullable ThreadState lastCaller;

    private volatile CallLane[] lanes = NO_LANES;
    private final List<LateReply> lateReplies = new CopyOnWriteArrayList<>();
    private volatile @Nullable OnewayOut oneway;
    private volatile int waitingForLane;

    /** How many lanes this side may open: our limit, or the peer's once it has refused one. */
    private volatile int mostLanes;

    private volatile boolean dead;

    /** Dead or frozen: one look for every call. */
    private volatile boolean obstructed;

    private volatile boolean frozen;
    private volatile boolean toldOfSync;
    private final List<CallLane> servedCalls = new CopyOnWriteArrayList<>();
    private volatile String deathReason = "";

    /** @param root what the peer finds at handle 0 */
    Peer(DriverContext context, Session session, @Nullable BBinder root) {
        this.context = context;
        this.session = session;
        givenBack = new GivenBack(session);
        onewayNews = new OnewayNews(this);
        descriptors = new PeerDescriptors(this, session);
        sharedMemory = new MemoryExports(this, session);
        memories = new MemoryImports(this, context.collectedMemory());
        instance = session.peerInstance();
        place = session.peerPlace();
        credentials = session.peer();
        uid = credentials.uid();
        pid = credentials.pid();
        // A process of another uid must not change what has been checked; one of our own uid could do so anyway.
        copies = uid != CallerIdentity.ownUid();
        mostLanes = context.options().limits().lanesPerSession();
        exports = new Exports(context.nodes(), BinderAccess.get().node(new DriverObject(context)), root);
        proxies = new Proxies(this, context.collected());
    }

    Session session() {
        return session;
    }

    /** The peer's place in this context; empty if it is not in it. */
    String place() {
        return place;
    }

    /** Refuses what the session's transport cannot do. */
    void require(Trait trait, String what) throws MissingTraitException {
        if (!session.traits().contains(trait)) {
            throw new MissingTraitException(what, session.scheme(), trait);
        }
    }

    boolean isDead() {
        return dead;
    }

    /** Why the session has ended; null while it has not. */
    @Nullable
    String deathReason() {
        return dead ? deathReason : null;
    }

    void checkAlive() throws DeadObjectException {
        if (dead) {
            throw new DeadObjectException("the owner is gone: pid=" + pid + " uid=" + uid + " reason=" + deathReason);
        }
    }

    /** Closes the session because of what the peer wrote, and returns the exception to throw. */
    ProtocolViolationException violation(String what) {
        session.close(what);
        return new ProtocolViolationException(what + "; the session with pid=" + pid + " is closed");
    }

    /** Makes {@code parcel} show received bytes: in place, or as a copy where the peer is not trusted with that. */
    void open(DriverParcel parcel, long at, int size) {
        if (copies) {
            parcel.openCopy(at, size);
        } else {
            parcel.openReceived(at, size);
        }
    }

    // ---- sync lanes

    /** The state of this thread; found without a look-up if this thread was the last to call the peer. */
    ThreadState currentThreadState() {
        ThreadState last = lastCaller;
        if (last != null && last.thread == Thread.currentThread()) {
            return last;
        }
        ThreadState self = ThreadState.current();
        lastCaller = self;
        return self;
    }

    /** Leases a lane for a call of this thread. */
    CallLane lease(ThreadState self) throws RemoteException {
        CallLane last = self.lastLane;
        if (last != null && last.peer == this && last.tryLease()) {
            return last;
        }
        CallLane lane = leaseOther(limitOf(self));
        self.lastLane = lane;
        return lane;
    }

    private static @Nullable WaitLimit limitOf(ThreadState self) {
        DriverCallLimit scope = self.limit();
        if (scope == null) {
            return null;
        }
        WaitLimit limit = new WaitLimit();
        limit.start(scope);
        return limit;
    }

    /** As {@link #lease(ThreadState)}, for a call that has a limit of its own. */
    CallLane lease(ThreadState self, WaitLimit limit) throws RemoteException {
        CallLane last = self.lastLane;
        if (last != null && last.peer == this && last.tryLease()) {
            return last;
        }
        CallLane lane = leaseOther(limit);
        self.lastLane = lane;
        return lane;
    }

    private CallLane leaseOther(@Nullable WaitLimit limit) throws RemoteException {
        checkAlive();
        while (true) {
            sweepLateReplies();
            for (CallLane lane : lanes) {
                if (lane.tryLease()) {
                    return lane;
                }
            }
            CallLane fresh = openLane();
            if (fresh != null) {
                return fresh;
            }
            if (limit != null && limit.isOver()) {
                throw limit.exception(
                        "all lanes of the session are in use: lanes=" + lanes.length + " quarantined="
                                + lateReplies.size() + " pid=" + pid,
                        false);
            }
            awaitFreeLane(limit == null ? Long.MAX_VALUE : limit.leftNs(Long.MAX_VALUE));
        }
    }

    /** Nobody else may be looking: the user runs the loopers of this context, or they all are in handlers. */
    private void sweepLateReplies() throws DeadObjectException {
        for (LateReply late : lateReplies) {
            try {
                late.sweep();
            } catch (ProtocolViolationException e) {
                session.close(String.valueOf(e.getMessage()));
                checkAlive();
            }
        }
    }

    // ---- lanes in quarantine

    /** A caller has given up waiting on a lane. */
    void quarantine(LateReply late) {
        lateReplies.add(late);
        context.loopers().attend(late);
    }

    /** Its reply has come. */
    void onQuarantineOver(LateReply late) {
        lateReplies.remove(late);
        context.loopers().forget(late);
    }

    /** Returns a new, leased lane, or null if the session has all it may have. */
    private @Nullable CallLane openLane() throws RemoteException {
        if (lanes.length >= mostLanes) {
            return null;
        }
        require(Trait.DUPLEX, "a call with a reply");
        opening.lock();
        try {
            CallLane[] before = lanes;
            if (before.length >= mostLanes) {
                return null;
            }
            CallLane lane;
            try {
                lane = new CallLane(this, session.openSyncLane());
            } catch (LaneRefusedException e) {
                if (before.length == 0) {
                    throw e;
                }
                mostLanes = before.length; // the peer's limit is lower than ours
                return null;
            }
            lane.lane.setOnArrival(lane::onArrival);
            lane.lane.setServer(lane::serveHere);
            lane.tryLease();
            CallLane[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = lane;
            lanes = after;
            return lane;
        } finally {
            opening.unlock();
        }
    }

    private void awaitFreeLane(long mostNs) throws RemoteException {
        synchronized (freeLanes) {
            waitingForLane++;
        }
        try {
            // The wake-up can be missed, since onLaneFree does not fence; so the wait is short.
            boolean ignored = freeLanes.tryAcquire(Math.min(LANE_RETRY_NS, mostNs), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while all lanes of the session were in use: pid=" + pid, e);
        } finally {
            synchronized (freeLanes) {
                waitingForLane--;
            }
        }
        checkAlive();
    }

    /** A lane's lease has ended. */
    void onLaneFree() {
        if (waitingForLane != 0) {
            freeLanes.release();
        }
    }

    // ---- oneway lane

    OnewayOut oneway() throws RemoteException {
        OnewayOut open = oneway;
        return open == null ? openOneway() : open;
    }

    private OnewayOut openOneway() throws RemoteException {
        checkAlive();
        opening.lock();
        try {
            OnewayOut open = oneway;
            if (open == null) {
                open = new OnewayOut(this, session.openOnewayLane());
                oneway = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    /** A oneway call of the peer's could not be run, for a reason that is a {@link ReplyStatus}. */
    void onRefusedOneway(int handle, int code, int reason) {
        OnewayCounters counters = context.onewayCounters();
        counters.refused.incrementAndGet();
        log(
                counters.logsOf(uid).refusals(),
                () -> "refused a oneway call: pid=" + pid + " handle=" + handle + " code=" + code + ": "
                        + ReplyStatus.describe(reason));
        if (session.traits().contains(Trait.DUPLEX)) {
            givenBack.refused(handle, code, reason);
        }
    }

    /** The peer's oneway calls that wait here take most of what they may. */
    void onOnewaySpam(int handle, int calls, int bytes) {
        OnewayCounters counters = context.onewayCounters();
        counters.suspected.incrementAndGet();
        log(
                counters.logsOf(uid).suspicions(),
                () -> "a peer sends oneway calls faster than they are handled: pid=" + pid + " uid=" + uid + " handle="
                        + handle + " waitingCalls=" + calls + " waitingBytes=" + bytes);
        if (session.traits().contains(Trait.DUPLEX)) {
            givenBack.suspected(handle, calls, bytes);
        }
    }

    private static void log(LogLimit limit, Supplier<String> message) {
        long leftOut = limit.admit(System.nanoTime());
        if (leftOut != LogLimit.LEFT_OUT) {
            String untold = leftOut == 0 ? "" : "; not logged before, of this user: messages=" + leftOut;
            LOGGER.log(Level.WARNING, message.get() + untold);
        }
    }

    // ---- references

    /** Keeps a proxy until the peer has acknowledged that it reached its owner. */
    long pin(BpBinder proxy) {
        long pin = lastPin.incrementAndGet();
        synchronized (pins) {
            pins.put(pin, proxy);
        }
        return pin;
    }

    /** The peer has acknowledged, or was never told. */
    void unpin(long pin) {
        synchronized (pins) {
            pins.remove(pin);
        }
    }

    void sendRelease(int handle, int references) {
        givenBack.release(handle, references);
    }

    void sendMemoryRelease(int id, int references) {
        send(RELEASE_MEMORY, (id & 0xffff_ffffL) | (long) references << Integer.SIZE);
    }

    void sendMemoryReleased(int id) {
        send(MEMORY_RELEASED, id & 0xffff_ffffL);
    }

    void sendAcknowledge(long pin) {
        givenBack.acknowledge(pin);
    }

    // ---- what the session tells

    @Override
    public void onMessage(MemorySegment message) {
        long entries = message.byteSize() - GivenBack.KIND_BYTES;
        if (entries < 0 || entries % GivenBack.ENTRY_BYTES != 0) {
            throw new ProtocolViolationException("malformed message of the driver: length=" + message.byteSize());
        }
        int kind = message.get(JAVA_INT_UNALIGNED, 0);
        switch (kind) {
            case GivenBack.RELEASE -> onRelease(GivenBack.entries(message));
            case GivenBack.ACKNOWLEDGE -> {
                for (long pin : GivenBack.entries(message)) {
                    unpin(pin);
                }
                sendTaken();
            }
            case GivenBack.ONEWAY_REFUSED -> {
                onewayNews.onRefused(GivenBack.entries(message));
                sendTaken();
            }
            case GivenBack.ONEWAY_SUSPECTED -> {
                onewayNews.onSuspected(GivenBack.entries(message));
                sendTaken();
            }
            case GivenBack.TAKEN -> givenBack.onTaken();
            case GivenBack.FROZEN ->
                onFrozen(entries == GivenBack.ENTRY_BYTES && message.get(JAVA_LONG_UNALIGNED, 4) != 0);
            case GivenBack.SYNC_WHILE_FROZEN -> context.freezer().onSyncRefused();
            case RELEASE_MEMORY -> {
                int id = message.get(JAVA_INT_UNALIGNED, 4);
                int references = message.get(JAVA_INT_UNALIGNED, 8);
                release(() -> sharedMemory.release(id, references));
            }
            case MEMORY_RELEASED -> memories.onReleased(message.get(JAVA_INT_UNALIGNED, 4));
            default -> throw new ProtocolViolationException("unknown message of the driver: kind=" + kind);
        }
    }

    /** It is taken when it counts, so that of a peer's releases one batch at most waits here. */
    private void onRelease(long[] entries) {
        if (releasing) {
            throw new ProtocolViolationException("a release came before the one ahead of it was taken");
        }
        releasing = true;
        release(() -> {
            for (long entry : entries) {
                exports.release((int) entry, (int) (entry >>> Integer.SIZE));
            }
            releasing = false; // before the peer can know
            sendTaken();
        });
    }

    private void sendTaken() {
        send(GivenBack.TAKEN);
    }

    private void send(int kind, long... entries) {
        GivenBack.send(session, kind, entries);
    }

    // ---- freezing

    /** Tells the peer whether this process is frozen. */
    void sendFrozen(boolean on) {
        send(GivenBack.FROZEN, on ? 1 : 0);
    }

    /** Whether a looper serves a sync call of this peer, but for the one on {@code except}. */
    boolean servesCalls(@Nullable CallLane except) {
        for (CallLane lane : servedCalls) {
            if (lane != except && lane.isLeased()) {
                return true;
            }
        }
        return false;
    }

    private void onFrozen(boolean on) {
        frozen = on;
        toldOfSync = false;
        obstructed = on || dead;
        for (BpBinder proxy : proxies.inUse()) {
            proxy.onFrozenChanged();
        }
    }

    /** Whether the peer serves no calls now. */
    boolean isFrozen() {
        return frozen;
    }

    /** Whether calls to this peer cannot go out: it is dead, or frozen. */
    boolean isObstructed() {
        return obstructed;
    }

    /** Throws why a sync call cannot go out, if it cannot. */
    void checkServes() throws DeadObjectException, FrozenObjectException {
        checkAlive();
        if (frozen) {
            if (!toldOfSync) {
                toldOfSync = true;
                send(GivenBack.SYNC_WHILE_FROZEN);
            }
            throw new FrozenObjectException("the owner is frozen: pid=" + pid + " uid=" + uid);
        }
    }

    /** What the peer gives back counts until the oneway calls that it sent before have begun. */
    private void release(Runnable release) {
        OnewayIn stream = onewayIn;
        if (stream == null) {
            release.run();
        } else {
            stream.deferRelease(release);
        }
    }

    @Override
    public void onSyncLane(SyncLane lane) {
        CallLane added = new CallLane(this, lane);
        lane.setOnArrival(() -> {
            added.wakeWaiter();
            context.loopers().onArrival();
        });
        lane.setServer(added::serveHere);
        served.add(added);
        servedCalls.add(added);
    }

    @Override
    public void onOnewayLane(OnewayReceiver lane) {
        OnewayIn stream = new OnewayIn(this, lane);
        lane.setOnArrival(context.loopers()::onArrival);
        onewayIn = stream;
        served.add(stream);
    }

    /**
     * Looks at the lanes that wait for the doorbell, as if it had rung: a oneway call whose sender missed that its lane
     * had become cold waits no longer than until then. Zeroes sensitive oneway calls that the peer has used. Control
     * thread.
     */
    void keepHouse() {
        OnewayIn incoming = onewayIn;
        if (!lateReplies.isEmpty() || (incoming != null && incoming.hasWork())) {
            onDoorbell(served);
        }
        servedCalls.forEach(CallLane::reclaimIfAbandoned);
        OnewayOut stream = oneway;
        if (stream != null) {
            stream.wipeUsed();
        }
    }

    @Override
    public void onDoorbell() {
        onDoorbell(served);
        for (CallLane lane : lanes) {
            lane.wakeWaiter();
        }
    }

    private void onDoorbell(List<ServedLane> lanes) {
        context.loopers().onDoorbell(lanes);
        if (!lateReplies.isEmpty()) {
            context.loopers().onDoorbell(lateReplies);
        }
    }

    @Override
    public void onClosed(String reason) {
        deathReason = reason;
        dead = true;
        obstructed = true;
        context.forget(this);
        for (ServedLane lane : served) {
            if (lane instanceof CallLane call) {
                context.loopers().forget(lane);
                call.wakeWaiter();
            }
        }
        for (CallLane lane : lanes) {
            lane.wakeWaiter();
        }
        lateReplies.forEach(context.loopers()::forget);
        lateReplies.clear();
        OnewayIn stream = onewayIn;
        if (stream == null) {
            exports.clear();
            descriptors.release();
        } else {
            stream.onSenderGone();
        }
        for (BpBinder proxy : proxies.inUse()) {
            proxy.onOwnerDied();
        }
        proxies.clear();
        sharedMemory.clear();
        memories.clear();
        synchronized (pins) {
            pins.clear();
        }
        served.clear();
        servedCalls.clear();
    }

    /** The context is closed and no handler runs any more. */
    void dropDescriptors() {
        session.dropDescriptors();
    }

    /** Whether a call is in flight on a lane that this side opened. */
    boolean hasCallsInFlight() {
        for (CallLane lane : lanes) {
            if (lane.isLeased() && !lane.isQuarantined()) {
                return true;
            }
        }
        return false;
    }
}
