package io.bindery;

import io.bindery.internal.driver.BpBinder;
import io.bindery.internal.driver.DeadBinder;
import io.bindery.internal.stream.Diagnostics;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An object that lives in another process. Two references to one remote object are one {@code BinderProxy}.
 *
 * <p>The owner keeps the object alive for as long as a proxy for it exists; it learns of the end when the proxy is
 * {@linkplain #close() closed} or collected.
 */
public abstract sealed class BinderProxy implements IBinder, AutoCloseable permits BpBinder, DeadBinder {
    /** By identity of their ids; made when it is needed. Guarded by this. */
    private @Nullable IdentityHashMap<Object, Object> attachments;

    protected BinderProxy() {}

    /**
     * Begins a call whose arguments are written in place.
     *
     * @param code the transaction code
     * @param token {@link Parcel#interfaceToken} of the interface
     * @param bound most bytes that the arguments will take, or {@link Call#UNBOUNDED}
     * @throws DeadObjectException if the owner is dead
     * @throws TransactionTooLargeException if {@code bound} exceeds what the context allows
     * @throws RemoteException if no lane could be opened
     */
    public abstract Call newCall(int code, int token, int bound) throws RemoteException;

    /**
     * As the other one, for a call that may take so long from now, its arguments' time included.
     *
     * @param timeoutMs in milliseconds; what {@link CallTimeout} says
     * @throws CallTimeoutException if no lane was free within that time
     * @throws CallCancelledException if a {@link CallLimit} or an interrupt ended the wait for one
     */
    public abstract Call newCall(int code, int token, int bound, long timeoutMs) throws RemoteException;

    /**
     * As {@link #newCall(int, int, int)}, for a oneway call; waits for room up to the context's deadline.
     *
     * @throws OnewayTimeoutException if there was no room within the deadline
     */
    public abstract Call newOnewayCall(int code, int token, int bound) throws RemoteException;

    /** As {@link #newOnewayCall}, but returns null at once where there is no room. */
    public abstract @Nullable Call tryNewOnewayCall(int code, int token, int bound) throws RemoteException;

    /** For generated proxies: asks the owner for {@link IBinder#INTERFACE_VERSION_TRANSACTION} once, and remembers. */
    public abstract int getInterfaceVersion(int token) throws RemoteException;

    /** For generated proxies: asks the owner for {@link IBinder#INTERFACE_HASH_TRANSACTION} once, and remembers. */
    public abstract String getInterfaceHash(int token) throws RemoteException;

    /** Uid of the owner's process, as the kernel gave it when the session was opened. */
    public abstract int ownerUid();

    /** Pid of the owner's process, as the kernel gave it when the session was opened. */
    public abstract int ownerPid();

    /** Why this object is dead, as far as this process knows; null as long as it is not known to be. */
    public abstract @Nullable String deathReason();

    // ---- freezing

    /** Told whether the process that owns an object is frozen; see {@link BinderContext#freeze}. */
    @FunctionalInterface
    public interface FrozenStateChangeCallback {
        /** The process of {@code who} is now frozen, or no longer. Calls of one callback never overlap. */
        void onFrozenStateChanged(IBinder who, boolean frozen);
    }

    /**
     * Has {@code callback} told whether the owner is frozen: once for how it is now, and then of each change; one that was
     * undone before it could be told is left out. Ends with the proxy, or with the owner.
     *
     * @throws DeadObjectException if the owner is dead
     */
    public abstract void addFrozenStateChangeCallback(Executor executor, FrozenStateChangeCallback callback)
            throws DeadObjectException;

    /** As the other one, on a looper thread. */
    public abstract void addFrozenStateChangeCallback(FrozenStateChangeCallback callback) throws DeadObjectException;

    /**
     * Withdraws a callback.
     *
     * @return false if the owner is dead
     * @throws java.util.NoSuchElementException if it was not added
     */
    public abstract boolean removeFrozenStateChangeCallback(FrozenStateChangeCallback callback);

    // ---- what is asked by transactions

    @Override
    public final void dump(OutputStream out, String... arguments) throws RemoteException {
        Diagnostics.dump(this, out, arguments);
    }

    @Override
    public final void dump(ParcelFileDescriptor out, String... arguments) throws RemoteException {
        Diagnostics.dump(this, out, arguments);
    }

    @Override
    public final void dumpAsync(ParcelFileDescriptor out, String... arguments) throws RemoteException {
        Diagnostics.dumpAsync(this, out, arguments);
    }

    @Override
    public final void dumpAsync(OutputStream out, String... arguments) throws RemoteException {
        Diagnostics.dumpAsync(this, out, arguments);
    }

    @Override
    public final int shellCommand(InputStream in, OutputStream out, OutputStream err, String... arguments)
            throws RemoteException {
        return Diagnostics.shellCommand(this, in, out, err, arguments);
    }

    @Override
    public final @Nullable IBinder getExtension() throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            boolean known = transact(EXTENSION_TRANSACTION, data, reply, 0);
            reply.readException();
            return known ? reply.readStrongBinder() : null;
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    // ---- attachments

    /**
     * Ties an object of this process to the proxy; it is kept as long as the proxy.
     *
     * @param id under which it is found; compared by identity
     * @return what was attached under {@code id} before, and stays attached; null if nothing was
     */
    public final @Nullable Object attachObject(Object id, Object attached) {
        Objects.requireNonNull(attached, "attached");
        synchronized (this) {
            if (attachments == null) {
                attachments = new IdentityHashMap<>(2);
            }
            return attachments.putIfAbsent(id, attached);
        }
    }

    /** Returns what is attached under {@code id}, or null. */
    public final synchronized @Nullable Object findObject(Object id) {
        return attachments == null ? null : attachments.get(id);
    }

    /** Unties what is attached under {@code id} and returns it, or null. */
    public final synchronized @Nullable Object detachObject(Object id) {
        return attachments == null ? null : attachments.remove(id);
    }

    /**
     * Gives the reference back to its owner now instead of when this object is collected. Later calls throw
     * {@link IllegalStateException}. Idempotent.
     */
    @Override
    public abstract void close();
}
