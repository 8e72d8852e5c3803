package io.bindery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.internal.driver.BBinder;
import io.bindery.internal.driver.BinderAccess;
import io.bindery.internal.driver.CallerIdentity;
import io.bindery.internal.driver.ReservedTransactions;
import io.bindery.internal.driver.TransactionFlags;
import io.bindery.internal.driver.WorkSources;
import io.bindery.internal.stream.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An object that other processes can call, in the process that owns it. Generated stubs extend it; by hand, override
 * {@link #onTransact}.
 *
 * <p>It is exported to another process by being written to a parcel, and stays exported for as long as that process
 * holds a reference.
 */
public class Binder implements IBinder {
    static {
        BinderAccess.set(new BinderAccess() {
            @Override
            public BBinder node(Binder binder) {
                return binder.node;
            }

            @Override
            public boolean onTransact(Binder binder, int code, Parcel data, @Nullable Parcel reply, int flags)
                    throws RemoteException {
                return binder.onTransact(code, data, reply, flags);
            }
        });
    }

    @SuppressWarnings("this-escape") // the node only keeps the reference
    private final BBinder node = new BBinder(this);

    private volatile @Nullable IInterface owner;
    private volatile @Nullable String descriptor;
    private volatile @Nullable IBinder extension;

    /** Creates an object without an interface; see {@link #attachInterface}. */
    public Binder() {}

    // ---- who calls

    /**
     * Pid of the process whose call this thread is handling, from the kernel; our own outside a call. In a oneway call
     * too, where Android says 0.
     *
     * @throws IllegalStateException in strict mode, outside a call; or where {@link #guardCallingIdentity} forbids it
     */
    public static int getCallingPid() {
        return CallerIdentity.callingPid();
    }

    /**
     * Uid of the process whose call this thread is handling, from the kernel; our own outside a call.
     *
     * @throws IllegalStateException as {@link #getCallingPid()} does
     */
    public static int getCallingUid() {
        return CallerIdentity.callingUid();
    }

    /**
     * Group of the process whose call this thread is handling, from the kernel, as it was when the session was opened; our
     * own outside a call.
     *
     * @throws IllegalStateException as {@link #getCallingPid()} does
     */
    public static int getCallingGid() {
        return CallerIdentity.callingGid();
    }

    /**
     * Security context of the process whose call this thread is handling, such as SELinux and AppArmor name it; null
     * outside a call, after {@link #clearCallingIdentity()}, and where the kernel has none.
     *
     * @throws IllegalStateException as {@link #getCallingPid()} does
     */
    public static @Nullable String getCallingSid() {
        return CallerIdentity.callingSid();
    }

    /**
     * As {@link #getCallingUid()}, but never our own by accident.
     *
     * @throws IllegalStateException if this thread handles no call and has not called {@link #clearCallingIdentity()}
     */
    public static int getCallingUidOrThrow() {
        return CallerIdentity.callingUidOrThrow();
    }

    /**
     * As {@link #getCallingPid()}, but never our own by accident.
     *
     * @throws IllegalStateException as {@link #getCallingUidOrThrow()} does
     */
    public static int getCallingPidOrThrow() {
        return CallerIdentity.callingPidOrThrow();
    }

    /** Whether this thread is handling a call of another process. */
    public static boolean isHandlingTransaction() {
        return CallerIdentity.isHandlingTransaction();
    }

    /**
     * Where the oneway call that this thread is handling stands in what its transport keeps: over {@code chronicle:} its
     * index in the queue. A call that comes twice, since it was being handled when its process died, has the same one.
     *
     * @return the position; -1 outside a oneway call, and where the transport keeps none
     */
    public static long getCallingPosition() {
        return CallerIdentity.callingPosition();
    }

    /**
     * Whether all methods that read the calling identity throw outside a call, as {@link #getCallingUidOrThrow()} always
     * does: so that a check that was moved to another thread fails and does not see the rights of this process. Off by
     * default. For the whole process, since a thread outside a call belongs to no context.
     */
    public static void setStrictCallingIdentity(boolean strict) {
        CallerIdentity.setStrict(strict);
    }

    /**
     * Forbids to read the calling identity until the guard is closed: for the part of a handler that must decide without
     * regard to who calls. Calls that this thread handles meanwhile are not concerned.
     *
     * @param reason named by the exception that a reader gets
     * @return to be closed by the same thread, the last guard first
     */
    public static CallContextGuard guardCallingIdentity(String reason) {
        return CallerIdentity.guard(reason);
    }

    /** See {@link #guardCallingIdentity}. */
    public interface CallContextGuard extends AutoCloseable {
        /**
         * Allows the calling identity to be read again.
         *
         * @throws IllegalStateException if another thread calls it, or one that was opened later is still open
         */
        @Override
        void close();
    }

    /**
     * Makes this process the caller for the rest of the call, or until {@link #restoreCallingIdentity}: a service does so
     * before it uses others in its own name.
     *
     * @return what gives the caller back
     */
    public static long clearCallingIdentity() {
        return CallerIdentity.clear();
    }

    /**
     * Ends what {@link #clearCallingIdentity()} began. Where it is forgotten, it ends with the call.
     *
     * @param token what that returned
     * @throws IllegalStateException if it is not of this call, or nothing is cleared
     */
    public static void restoreCallingIdentity(long token) {
        CallerIdentity.restore(token);
    }

    /** Runs {@code action} between {@link #clearCallingIdentity()} and {@link #restoreCallingIdentity}. */
    public static <E extends Exception> void withCleanCallingIdentity(ThrowingRunnable<E> action) throws E {
        long token = clearCallingIdentity();
        try {
            action.run();
        } finally {
            restoreCallingIdentity(token);
        }
    }

    /** As the other one, for an action with a result. */
    public static <T extends @Nullable Object, E extends Exception> T withCleanCallingIdentity(
            ThrowingSupplier<T, E> action) throws E {
        long token = clearCallingIdentity();
        try {
            return action.get();
        } finally {
            restoreCallingIdentity(token);
        }
    }

    /** An action that may throw. */
    @FunctionalInterface
    public interface ThrowingRunnable<E extends Exception> {
        void run() throws E;
    }

    /** An action that has a result and may throw. */
    @FunctionalInterface
    public interface ThrowingSupplier<T extends @Nullable Object, E extends Exception> {
        T get() throws E;
    }

    // ---- on whose behalf

    /**
     * Sets the work source of this thread: the calls that it makes from now on carry it, until the call that it handles
     * ends. Nothing is carried, and nothing costs, while none is set.
     *
     * @param value any number but {@link WorkSource#UNSET}, which clears it
     * @return the one before, for {@link #restoreCallingWorkSource}
     */
    public static WorkSource setCallingWorkSource(long value) {
        return WorkSources.set(new WorkSource(value, true));
    }

    /** As {@link #setCallingWorkSource}, but the calls of this thread carry it only if they carried the one before. */
    public static WorkSource setCallingWorkSourceWithoutPropagation(long value) {
        return WorkSources.set(new WorkSource(value, shouldPropagateWorkSource()));
    }

    /**
     * The work source of this thread: what was set, or what came with the call that it handles; {@link WorkSource#UNSET}
     * if there is none. It is not to be trusted.
     */
    public static long getCallingWorkSource() {
        return WorkSources.current().value();
    }

    /**
     * Clears the work source; the calls of this thread carry none.
     *
     * @return the one before, for {@link #restoreCallingWorkSource}
     */
    public static WorkSource clearCallingWorkSource() {
        return setCallingWorkSource(WorkSource.UNSET);
    }

    /** Brings back what was there before it was set or cleared, and whether it is carried. */
    public static void restoreCallingWorkSource(WorkSource before) {
        WorkSource ignored = WorkSources.set(before);
    }

    /** Whether the calls of this thread carry its work source. */
    public static boolean shouldPropagateWorkSource() {
        return WorkSources.current().propagated();
    }

    /** The calls of this thread do not carry its work source any more. */
    public static void clearPropagateWorkSource() {
        WorkSource ignored = WorkSources.set(new WorkSource(getCallingWorkSource(), false));
    }

    // ---- the object

    /**
     * Has the handlers of this object's transactions from other processes run with at least this priority, on whichever thread
     * they run: its nice value is lowered before the handler and set back afterwards, which costs three system calls. As
     * {@code AIBinder_setMinSchedulerPolicy} with {@code SCHED_NORMAL}. To be called before the object is sent anywhere.
     *
     * @param nice -20, most of a CPU, to 19
     * @throws IllegalStateException if the object was sent already, or on a virtual thread
     * @throws SecurityException if this process may not run threads at that priority; the message says what allows it
     */
    public final void setMinSchedulerPriority(int nice) {
        if (nice < -20 || nice > 19) {
            throw new IllegalArgumentException("out of range: nice=" + nice + " range=-20..19");
        }
        if (node.wasExported()) {
            throw new IllegalStateException("the object was sent already: set its priority before");
        }
        node.setMinNice(nice);
    }

    /**
     * Says which interface this object implements; generated stubs call it in their constructor.
     *
     * @param owner what {@link #queryLocalInterface} returns; null if the object is only called by its transactions
     */
    public void attachInterface(@Nullable IInterface owner, String descriptor) {
        this.owner = owner;
        this.descriptor = descriptor;
    }

    @Override
    public String getInterfaceDescriptor() {
        String attached = descriptor;
        return attached == null ? "" : attached;
    }

    @Override
    public boolean pingBinder() {
        return true;
    }

    @Override
    public boolean isBinderAlive() {
        return true;
    }

    @Override
    public @Nullable IInterface queryLocalInterface(String descriptor) {
        return descriptor.equals(this.descriptor) ? owner : null;
    }

    /**
     * Runs the transaction in the caller's thread, and throws what the handler throws; {@link #FLAG_ONEWAY} has no effect
     * on a local object.
     */
    @Override
    public final boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        TransactionFlags.check(flags);
        data.setDataPosition(0);
        if ((flags & FLAG_CLEAR_BUF) != 0) {
            data.markSensitive();
            if (reply != null) {
                reply.markSensitive();
            }
        }
        boolean known = ReservedTransactions.answer(this, code, reply) || onTransact(code, data, reply, flags);
        if (reply != null) {
            reply.setDataPosition(0);
        }
        return known;
    }

    /**
     * Handles one transaction. Called on a looper thread for a remote caller, in the caller's thread for a local one.
     * An exception travels to the caller; of a oneway call it is logged here.
     *
     * <p>This implementation answers {@link #INTERFACE_TRANSACTION}, {@link #INTERFACE_VERSION_TRANSACTION},
     * {@link #INTERFACE_HASH_TRANSACTION}, {@link #DUMP_TRANSACTION} and {@link #SHELL_COMMAND_TRANSACTION}: who overrides it calls it for codes of which he knows nothing.
     *
     * @param data the arguments, valid until this method returns
     * @param reply takes the result; null for a oneway call
     * @return false if the code is not known
     */
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        switch (code) {
            case INTERFACE_TRANSACTION -> {
                if (reply != null) {
                    reply.writeString(getInterfaceDescriptor());
                }
            }
            case INTERFACE_VERSION_TRANSACTION, INTERFACE_HASH_TRANSACTION -> {
                return answerVersion(code, reply);
            }
            case DUMP_TRANSACTION -> Diagnostics.serveDump(data, this::dump);
            case SHELL_COMMAND_TRANSACTION -> {
                checkShellCaller();
                int result = Diagnostics.serveShellCommand(data, this::handleShellCommand);
                if (reply != null) {
                    reply.writeInt(result);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean answerVersion(int code, @Nullable Parcel reply) throws RemoteException {
        IInterface implementation = owner;
        if (implementation == null || reply == null) {
            return implementation != null;
        }
        if (code == INTERFACE_VERSION_TRANSACTION) {
            reply.writeInt(implementation.getInterfaceVersion());
        } else {
            reply.writeString(implementation.getInterfaceHash());
        }
        return true;
    }

    /**
     * Names a transaction for logs and traces; generated stubs override it with the names of their methods.
     *
     * @return null if the code is not known
     */
    public @Nullable String getTransactionName(int code) {
        return switch (code) {
            case PING_TRANSACTION -> "ping";
            case INTERFACE_TRANSACTION -> "getInterfaceDescriptor";
            case INTERFACE_VERSION_TRANSACTION -> "getInterfaceVersion";
            case INTERFACE_HASH_TRANSACTION -> "getInterfaceHash";
            default -> null;
        };
    }

    // ---- dump, shell command, extension

    @Override
    public final void dump(OutputStream out, String... arguments) {
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, UTF_8));
        try {
            dump(writer, arguments);
        } catch (SecurityException e) {
            writer.println("refused: " + e.getMessage());
            throw e;
        } catch (RuntimeException | Error e) {
            writer.println();
            writer.println("an exception ended the dump:");
            e.printStackTrace(writer);
        } finally {
            writer.flush();
        }
    }

    /**
     * Writes what this object knows about itself, in words for people; override it. Nothing by default. Called as
     * {@link #onTransact} is. An exception is written behind what was written so far; a {@link SecurityException} also
     * travels to the caller.
     */
    protected void dump(PrintWriter out, String[] arguments) {}

    @Override
    public final void dump(ParcelFileDescriptor out, String... arguments) throws RemoteException {
        try (OutputStream stream = new ParcelFileDescriptor.AutoCloseOutputStream(out.dup())) {
            dump(stream, arguments);
        } catch (IOException e) {
            throw new RemoteException("the dump could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public final void dumpAsync(ParcelFileDescriptor out, String... arguments) throws RemoteException {
        try {
            dumpAsync(new ParcelFileDescriptor.AutoCloseOutputStream(out.dup()), arguments);
        } catch (IOException e) {
            throw new RemoteException("the dump could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public final void dumpAsync(OutputStream out, String... arguments) {
        Thread dumper = new Thread(
                () -> {
                    try (out) {
                        dump(out, arguments);
                    } catch (IOException | SecurityException e) {
                        System.getLogger("io.bindery.dump").log(System.Logger.Level.WARNING, "a dump failed", e);
                    }
                },
                "bindery-dump");
        dumper.setDaemon(true);
        dumper.start();
    }

    @Override
    public final int shellCommand(InputStream in, OutputStream out, OutputStream err, String... arguments) {
        return handleShellCommand(in, out, err, arguments);
    }

    private static void checkShellCaller() {
        int caller = getCallingUid();
        if (caller != 0 && caller != CallerIdentity.ownUid()) {
            throw new SecurityException("shell commands are for root and for the user of this process: caller=" + caller
                    + " owner=" + CallerIdentity.ownUid());
        }
    }

    /**
     * Carries out a shell command; override it. Called as {@link #onTransact} is, for root and for this process's own
     * user only. By default it says that there are none.
     *
     * @param out the output; what was written is sent at the latest when this method returns
     * @return 0 for success
     */
    protected int handleShellCommand(InputStream in, OutputStream out, OutputStream err, String[] arguments) {
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(err, UTF_8));
        writer.println("no shell commands here: interface=" + getInterfaceDescriptor());
        writer.flush();
        return -1;
    }

    @Override
    public final @Nullable IBinder getExtension() {
        return extension;
    }

    /**
     * Says what {@link #getExtension()} returns. An extension need not implement any interface in particular.
     *
     * @throws IllegalStateException if this object was sent to another process already
     */
    public final void setExtension(@Nullable IBinder extension) {
        if (node.wasExported()) {
            throw new IllegalStateException(
                    "an extension is set before the object is sent to another process: interface="
                            + getInterfaceDescriptor());
        }
        this.extension = extension;
    }

    // ---- death

    /** Does nothing: this object lives as long as the process that would be told. */
    @Override
    public void linkToDeath(DeathRecipient recipient, int flags) {}

    /**
     * {@inheritDoc}
     *
     * @throws NoSuchElementException never: recipients of a local object are not kept
     */
    @Override
    public boolean unlinkToDeath(DeathRecipient recipient, int flags) {
        return true;
    }
}
