package io.bindery.internal.driver;

import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.OnewayTimeoutException;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Trait;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The oneway calls to a peer. The threads of this process share one stream; a lock, held from claim to commit, keeps
 * their calls apart. A call is accepted when it is in the ring; where there is no room, it waits or is refused, but never
 * dropped.
 */
final class OnewayOut {
    private static final int LOOKS_PER_CLOCK = 32;
    private static final int LOCK_SPINS = 200;
    private static final long LOCK_PARK_NS = 20_000;

    private final Peer peer;
    private final OnewaySender lane;
    private final long timeoutNs;
    private final AtomicBoolean lock = new AtomicBoolean();
    private final DriverCall inPlace = new DriverCall(this);
    private final ArrayDeque<DriverCall> buffered = new ArrayDeque<>();
    private final SpinBudget spin;
    private volatile boolean waitingForRoom;
    private volatile boolean wipesDue;

    OnewayOut(Peer peer, OnewaySender lane) {
        this.peer = peer;
        this.lane = lane;
        timeoutNs = peer.context.options().onewayTimeout().toNanos();
        spin = new SpinBudget(peer.context.options().waitStrategy());
    }

    OnewaySender lane() {
        return lane;
    }

    /** Begins a call; returns null if {@code wait} is false and there is no room. */
    @Nullable
    DriverCall begin(int handle, int code, int token, int flags, int bound, boolean wait) throws RemoteException {
        if (bound == Call.UNBOUNDED) {
            DriverCall call = takeBuffered();
            call.beginOneway(handle, code, token, flags, -1, 0, wait);
            return call;
        }
        if (!lock(wait)) {
            return null;
        }
        try {
            long at = claim(Math.addExact(RecordHeader.REQUEST_BYTES, bound), wait);
            if (at < 0) {
                unlock();
                return null;
            }
            inPlace.beginOneway(handle, code, token, flags, at, bound, wait);
            return inPlace;
        } catch (RemoteException | RuntimeException e) {
            unlock();
            throw e;
        }
    }

    private DriverCall takeBuffered() {
        synchronized (buffered) {
            DriverCall call = buffered.pollLast();
            return call == null ? new DriverCall(this) : call;
        }
    }

    /** Sends a call. Returns false if it waits for nothing and there is no room; it was then not sent. */
    boolean send(DriverCall call, long claimedAt, int handle, int code, int flags, boolean wait)
            throws RemoteException {
        DriverParcel data = call.parcel();
        byte[] objects = References.NONE;
        if (data.hasObjects() || WorkSources.used()) {
            objects = writeObjects(data, claimedAt, wait);
            if (objects == null) {
                return refuseDescriptors(wait);
            }
        }
        boolean sent = false;
        try {
            sent = send(call, data, objects, claimedAt, handle, code, flags, wait);
            return sent;
        } finally {
            if (!sent && objects.length != 0) {
                peer.references.abandon(objects);
            }
        }
    }

    /** Returns null if the peer does not take descriptors in time. Where it fails, the claim is given up. */
    private byte @Nullable [] writeObjects(DriverParcel data, long claimedAt, boolean wait) throws RemoteException {
        byte[] objects = null;
        try {
            objects = peer.references.write(data.objects(), wait ? timeoutNs : 0);
        } finally {
            if (objects == null && claimedAt >= 0) {
                if (data.isSensitive()) {
                    Memory.clear(data.address(), data.dataCapacity());
                }
                lane.abort();
            }
        }
        return objects == null ? null : WorkSources.append(objects, ThreadState.current().scope);
    }

    private boolean refuseDescriptors(boolean wait) throws OnewayTimeoutException {
        if (wait) {
            throw new OnewayTimeoutException(String.valueOf(
                    DriverCall.descriptorsNotTaken(peer, timeoutNs).getMessage()));
        }
        return false;
    }

