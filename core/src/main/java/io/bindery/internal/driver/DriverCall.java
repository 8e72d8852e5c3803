package io.bindery.internal.driver;

import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.OnewayTimeoutException;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.TransactionTooLargeException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.Lane;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SyncLane;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link Call}: a call of a sync lane, or of the oneway lane of a session. */
public final class DriverCall extends Call {
    private static final long NO_CLAIM = -1;

    /** Beside the flags that travel: the call has a limit of its own. A bit, so that other calls need not look for one. */
    private static final int LIMITED = 1 << 8;

    /** How long a sync call waits until the peer has room for its descriptors, in nanoseconds. */
    static final long DESCRIPTORS_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable CallLane callLane;
    private final @Nullable OnewayOut onewayOut;
    private final DriverParcel data = new DriverParcel();
    private final DriverParcel reply = new DriverParcel();

    private @Nullable ThreadState self;
    private long claimedAt = NO_CLAIM;
    private int handle;
    private int code;
    private int flags;
    private boolean ownsLease;
    private boolean waits;
    private boolean open;

    /** How long this call may wait, if {@link #LIMITED} is set; made when it is first needed. */
    private @Nullable WaitLimit limit;

    /** What is left to be done after the call's end, if it was given up. */
    private @Nullable LateReply late;

    DriverCall(CallLane lane) {
        callLane = lane;
        onewayOut = null;
    }

    DriverCall(OnewayOut lane) {
        callLane = null;
        onewayOut = lane;
    }

    // ---- beginning

    /**
     * Claims room for the arguments of a call.
     *
     * @param ownsLease whether the lane's lease ends with the call
     * @return false if the lane has no room behind its open records
     */
    boolean begin(ThreadState self, int handle, int code, int token, int flags, int bound, boolean ownsLease) {
        CallLane target = lane();
        if (bound >= 0) {
            long at = target.lane.claim(RecordHeader.REQUEST_BYTES + bound);
            if (at < 0) {
                return false;
            }
            // First, so that the line comes while the arguments are encoded:
            // docs/decisions/0016-lines-are-called-early.md
            RecordHeader.putTarget(at, handle, code);
            claimedAt = at;
            data.openClaim(at + RecordHeader.REQUEST_BYTES, bound);
        } else {
            claimedAt = NO_CLAIM;
            data.clear();
        }
        if (this.self != self) {
            this.self = self;
        }
        if (this.ownsLease != ownsLease) {
            this.ownsLease = ownsLease;
        }
        start(handle, code, token, flags);
        return true;
    }

    /** Limits how long the call may take; after {@link #begin}. */
    void limitTo(WaitLimit begun) {
        WaitLimit own = limit;
        if (own == null) {
            own = new WaitLimit();
            limit = own;
        }
        own.continueFrom(begun);
        flags |= LIMITED;
    }

    /** The limit of the call; null if it may take as long as it takes. */
    private @Nullable WaitLimit limit(ThreadState thread) {
        if ((flags & LIMITED) != 0) {
            return limit;
        }
        DriverCallLimit scope = thread.limit();
        if (scope == null) {
            return null;
        }
        WaitLimit own = limit;
        if (own == null) {
            own = new WaitLimit();
            limit = own;
        }
        own.start(scope);
        return own;
    }

    /** Begins a oneway call at a claim that the caller has made, or in a private buffer if {@code at} is negative. */
    void beginOneway(int handle, int code, int token, int flags, long at, int bound, boolean wait) {
        if (waits != wait) {
            waits = wait;
        }
        claimedAt = at;
        if (at >= 0) {
            data.openClaim(at + RecordHeader.REQUEST_BYTES, bound);
        } else {
            data.clear();
        }
        start(handle, code, token, flags);
    }

    /**
     * What is as it was in the call before is not stored again: the stores of a burst of oneway calls wait in one queue for
     * the ring's lines, and the fewer a call makes, the more lines are on their way at once
     * ({@code docs/decisions/0012-few-stores.md}).
     */
    private void start(int handle, int code, int token, int flags) {
        data.setToken(token);
        if (this.handle != handle) {
            this.handle = handle;
        }
        if (this.code != code) {
            this.code = code;
        }
        if (this.flags != flags) {
            this.flags = flags;
        }
        open = true;
    }

    private CallLane lane() {
        CallLane target = callLane;
        if (target == null) {
            throw new IllegalStateException("a oneway call has no reply");
        }
        return target;
    }

    @Override
    public Parcel data() {
        return data;
    }

    DriverParcel parcel() {
        return data;
    }

    // ---- sync

    @Override
    public Parcel invoke() throws RemoteException {
        DriverParcel result = invokeRaw();
        if (result.status() != ReplyStatus.OK) {
            result.readException();
        }
        return result;
    }

