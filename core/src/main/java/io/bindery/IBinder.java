package io.bindery;

import org.jspecify.annotations.Nullable;

/**
 * A remotable object: a {@link Binder} in the process that owns it, a {@link BinderProxy} everywhere else.
 *
 * <p><b>Threading:</b> all methods may be called from any thread.
 */
public interface IBinder {
    /** First transaction code that an interface may use for its own methods. */
    int FIRST_CALL_TRANSACTION = 0x00000001;

    /** Last transaction code that an interface may use for its own methods. */
    int LAST_CALL_TRANSACTION = 0x00ffffff;

    /** Is the object there? Answered by the driver before {@code onTransact}. */
    int PING_TRANSACTION = ('_' << 24) | ('P' << 16) | ('N' << 8) | 'G';

    /** Which interface does the object implement? The reply holds the descriptor as a string. */
    int INTERFACE_TRANSACTION = ('_' << 24) | ('N' << 16) | ('T' << 8) | 'F';

    /** The caller does not wait: no reply, no result, no exception of the handler comes back. */
    int FLAG_ONEWAY = 0x01;

    /**
     * Returns the name of the interface that this object implements, or an empty string where none was attached.
     * A proxy asks the owner once and remembers the answer.
     *
     * @throws RemoteException if the owner cannot be asked
     */
    String getInterfaceDescriptor() throws RemoteException;

    /** Returns whether the owner answers; false if its process is dead. Blocks for the time of one call. */
    boolean pingBinder();

    /** Returns false once the owner's process is known to be dead. Never blocks; true promises nothing. */
    boolean isBinderAlive();

    /**
     * Returns the implementation of {@code descriptor} if it lives in this process, null otherwise; generated
     * {@code asInterface} methods use it to skip the proxy.
     */
    @Nullable
    IInterface queryLocalInterface(String descriptor);

    /**
     * Performs a transaction with parcels that the caller filled. Generated proxies use {@link BinderProxy#newCall}
     * instead, which encodes straight into the ring.
     *
     * @param code the operation, {@link #FIRST_CALL_TRANSACTION} to {@link #LAST_CALL_TRANSACTION} or a reserved code
     * @param data the arguments; still owned by the caller afterwards
     * @param reply receives the result; null if none is wanted, and always null with {@link #FLAG_ONEWAY}
     * @param flags 0 or {@link #FLAG_ONEWAY}
     * @return false if the object does not know the code
     * @throws DeadObjectException if the owner's process is dead
     * @throws TransactionTooLargeException if the arguments or the result are larger than the context allows
     * @throws RemoteException if the transaction could not be carried out; an exception of the handler does not
     *     surface here but in {@link Parcel#readException()}
     */
    boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException;

    /**
     * Asks for {@link DeathRecipient#binderDied} to be called once, on a looper thread, when the owner's process dies.
     * Does nothing on a local object. The registration ends with the proxy: keep a reference to it.
     *
     * @param flags must be 0
     * @throws DeadObjectException if the owner is dead already; the recipient will then not be called
     */
    void linkToDeath(DeathRecipient recipient, int flags) throws DeadObjectException;

    /**
     * Withdraws a recipient.
     *
     * @return true if it will now never be called; false if the owner is already dead
     * @throws java.util.NoSuchElementException if the recipient was not registered
     */
    boolean unlinkToDeath(DeathRecipient recipient, int flags);

    /** Told when the process that owns an object is dead. */
    @FunctionalInterface
    interface DeathRecipient {
        /** Runs on a looper thread, without any lock held, exactly once per registration. */
        void binderDied();
    }
}
