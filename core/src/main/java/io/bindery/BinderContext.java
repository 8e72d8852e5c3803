package io.bindery;

import io.bindery.internal.Bootstrap;
import io.bindery.internal.driver.DriverContext;
import io.bindery.looper.WaitStrategy;
import io.bindery.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A closed world of processes and names, and this process's place in it: what {@code /dev/binder} is on Android. It is
 * a directory with one socket per process; the processes that open the same name in the same directory meet in it.
 *
 * <p>The first process to open a context hosts its service manager, if one is on the class or module path; when that
 * process goes away, the next one to open the context does.
 *
 * <p><b>Threading:</b> all methods may be called from any thread.
 */
public abstract sealed class BinderContext implements AutoCloseable permits DriverContext {
    protected BinderContext() {}

    /**
     * Opens a context with default options.
     *
     * @throws IOException if the directory or the socket cannot be used: says which, why, and what to do
     */
    public static BinderContext open(String name) throws IOException {
        return builder(name).open();
    }

    /**
     * Begins to open a context with options.
     *
     * @param name 1 to 32 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    public abstract String name();

    /** The directory in which the processes of this context meet. */
    public abstract Path directory();

    /** Whether this process hosts the service manager. */
    public abstract boolean isContextManager();

    /**
     * Returns the object at handle 0: the service manager.
     *
     * @throws RemoteException if no process hosts one, or it cannot be reached
     */
    public abstract IBinder getContextObject() throws RemoteException;

    /**
     * Returns the object that the process at an address offers there; for processes that do not share a directory. The
     * session that this opens is apart from those of the context: what is reached by it is reached by it only, and objects
     * of third processes cannot be passed on over it. Connecting to the same address again uses the same session as long
     * as it is open.
     *
     * @param address {@code unix:PATH} or {@code unix:@NAME} (module {@code io.bindery.transport.socket}), {@code
     *     pipe:...} (module {@code io.bindery.transport.pipe}), {@code local:NAME}, {@code shm:PATH}
     * @throws IllegalArgumentException if that is no address, or its transport is not on the class or module path
     * @throws RemoteException if nobody listens there, or does not want the session; the message says why
     */
    public abstract IBinder connect(String address) throws RemoteException;

    /**
     * Offers an object to the processes that {@link #connect} to an address, until the endpoint or the context is closed.
     * Who may connect is a matter of the address: for a socket file, of its permissions and those of its directory, for an
     * abstract name everybody on the machine. {@link Binder#getCallingUid} tells who calls, where the transport has
     * {@link io.bindery.transport.Trait#IDENTITY}.
     *
     * @throws IllegalArgumentException if that is no address, or its transport is not on the class or module path
     * @throws IOException if nobody can listen there: says why, and what to do
     */
    public abstract Endpoint listen(String address, Binder root) throws IOException;

    /** Says who is told what peers report of this process's oneway calls; null for nobody, as at first. */
    public abstract void setOnewayListener(@Nullable OnewayListener listener);

    /** What became of oneway calls since this context was opened. */
    public abstract OnewayCounts onewayCounts();

    /**
     * Changes how many looper threads this context starts on demand; see {@link Builder#looperThreads}. Those that run already
     * go on, if there are more. With 0 none is started, and calls wait until threads {@linkplain #joinThreadPool join}.
     *
     * @param most 0 to 1024
     * @throws IllegalStateException if the context was opened with {@code looperThreads(0)}
     */
    public abstract void setThreadPoolMaxThreadCount(int most);

    /** How many looper threads this context starts on demand at most; those that {@link #joinThreadPool} do not count. */
    public abstract int getThreadPoolMaxThreadCount();

    /**
     * Makes the calling thread a looper of this context, beside those that it starts: it runs handlers, and returns when the
     * context is closed. An interrupt has no effect on it. How deep calls may nest in its handlers depends on the size of its
     * stack.
     *
     * @throws IllegalStateException on a virtual thread, on one that is a looper or in a handler, or if the context was opened
     *     with {@code looperThreads(0)}, or is closed
     */
    public abstract void joinThreadPool();

    /**
     * One turn of the looper in the calling thread: handles what has arrived and returns at once. For contexts with
     * {@code looperThreads(0)}, whose user polls in a duty cycle of his own; one thread at a time.
     *
     * @return how many transactions were handled
     * @throws IllegalStateException if the context has looper threads of its own, or is closed
     */
    public abstract int doWork();

    /**
     * Freezes a process of this context: it serves no calls until it is thawed. Calls that wait for a result fail at once,
     * at their callers, with {@link FrozenObjectException}; oneway calls wait, up to {@link Limits#onewayQueueBytes()} for
     * each peer and then in the ring, and one with {@link IBinder#FLAG_UPDATE_TXN} takes the place of the one before. Its
     * own calls go on. Oneway calls that were taken before are finished.
     *
     * <p>A process may freeze itself; root may freeze any, and a user his own.
     *
     * @param pid the process, as this one knows it
     * @param patience how long to wait until the calls end that the process is serving
     * @return whether it is frozen; false if such a call has not ended, and then nothing has changed
     * @throws SecurityException if this process may not
     * @throws RemoteException if there is no such process in this context, or it cannot be asked
     */
    public abstract boolean freeze(int pid, Duration patience) throws RemoteException;