    /** As {@link #invoke}, but what the callee reports stays in the result. */
    DriverParcel invokeRaw() throws RemoteException {
        CallLane target = lane();
        ThreadState thread = self;
        if (!open || thread == null) {
            throw new IllegalStateException("the call is over");
        }
        SyncLane lane = target.lane;
        boolean beginsChain = thread.chain.getPlain() == 0;
        if (beginsChain) {
            // Before the request is out: the chain may come back to this process at once.
            thread.joinChain(thread.newChain(), target.peer.context);
        }
        WaitLimit bounds = (flags & LIMITED) != 0 || thread.scope != null ? limit(thread) : null;
        try {
            if (bounds != null && bounds.isOver()) {
                throw bounds.exception(describe(target), false);
            }
            int length = fillClaim(target.peer, lane, thread, bounds);
            long at = claimedAt;
            claimedAt = NO_CLAIM;
            long polled = exchange(target, lane, thread, at, length, bounds);
            if (bounds != null && polled == Lane.EMPTY) {
                throw bounds.exception(describe(target), true);
            }
            receive(target, lane, polled);
        } catch (ProtocolViolationException e) {
            throw deadObject(e);
        } finally {
            if (beginsChain) {
                thread.leaveChain();
            }
        }
        return reply;
    }

    /** What the callee wrote has ended the session; to the caller that is as if it had died. */
    static DeadObjectException deadObject(ProtocolViolationException violation) {
        DeadObjectException dead = new DeadObjectException(
                "the session ended, for the callee broke the protocol: " + violation.getMessage());
        dead.initCause(violation);
        return dead;
    }

    private String describe(CallLane target) {
        return "handle=" + handle + " code=" + code + " pid=" + target.peer.pid;
    }

    /** Sends the request and returns the reply, or {@link Lane#EMPTY} if the limit was over before. */
    private long exchange(
            CallLane target, SyncLane lane, ThreadState thread, long at, int length, @Nullable WaitLimit bounds)
            throws DeadObjectException {
        if (thread.caller() != null) {
            Chains.beginNestedWait();
        }
        long mark = lane.sendRequest(RecordHeader.REQUEST, length);
        boolean givenUp = false;
        try {
            if (bounds == null) {
                return target.awaitReply(thread);
            }
            long polled = target.awaitReply(thread, bounds);
            givenUp = polled == Lane.EMPTY;
            return polled;
        } catch (RuntimeException | Error e) {
            // The lane is in the middle of a call that nobody will end.
            target.peer.session().close("a call could not be completed: " + e);
            throw e;
        } finally {
            if (givenUp) {
                late = new LateReply(target, mark, at, data.isSensitive() ? length : 0);
            } else {
                if (data.isSensitive()) {
                    Memory.clear(at, length);
                }
                lane.forget(mark);
            }
            if (thread.caller() != null) {
                Chains.endNestedWait();
            }
        }
    }

    private void receive(CallLane target, SyncLane lane, long polled) throws RemoteException {
        long at = lane.receivedAddress();
        int length = Lane.length(polled);
        int objectBytesAndFlags = length < RecordHeader.REPLY_BYTES ? -1 : RecordHeader.replyObjectBytesAndFlags(at);
        int objectBytes = objectBytesAndFlags & RecordHeader.MAX_OBJECT_BYTES;
        int flags = objectBytesAndFlags >>> 24;
        int size = length - RecordHeader.REPLY_BYTES - objectBytes;
        if (size < 0 || (flags & ~IBinder.FLAG_CLEAR_BUF) != 0) {
            throw target.peer.violation("malformed reply: length=" + length + " objectBytes=" + objectBytes);
        }
        target.decoding = true;
        int status = RecordHeader.status(at);
        target.peer.open(reply, at + RecordHeader.REPLY_BYTES, size);
        reply.setStatus(status);
        if (flags != 0) {
            reply.markSensitive();
        }
        if (objectBytes != 0) {
            target.peer.references.read(reply.objects(), at + RecordHeader.REPLY_BYTES + size, objectBytes, size);
        }
    }

    /** Completes the record in the lane's claim, the header last, and returns its length. */
    private int fillClaim(Peer peer, SyncLane lane, ThreadState thread, @Nullable WaitLimit bounds)
            throws RemoteException {
        byte[] objects =
                !data.hasObjects() && thread.scope == null ? References.NONE : writeObjects(peer, thread, bounds);
        int size = data.dataSize();
        int length = Math.addExact(RecordHeader.REQUEST_BYTES + size, objects.length);
        long at = claimedAt;
        if (at < 0 || objects.length != 0) {
            at = reclaim(lane, length);
            if (at < 0) {
                peer.references.abandon(objects);
                throw tooLarge(length, lane.maxLength());
            }
            RecordHeader.putTarget(at, handle, code);
            if (data.isPrivate()) {
                Memory.copy(data.address(), at + RecordHeader.REQUEST_BYTES, size);
            }
        }
        if (objects.length != 0) {
            References.put(at + RecordHeader.REQUEST_BYTES + size, objects);
        }
        long chain = thread.chain.getPlain();
        int sent = data.isSensitive() ? flags | IBinder.FLAG_CLEAR_BUF : flags;
        RecordHeader.putRest(at, chain, data.token(), sent, objects.length);
        return length;
    }

