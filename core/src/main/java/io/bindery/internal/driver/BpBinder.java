package io.bindery.internal.driver;

import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IInterface;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.transport.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A handle on a session: the one implementation of {@link BinderProxy}. */
public final class BpBinder extends BinderProxy {
    final Peer peer;
    final int handle;
    final BBinder.@Nullable Token token;

    private final List<DeathRecipient> recipients = new ArrayList<>(1);
    private volatile @Nullable String descriptor;
    private volatile int interfaceVersion;
    private volatile @Nullable String interfaceHash;
    private volatile boolean closed;
    private boolean ownerDied;
    private @Nullable FrozenCallbacks frozenCallbacks;

    BpBinder(Peer peer, int handle, BBinder.@Nullable Token token) {
        this.peer = peer;
        this.handle = handle;
        this.token = token;
    }

    // ---- typed calls

    @Override
    public Call newCall(int code, int token, int bound) throws RemoteException {
        return beginSync(code, token, 0, bound);
    }

    @Override
    public Call newCall(int code, int token, int bound, long timeoutMs) throws RemoteException {
        return beginLimited(code, token, 0, bound, TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    private DriverCall beginSync(int code, int token, int flags, int bound) throws RemoteException {
        checkOpen();
        if (peer.isObstructed() && handle != RecordHeader.DRIVER_HANDLE) {
            peer.checkServes();
        }
        ThreadState self = peer.currentThreadState();
        CallLane nested = self.serving();
        // A call that may be given up takes a lane of its own: the reply to what is being served could not go out
        // before
        // the late one has come.
        if (nested != null && nested.peer == peer && nested.canCarryNested() && self.limit() == null) {
            DriverCall call = begin(self, nested, code, token, flags, bound, false);
            if (call != null) {
                return call;
            }
        }
        return beginOn(peer.lease(self), self, code, token, flags, bound);
    }

    /** Begins a call that has a time of its own, in nanoseconds. */
    private DriverCall beginLimited(int code, int token, int flags, int bound, long timeoutNs) throws RemoteException {
        checkOpen();
        if (peer.isObstructed() && handle != RecordHeader.DRIVER_HANDLE) {
            peer.checkServes();
        }
        ThreadState self = peer.currentThreadState();
        WaitLimit limit = self.beginLimit(timeoutNs);
        DriverCall call = beginOn(peer.lease(self, limit), self, code, token, flags, bound);
        call.limitTo(limit);
        return call;
    }

    private DriverCall beginOn(CallLane lane, ThreadState self, int code, int token, int flags, int bound)
            throws RemoteException {
        DriverCall call;
        try {
            call = begin(self, lane, code, token, flags, bound, true);
        } catch (RuntimeException | Error e) {
            lane.endLease();
            throw e;
        }
        if (call == null) {
            lane.endLease();
            throw DriverCall.tooLarge(bound, lane.lane.maxLength());
        }
        return call;
    }

    private @Nullable DriverCall begin(
            ThreadState self, CallLane lane, int code, int token, int flags, int bound, boolean ownsLease) {
        DriverCall call = lane.beginCall();
        boolean begun = false;
        try {
            begun = call.begin(self, handle, code, token, flags, bound, ownsLease);
        } finally {
            if (!begun) {
                lane.endCall();
            }
        }
        return begun ? call : null;
    }

    @Override
    public Call newOnewayCall(int code, int token, int bound) throws RemoteException {
        checkUsable();
        return Objects.requireNonNull(peer.oneway().begin(handle, code, token, FLAG_ONEWAY, bound, true));
    }

    @Override
    public @Nullable Call tryNewOnewayCall(int code, int token, int bound) throws RemoteException {
        checkUsable();
        return peer.oneway().begin(handle, code, token, FLAG_ONEWAY, bound, false);
    }

    private void checkUsable() throws DeadObjectException {
        checkOpen();
        peer.checkAlive();
    }

    /** Checks that the reference was not given back. */
    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the proxy is closed: handle=" + handle + " pid=" + peer.pid);
        }
    }

    boolean isClosed() {
        return closed;
    }

    // ---- transactions by hand

