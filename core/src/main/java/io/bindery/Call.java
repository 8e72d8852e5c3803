package io.bindery;

import io.bindery.internal.driver.DriverCall;

/**
 * One outgoing transaction whose arguments are encoded at the claim, straight into memory that the callee maps. For
 * generated proxies:
 *
 * <pre>{@code
 * try (Call call = remote.newCall(TRANSACTION_ADD, TOKEN, 16)) {
 *     Parcel data = call.data();
 *     data.writeLong(a);
 *     data.writeLong(b);
 *     return call.invoke().readLong();
 * }
 * }</pre>
 *
 * <p>The object is pooled: it must not be used after {@link #close()}.
 *
 * <p><b>Threading:</b> the thread that made it. Between its creation and {@link #invoke} or {@link #send} the thread
 * must run no code that could make another transaction.
 */
public abstract sealed class Call implements AutoCloseable permits DriverCall {
    /** As a bound: the size of the arguments is not known; they are collected in a private buffer and copied. */
    public static final int UNBOUNDED = -1;

    protected Call() {}

    /** The arguments, to be written. */
    public abstract Parcel data();

    /**
     * Sends the call and waits for the reply.
     *
     * <p><b>Memory effects:</b> what this thread did before happens-before the handler; what the handler did
     * happens-before the return.
     *
     * @return the result, to be read before {@link #close()}
     * @throws DeadObjectException if the callee's process died; whether the call had an effect is unknown
     * @throws UnknownTransactionException if the callee does not know the code
     * @throws TransactionTooLargeException if arguments or result exceed the context's limit
     * @throws CallTimeoutException if the call has a deadline, and it has passed; {@link #close()} is still to be called
     * @throws CallCancelledException if the call has a limit, and was cancelled or its thread interrupted
     * @throws RemoteException if the call failed otherwise
     * @throws RuntimeException the handler's exception, as {@link Parcel#readException()} says
     */
    public abstract Parcel invoke() throws RemoteException;

    /**
     * Sends a oneway call and returns once it is in the receiver's ring.
     *
     * @throws RemoteException if the call could not be sent
     */
    public abstract void send() throws RemoteException;

    /**
     * Sends a oneway call that {@link BinderProxy#tryNewOnewayCall} began; never waits.
     *
     * @return {@link SendStatus#FULL} if there was no room; the call was then not sent
     * @throws RemoteException if the call could not be sent for another reason
     */
    public abstract SendStatus trySend() throws RemoteException;

    /** Ends the call; if it was not sent, it never will be. */
    @Override
    public abstract void close();
}
