package io.bindery;

import io.bindery.internal.driver.BpBinder;
import io.bindery.internal.driver.DeadBinder;
import org.jspecify.annotations.Nullable;

/**
 * An object that lives in another process. Two references to one remote object are one {@code BinderProxy}.
 *
 * <p>The owner keeps the object alive for as long as a proxy for it exists; it learns of the end when the proxy is
 * {@linkplain #close() closed} or collected.
 */
public abstract sealed class BinderProxy implements IBinder, AutoCloseable permits BpBinder, DeadBinder {
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
     * As {@link #newCall}, for a oneway call; waits for room up to the context's deadline.
     *
     * @throws OnewayTimeoutException if there was no room within the deadline
     */
    public abstract Call newOnewayCall(int code, int token, int bound) throws RemoteException;

    /** As {@link #newOnewayCall}, but returns null at once where there is no room. */
    public abstract @Nullable Call tryNewOnewayCall(int code, int token, int bound) throws RemoteException;

    /** Uid of the owner's process, as the kernel gave it when the session was opened. */
    public abstract int ownerUid();

    /** Pid of the owner's process, as the kernel gave it when the session was opened. */
    public abstract int ownerPid();

    /**
     * Gives the reference back to its owner now instead of when this object is collected. Later calls throw
     * {@link IllegalStateException}. Idempotent.
     */
    @Override
    public abstract void close();
}