    /**
     * Thaws a process: it serves the oneway calls that wait, each object's in the order in which they came, and then
     * whatever comes. Without effect if it is not frozen.
     *
     * @throws SecurityException as {@link #freeze} does
     * @throws RemoteException as {@link #freeze} does
     */
    public abstract void unfreeze(int pid) throws RemoteException;

    /**
     * Returns whether a process is frozen, and what has come for it meanwhile.
     *
     * @throws SecurityException as {@link #freeze} does
     * @throws RemoteException as {@link #freeze} does
     */
    public abstract FrozenInfo frozenInfo(int pid) throws RemoteException;

    /**
     * Ends all sessions, stops the threads and removes the socket. Pending calls end with {@link DeadObjectException}.
     * Waits for handlers that are running, unless called by one. Idempotent.
     */
    @Override
    public abstract void close();

    /** Options of a context; each has a sound default. */
    public static final class Builder {
        private final String name;
        private @Nullable Path home;
        private WaitStrategy waitStrategy = WaitStrategy.ADAPTIVE;
        private int looperThreads = 15;
        private @Nullable ThreadFactory threadFactory;
        private List<Integer> cpus = List.of();
        private Duration onewayTimeout = Duration.ofSeconds(10);
        private boolean stackTraces;
        private Limits limits = Limits.DEFAULT;
        private List<String> transports = List.of(ContextOptions.DEFAULT_TRANSPORT);

        Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * The directory that holds the context directories. By default {@code $BINDERY_HOME}, else
         * {@code $XDG_RUNTIME_DIR/bindery}, else a private directory under the temporary one.
         */
        public Builder home(Path home) {
            this.home = Objects.requireNonNull(home, "home");
            return this;
        }

        /** How threads wait for calls and replies; {@link WaitStrategy#ADAPTIVE} by default. */
        public Builder waitStrategy(WaitStrategy waitStrategy) {
            this.waitStrategy = Objects.requireNonNull(waitStrategy, "waitStrategy");
            return this;
        }

        /**
         * Most looper threads that run handlers; they are started on demand. 15 by default. With 0 none is started and
         * the user calls {@link BinderContext#doWork()}.
         */
        public Builder looperThreads(int looperThreads) {
            this.looperThreads = ContextOptions.checkLooperThreads(looperThreads);
            return this;
        }

        /** Makes the threads of this context; daemon platform threads by default. They are named by the context. */
        public Builder threadFactory(ThreadFactory threadFactory) {
            this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
            return this;
        }

        /** The CPUs on which looper threads run; all by default. */
        public Builder cpus(int... cpus) {
            this.cpus = Arrays.stream(cpus).boxed().toList();
            return this;
        }

        /** How long a oneway call waits for room before it fails; 10 s by default. */
        public Builder onewayTimeout(Duration onewayTimeout) {
            if (onewayTimeout.isNegative()) {
                throw new IllegalArgumentException("must not be negative: onewayTimeout=" + onewayTimeout);
            }
            this.onewayTimeout = onewayTimeout;
            return this;
        }

        /**
         * Whether an exception of a handler takes the place where it was thrown along to the caller, who finds it as the
         * cause; off by default, since it tells peers of this process's insides.
         */
        public Builder stackTraces(boolean stackTraces) {
            this.stackTraces = stackTraces;
            return this;
        }

        /** What a peer may use of this process. */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * How the processes of the context reach each other, best first; {@code shm} by default. Each process listens with
         * all of the list that it can use, and connects by the first that both can: with {@code transports("shm", "unix")}
         * calls go over a socket where a sandbox denies sealed memory or the passing of descriptors, and the log says why.
         *
         * <p>With none at all the context stands alone: it has no directory and no service manager, and reaches others
         * only by {@link BinderContext#connect} and {@link BinderContext#listen}.
         *
         * @param schemes such as {@code shm}, {@code unix}; each has to be on the class or module path when the context is
         *     opened, and needs the traits DUPLEX, PAYLOAD and ACKNOWLEDGED
         */
        public Builder transports(String... schemes) {
            this.transports = List.of(schemes);
            return this;
        }

        /**
         * Opens the context.
         *
         * @throws IllegalArgumentException if the name is malformed
         * @throws IOException if the directory or the socket cannot be used: says which, why, and what to do
         */
        public BinderContext open() throws IOException {
            return Bootstrap.open(new ContextOptions(
                    name,
                    home,
                    waitStrategy,
                    looperThreads,
                    threadFactory,
                    cpus,
                    onewayTimeout,
                    stackTraces,
                    limits,
                    transports));
        }
    }
}
