package io.bindery;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
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

    /** Which version of its interface does the object implement? The reply holds an int. */
    int INTERFACE_VERSION_TRANSACTION = LAST_CALL_TRANSACTION;

    /** What is the hash of that version? The reply holds a string. */
    int INTERFACE_HASH_TRANSACTION = LAST_CALL_TRANSACTION - 1;

    /** Methods that are a {@link Signal} have this code plus the signal's number, 1 to 64. */
    int FIRST_SIGNAL_TRANSACTION = 0x00ffff00;

    /** Is the object there? Answered by the driver before {@code onTransact}. */
    int PING_TRANSACTION = ('_' << 24) | ('P' << 16) | ('N' << 8) | 'G';

    /** Which interface does the object implement? The reply holds the descriptor as a string. */
    int INTERFACE_TRANSACTION = ('_' << 24) | ('N' << 16) | ('T' << 8) | 'F';

    /** Write what you know about yourself; see {@link #dump(OutputStream, String...)}. */
    int DUMP_TRANSACTION = ('_' << 24) | ('D' << 16) | ('M' << 8) | 'P';

    /** Carry out a command; see {@link #shellCommand}. */
    int SHELL_COMMAND_TRANSACTION = ('_' << 24) | ('C' << 16) | ('M' << 8) | 'D';

    /** The reply holds {@link #getExtension()}. Answered by the driver before {@code onTransact}. */
    int EXTENSION_TRANSACTION = ('_' << 24) | ('E' << 16) | ('X' << 8) | 'T';

    /**
     * In which process does the object live? The reply holds the pid, as the owner knows it, as an int. Answered by the
     * driver before {@code onTransact}. {@link BinderProxy#ownerPid()} is what the kernel says, and needs no call.
     */
    int DEBUG_PID_TRANSACTION = ('_' << 24) | ('P' << 16) | ('I' << 8) | 'D';

    /**
     * From now on, copy each transaction that comes for the object to another one. The request holds that object, which
     * gets a oneway call of code {@link #FIRST_CALL_TRANSACTION} for each: time (nanoseconds since 1970), pid and uid of
     * the caller, code, flags, interface token, how many objects came along, name of the interface, name of the method
     * (null if it has none), and the arguments' bytes (null if they are sensitive). For root and the owner's own user.
     * Answered by the driver before {@code onTransact}; ends when that object is gone, too.
     */
    int START_RECORDING_TRANSACTION = ('_' << 24) | ('S' << 16) | ('R' << 8) | 'D';

    /**
     * End that. The request holds the object that {@link #START_RECORDING_TRANSACTION} named, which gets a last oneway call,
     * of code {@link #FIRST_CALL_TRANSACTION} + 1, empty.
     */
    int STOP_RECORDING_TRANSACTION = ('_' << 24) | ('E' << 16) | ('R' << 8) | 'D';

    /** The caller does not wait: no reply, no result, no exception of the handler comes back. */
    int FLAG_ONEWAY = 0x01;

    /**
     * The arguments are sensitive, and so is the result: wherever they lay they are zeroed after use, as
     * {@link Parcel#markSensitive} says.
     */
    int FLAG_CLEAR_BUF = 0x20;

    /**
     * With {@link #FLAG_ONEWAY}: while the callee is frozen, this call takes the place of one that waits there and has
     * the same sender, object, code and flags. Otherwise without effect.
     */
    int FLAG_UPDATE_TXN = 0x40;

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
     * Has the object write what it knows about itself, in words for people. Returns when it has written all. The text
     * comes piece by piece, and may have any length.
     *
     * @param out where to write, UTF-8; not closed here. While this method waits, the calling thread writes to it
     * @param arguments for the object to interpret; none of them null
     * @throws SecurityException if the object does not show itself to this caller
     * @throws RemoteException if the owner cannot be asked, or {@code out} fails
     */
    void dump(OutputStream out, String... arguments) throws RemoteException;

    /**
     * As {@link #dump(OutputStream, String...)}, to a file or a pipe that the owner's process writes itself. Use it where
     * there is much to write, or where the output is somebody else's: the terminal of a tool, say.
     *
     * @param out where to write; still the caller's
     */
    void dump(ParcelFileDescriptor out, String... arguments) throws RemoteException;

    /**
     * As {@link #dump(OutputStream, String...)}, but does not wait: {@code out} is written by other threads, and closed when the object has
     * written all, or its process is dead.
     *
     * @throws RemoteException if the owner cannot be asked; {@code out} is then closed
     */
    void dumpAsync(OutputStream out, String... arguments) throws RemoteException;

    /**
     * As {@link #dump(ParcelFileDescriptor, String...)}, but does not wait: who reads a pipe sees its end when the object
     * has written all, or its process is dead, and the caller has closed {@code out}.
     */
    void dumpAsync(ParcelFileDescriptor out, String... arguments) throws RemoteException;

    /**
     * Has the object carry out a command, as the program {@code cmd} does on Android. Returns when it is done.
     *
     * @param in what the command may read
     * @param out where it writes its output; not closed here
     * @param err where it writes complaints; not closed here
     * @return what {@link Binder#handleShellCommand} returned: 0 for success
     * @throws SecurityException if the caller is neither root nor the user of the owner's process
     * @throws RemoteException if the owner cannot be asked, or a stream fails
     */
    int shellCommand(InputStream in, OutputStream out, OutputStream err, String... arguments) throws RemoteException;

    /**
     * Returns another object that belongs to this one, or null: how whoever cannot change an interface adds to it. A
     * proxy asks the owner each time.
     *
     * @throws RemoteException if the owner cannot be asked
     */
    @Nullable
    IBinder getExtension() throws RemoteException;

    /**
     * Performs a transaction with parcels that the caller filled. Generated proxies use {@link BinderProxy#newCall}
     * instead, which encodes straight into the ring.
     *
     * @param code the operation, {@link #FIRST_CALL_TRANSACTION} to {@link #LAST_CALL_TRANSACTION} or a reserved code
     * @param data the arguments; still owned by the caller afterwards
     * @param reply receives the result; null if none is wanted, and always null with {@link #FLAG_ONEWAY}
     * @param flags 0, or {@link #FLAG_ONEWAY}, {@link #FLAG_CLEAR_BUF} and {@link #FLAG_UPDATE_TXN}, added
     * @return false if the object does not know the code
     * @throws IllegalArgumentException if {@code flags} has an unknown bit, or UPDATE_TXN without ONEWAY
     * @throws IllegalStateException if this proxy, or one that was written to {@code data}, is closed
     * @throws DeadObjectException if the owner's process is dead
     * @throws TransactionTooLargeException if the arguments or the result are larger than the context allows
     * @throws RemoteException if the transaction could not be carried out; an exception of the handler does not
     *     surface here but in {@link Parcel#readException()}
     */
    boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException;

    /**
     * As {@link #transact(int, Parcel, Parcel, int)}, but waits for the result no longer than {@code timeout}. For generated
     * proxies there are {@link CallTimeout} and {@link CallLimit}. Without effect on a local object, whose transaction runs in
     * the caller's thread, and with {@link #FLAG_ONEWAY}, which waits for no result.
     *
     * @param timeout from now
     * @throws CallTimeoutException if there is no result by then; it is dropped when it comes
     * @throws CallCancelledException if the thread was interrupted, or a {@link CallLimit} cancelled
     */
    default boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags, Duration timeout)
            throws RemoteException {
        return transact(code, data, reply, flags);
    }

    /**
     * Asks for {@link DeathRecipient#binderDied(IBinder)} to be called once, on a looper thread, when the owner's process
     * dies. A recipient that is linked twice is called twice. Does nothing on a local object. The registration ends with
     * the proxy: keep a reference to it.
     *
     * @param flags must be 0
     * @throws IllegalStateException if the proxy is closed
     * @throws DeadObjectException if the owner is dead already; the recipient will then not be called
     */
    void linkToDeath(DeathRecipient recipient, int flags) throws DeadObjectException;

    /**
     * Withdraws a recipient; one that was linked twice, once.
     *
     * @return true if it will now never be called; false if the owner is already dead: it has been called, or will be
     * @throws java.util.NoSuchElementException if the recipient is not registered
     */
    boolean unlinkToDeath(DeathRecipient recipient, int flags);

    /** Told when the process that owns an object is dead. */
    @FunctionalInterface
    interface DeathRecipient {
        /** Runs on a looper thread, without any lock held, exactly once per registration. */
        void binderDied();

        /**
         * What is called; calls {@link #binderDied()} unless it is overridden.
         *
         * @param who the object, as it was when the recipient was linked; {@link BinderProxy#deathReason()} says why
         */
        default void binderDied(IBinder who) {
            binderDied();
        }
    }
}