    @Override
    public boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        TransactionFlags.check(flags);
        DriverParcel arguments = (DriverParcel) data;
        int bound = arguments.dataSize();
        if ((flags & FLAG_ONEWAY) != 0) {
            checkUsable();
            try (DriverCall call =
                    Objects.requireNonNull(peer.oneway().begin(handle, code, arguments.token(), flags, bound, true))) {
                fill(call.parcel(), arguments, flags);
                call.send();
            }
            return true;
        }
        try (DriverCall call = beginSync(code, arguments.token(), flags, bound)) {
            return transact(call, arguments, reply, flags);
        }
    }

    @Override
    public boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags, Duration timeout)
            throws RemoteException {
        TransactionFlags.check(flags);
        long timeoutNs = WaitLimit.nanos(timeout);
        if ((flags & FLAG_ONEWAY) != 0) {
            return transact(code, data, reply, flags);
        }
        DriverParcel arguments = (DriverParcel) data;
        try (DriverCall call = beginLimited(code, arguments.token(), flags, arguments.dataSize(), timeoutNs)) {
            return transact(call, arguments, reply, flags);
        }
    }

    private static boolean transact(DriverCall call, DriverParcel arguments, @Nullable Parcel reply, int flags)
            throws RemoteException {
        fill(call.parcel(), arguments, flags);
        return answer(call.invokeRaw(), reply);
    }

    private static void fill(DriverParcel data, DriverParcel arguments, int flags) {
        if ((flags & FLAG_CLEAR_BUF) != 0) {
            arguments.markSensitive();
        }
        if (arguments.isSensitive()) {
            data.markSensitive();
        }
        data.copyFrom(arguments);
    }

    private static boolean answer(DriverParcel result, @Nullable Parcel reply) throws RemoteException {
        int status = result.status();
        if (status == ReplyStatus.UNKNOWN_TRANSACTION) {
            return false;
        }
        if (status > ReplyStatus.OK) {
            result.readException();
        }
        if (reply instanceof DriverParcel taken) {
            taken.clear();
            if (result.isSensitive()) {
                taken.markSensitive();
            }
            taken.moveFrom(result);
            taken.setStatus(status);
            taken.setDataPosition(0);
        }
        return true;
    }

    @Override
    public String getInterfaceDescriptor() throws RemoteException {
        String known = descriptor;
        if (known == null) {
            try (Call call = newCall(INTERFACE_TRANSACTION, 0, 0)) {
                known = Objects.requireNonNullElse(call.invoke().readString(), "");
            }
            descriptor = known;
        }
        return known;
    }

    @Override
    public int getInterfaceVersion(int token) throws RemoteException {
        int known = interfaceVersion;
        if (known == 0) {
            try (Call call = newCall(INTERFACE_VERSION_TRANSACTION, token, 0)) {
                known = call.invoke().readInt();
            }
            interfaceVersion = known;
        }
        return known;
    }

    @Override
    public String getInterfaceHash(int token) throws RemoteException {
        String known = interfaceHash;
        if (known == null) {
            try (Call call = newCall(INTERFACE_HASH_TRANSACTION, token, 0)) {
                known = Objects.requireNonNullElse(call.invoke().readString(), "");
            }
            interfaceHash = known;
        }
        return known;
    }

    @Override
    public boolean pingBinder() {
        try (Call call = newCall(PING_TRANSACTION, 0, 0)) {
            call.invoke();
            return true;
        } catch (RemoteException e) {
            return false;
        }
    }

    @Override
    public boolean isBinderAlive() {
        return !closed && !peer.isDead();
    }

    @Override
    public @Nullable IInterface queryLocalInterface(String descriptor) {
        return null;
    }

    @Override
    public int ownerUid() {
        return peer.uid;
    }

    @Override
    public int ownerPid() {
        return peer.pid;
    }

    // ---- death

    @Override
    public void linkToDeath(DeathRecipient recipient, int flags) throws DeadObjectException {
        if (flags != 0) {
            throw new IllegalArgumentException("flags must be 0: flags=" + flags);
        }
        Objects.requireNonNull(recipient, "recipient");
        checkUsable();
        if (!peer.session().traits().contains(Trait.DUPLEX)) {
            throw new UnsupportedOperationException("a death notice needs the trait " + Trait.DUPLEX
                    + ", which the transport lacks: transport=" + peer.session().scheme());
        }
        synchronized (recipients) {
            if (!ownerDied) {
                recipients.add(recipient);
                return;
            }
        }
        peer.checkAlive();
    }

    @Override
    public boolean unlinkToDeath(DeathRecipient recipient, int flags) {
        synchronized (recipients) {
            if (ownerDied) {
                return false;
            }
            if (!recipients.remove(recipient)) {
                throw new NoSuchElementException("the recipient is not linked to this object: handle=" + handle);
            }
            return true;
        }
    }

    @Override
    public @Nullable String deathReason() {
        return peer.deathReason();
    }

    // ---- freezing

    @Override
    public void addFrozenStateChangeCallback(Executor executor, FrozenStateChangeCallback callback)
            throws DeadObjectException {
        Objects.requireNonNull(callback, "callback");
        checkUsable();
        FrozenCallbacks callbacks;
        synchronized (recipients) {
            callbacks = frozenCallbacks;
            if (callbacks == null) {
                callbacks = new FrozenCallbacks(this, peer::isFrozen);
                frozenCallbacks = callbacks;
            }
        }
        callbacks.add(callback, executor);
    }

    @Override
    public void addFrozenStateChangeCallback(FrozenStateChangeCallback callback) throws DeadObjectException {
        addFrozenStateChangeCallback(peer.context.loopers()::execute, callback);
    }

    @Override
    public boolean removeFrozenStateChangeCallback(FrozenStateChangeCallback callback) {
        FrozenCallbacks callbacks;
        synchronized (recipients) {
            if (ownerDied) {
                return false;
            }
            callbacks = frozenCallbacks;
        }
        if (callbacks == null || !callbacks.remove(callback)) {
            throw new NoSuchElementException("the callback was not added to this object: handle=" + handle);
        }
        return true;
    }

    /** The peer has said whether it is frozen. */
    void onFrozenChanged() {
        FrozenCallbacks callbacks;
        synchronized (recipients) {
            callbacks = frozenCallbacks;
        }
        if (callbacks != null) {
            callbacks.onChange();
        }
    }

    private void clearFrozenCallbacks() {
        if (frozenCallbacks != null) {
            frozenCallbacks.clear();
        }
    }

    // ---- death

    /** Has all recipients told, each as a task of its own, so that one that throws does not keep it from the rest. */
    void onOwnerDied() {
        List<DeathRecipient> told;
        synchronized (recipients) {
            if (ownerDied) {
                return;
            }
            ownerDied = true;
            told = List.copyOf(recipients);
            recipients.clear();
            clearFrozenCallbacks();
        }
        for (DeathRecipient recipient : told) {
            peer.context.loopers().execute(() -> recipient.binderDied(this));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            synchronized (recipients) {
                recipients.clear();
                clearFrozenCallbacks();
            }
            peer.proxies.close(this);
        }
    }

    @Override
    public String toString() {
        return "BinderProxy[handle=" + handle + ", pid=" + peer.pid + ", uid=" + peer.uid + "]";
    }
}