    private byte[] writeObjects(Peer peer, ThreadState thread, @Nullable WaitLimit bounds) throws RemoteException {
        long timeoutNs = bounds == null ? DESCRIPTORS_TIMEOUT_NS : bounds.leftNs(DESCRIPTORS_TIMEOUT_NS);
        byte[] objects = peer.references.write(data.objects(), timeoutNs);
        if (objects == null) {
            if (bounds != null && bounds.isOver()) {
                throw bounds.exception("the peer takes no file descriptors: pid=" + peer.pid, false);
            }
            throw descriptorsNotTaken(peer, DESCRIPTORS_TIMEOUT_NS);
        }
        return WorkSources.append(objects, thread.scope);
    }

    static RemoteException descriptorsNotTaken(Peer peer, long timeoutNs) {
        return new RemoteException("the peer has not taken the file descriptors within " + timeoutNs / 1_000_000
                + " ms: pid=" + peer.pid + " holds many that its handlers have not read; the call was not sent");
    }

    /** Returns the new claim, or -1 if the record is too large. */
    private long reclaim(SyncLane lane, int length) {
        long before = claimedAt;
        lane.abort();
        claimedAt = NO_CLAIM;
        long at = lane.claim(length);
        if (before >= 0 && at >= 0 && at != before) {
            // The larger claim lies in a region; what was written comes along.
            Memory.copy(before + RecordHeader.REQUEST_BYTES, at + RecordHeader.REQUEST_BYTES, data.dataSize());
            if (data.isSensitive()) {
                Memory.clear(before + RecordHeader.REQUEST_BYTES, data.dataSize());
            }
        }
        claimedAt = at;
        return at;
    }

    static TransactionTooLargeException tooLarge(int length, int limit) {
        return new TransactionTooLargeException("the parcel is too large: bytes=" + length + " limit=" + limit
                + "; send less, or raise Limits.parcelBytes in both processes");
    }

    // ---- oneway

    @Override
    public void send() throws RemoteException {
        if (!sendOneway()) {
            throw new OnewayTimeoutException("no room for a oneway call that does not wait; it was not sent");
        }
    }

    @Override
    public SendStatus trySend() throws RemoteException {
        return sendOneway() ? SendStatus.ACCEPTED : SendStatus.FULL;
    }

    private boolean sendOneway() throws RemoteException {
        OnewayOut target = onewayOut;
        if (target == null || !open) {
            throw new IllegalStateException("not an open oneway call");
        }
        long at = claimedAt;
        claimedAt = NO_CLAIM;
        return target.send(this, at, handle, code, flags, waits);
    }

    // ---- the end

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (claimedAt != NO_CLAIM && data.isSensitive()) {
            Memory.clear(data.address(), data.dataCapacity());
        }
        CallLane target = callLane;
        if (target != null) {
            closeSync(target);
        } else if (onewayOut != null) {
            if (claimedAt != NO_CLAIM) {
                claimedAt = NO_CLAIM;
                onewayOut.abort();
            }
            data.endUse();
            onewayOut.end(this);
        }
    }

    private void closeSync(CallLane target) {
        if (claimedAt != NO_CLAIM) {
            claimedAt = NO_CLAIM;
            target.lane.abort();
        }
        target.decoding = false;
        if (reply.isSensitive()) {
            wipeResult(target);
        }
        data.endUse();
        reply.endUse();
        target.endCall();
        LateReply awaited = late;
        if (awaited != null) {
            late = null;
            ThreadState.current().handBackRequests();
            target.beginQuarantine(awaited); // only now: from here on others use the lane, and this object
        } else if (ownsLease) {
            target.endLease();
        }
    }

    /** Has the callee zero the result, which lies in memory that it alone can write. Costs an empty exchange. */
    private void wipeResult(CallLane target) {
        ThreadState thread = ThreadState.current();
        SyncLane lane = target.lane;
        long at = lane.claim(RecordHeader.REQUEST_BYTES);
        if (at < 0) {
            target.peer.session().close("no room behind the open records to have a sensitive result zeroed");
            return;
        }
        boolean beginsChain = thread.chain.getPlain() == 0;
        if (beginsChain) {
            thread.joinChain(thread.newChain(), target.peer.context);
        }
        long chain = thread.chain.getPlain();
        RecordHeader.putRequest(at, RecordHeader.DRIVER_HANDLE, DriverObject.WIPE_RESULT, chain, 0, 0, 0);
        try {
            long ignored = exchange(target, lane, thread, at, RecordHeader.REQUEST_BYTES, null);
        } catch (DeadObjectException e) {
            // The memory went with its owner.
        } finally {
            if (beginsChain) {
                thread.leaveChain();
            }
        }
    }
}