    private boolean send(
            DriverCall call,
            DriverParcel data,
            byte[] objects,
            long claimedAt,
            int handle,
            int code,
            int flags,
            boolean wait)
            throws RemoteException {
        int size = data.dataSize();
        int length = Math.addExact(RecordHeader.REQUEST_BYTES + size, objects.length);
        long at = claimedAt;
        boolean locksHere = call != inPlace;
        if (locksHere && !lock(wait)) {
            return false;
        }
        try {
            if (at < 0 || objects.length != 0) {
                long source = data.address();
                lane.abort();
                at = claim(length, wait);
                if (at < 0) {
                    return false;
                }
                if (at + RecordHeader.REQUEST_BYTES != source) {
                    Memory.copy(source, at + RecordHeader.REQUEST_BYTES, size);
                    if (data.isSensitive() && !data.isPrivate()) {
                        Memory.clear(source, size);
                    }
                }
            }
            References.put(at + RecordHeader.REQUEST_BYTES + size, objects);
            int sent = flags;
            if (data.isSensitive()) {
                sent |= IBinder.FLAG_CLEAR_BUF;
                lane.wipeAfterUse(at, length);
                wipesDue = true;
            }
            RecordHeader.putRequest(at, handle, code, 0, data.token(), sent, objects.length);
            lane.send(RecordHeader.ONEWAY, length);
            return true;
        } finally {
            if (locksHere) {
                unlock();
            }
        }
    }

    void abort() {
        lane.abort();
    }

    /** Zeroes the sensitive calls that the peer has used. Control thread, now and then. */
    void wipeUsed() {
        if (wipesDue && lock.compareAndSet(false, true)) {
            try {
                wipesDue = !lane.wipeUsed();
            } catch (ProtocolViolationException e) {
                peer.session().close(String.valueOf(e.getMessage()));
            } finally {
                unlock();
            }
        }
    }

    /** The call is over. */
    void end(DriverCall call) {
        if (call == inPlace) {
            unlock();
        } else {
            synchronized (buffered) {
                buffered.addLast(call);
            }
        }
    }

    // ---- room

    private long claim(int length, boolean wait) throws RemoteException {
        if (length > lane.maxLength()) {
            peer.require(Trait.PAYLOAD, "a call with arguments");
            throw DriverCall.tooLarge(length, lane.maxLength());
        }
        try {
            long at = lane.claim(length);
            return at >= 0 || !wait ? at : awaitRoom(length);
        } catch (ProtocolViolationException e) {
            peer.session().close(String.valueOf(e.getMessage()));
            throw DriverCall.deadObject(e);
        }
    }

    private long awaitRoom(int length) throws RemoteException {
        waitingForRoom = true;
        try {
            long begin = System.nanoTime();
            long deadline = begin + Math.min(spin.budgetNs(), timeoutNs);
            int looks = 0;
            while (true) {
                long at = lane.claim(length);
                if (at >= 0) {
                    spin.onHit();
                    return at;
                }
                if (++looks == LOOKS_PER_CLOCK) {
                    looks = 0;
                    peer.checkAlive();
                    if (System.nanoTime() - deadline >= 0) {
                        return sleepForRoom(length, begin);
                    }
                }
                Thread.onSpinWait();
            }
        } finally {
            waitingForRoom = false;
        }
    }

    private long sleepForRoom(int length, long begin) throws RemoteException {
        long slept = System.nanoTime();
        try {
            while (true) {
                long left = begin + timeoutNs - System.nanoTime();
                if (left <= 0) {
                    throw new OnewayTimeoutException("no room for a oneway call within "
                            + timeoutNs / 1_000_000 + " ms: pid=" + peer.pid
                            + " reads more slowly than this process sends; the call was not sent");
                }
                lane.awaitRoom(length, Math.min(left, LeaderSleep.LONGEST_NS));
                peer.checkAlive();
                long at = lane.claim(length);
                if (at >= 0) {
                    return at;
                }
            }
        } finally {
            spin.onSleep(System.nanoTime() - slept);
        }
    }

    // ---- the lock

    private boolean lock(boolean wait) throws RemoteException {
        return lock.compareAndSet(false, true) || lockContended(wait);
    }

    private boolean lockContended(boolean wait) throws RemoteException {
        long deadline = System.nanoTime() + timeoutNs;
        int spins = 0;
        while (!lock.compareAndSet(false, true)) {
            if (!wait && waitingForRoom) {
                return false;
            }
            if (++spins < LOCK_SPINS) {
                Thread.onSpinWait();
            } else {
                peer.checkAlive();
                if (System.nanoTime() - deadline > 0) {
                    throw new OnewayTimeoutException("other threads of this process wait for room too: timeout="
                            + timeoutNs / 1_000_000 + " ms pid=" + peer.pid + "; the call was not sent");
                }
                LockSupport.parkNanos(this, LOCK_PARK_NS);
            }
        }
        return true;
    }

    private void unlock() {
        lock.setRelease(false);
    }
}
