package io.bindery.internal.driver;

import io.bindery.internal.linux.FutexWaiters;
import io.bindery.internal.linux.ThreadStack;
import io.bindery.internal.linux.WakeWord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the driver knows of a thread: whose call it is handling, the frames of nested handlers, the chain of calls that it
 * is part of, and the requests that others have queued to it while it waits.
 *
 * <p><b>Threading:</b> the thread itself, but for {@link #offer}, {@link #wake} and the fields that are volatile.
 */
final class ThreadState {
    /** Deepest nesting of handlers on one thread, where its stack holds as many. */
    static final int MAX_DEPTH = 1_000;

    /** So many handlers nest without a look at the stack: an ordinary call need not know what is left of it. */
    static final int UNCHECKED_DEPTH = 3;

    /** How many handlers nest between two looks: a look costs a system call. */
    private static final int LEVELS_PER_LOOK = 4;

    /**
     * What a thread's stack must have left for {@value #LEVELS_PER_LOOK} more handlers, in bytes; some 100 KiB of it are
     * the guard zones of the JVM. A simple level takes 2 to 4 KiB as long as it is interpreted.
     */
    private static final long STACK_RESERVE_BYTES = 256 << 10;

    /**
     * The same for a virtual thread: when it parks, the JVM takes its frames off the carrier's stack by a recursion over
     * them, on that very stack, and throws a StackOverflowError where that does not fit.
     */
    private static final long VIRTUAL_RESERVE_BYTES = 640 << 10;

    /** The same where the C library does not say what is left: of 1 MiB, a simple handler needs a half for so many. */
    private static final int MAX_DEPTH_UNSEEN = 128;

    /** No oneway call is handled, or one whose transport keeps none. */
    static final long NO_POSITION = -1;

    private static final ThreadLocal<ThreadState> LOCAL =
            ThreadLocal.withInitial(() -> new ThreadState(Thread.currentThread()));

    final Thread thread;
    final boolean virtual;

    /** Whose call this thread is handling, or has handled last: see {@link #caller()}. */
    private @Nullable Peer caller;

    /** The sync lane on which that call came: see {@link #serving()}. */
    private @Nullable CallLane serving;

    /** What was set for that call, or outside any for this thread; null for nothing. */
    @Nullable
    CallScope scope;

    /** The lane that this thread used last; likely free, and its lines in this CPU's cache. */
    @Nullable
    CallLane lastLane;

    /** The chain in which this thread waits or serves; 0 if none. Stored with release: routers compare it. */
    final AtomicLong chain = new AtomicLong();

    /** The context through which this thread takes part in {@link #chain}, if it does in any; stored before it. */
    private @Nullable DriverContext chainContext;

    private final long firstChain;
    private int chains;

    private long position = NO_POSITION;

    /** How deep the oneway call is nested to which {@link #position} belongs. */
    private int positionDepth;

    private ServeFrame[] frames = new ServeFrame[2];
    private int depth;

    private final ArrayDeque<RoutedRequest> inbox = new ArrayDeque<>(0);
    private volatile int inboxSize;

    private final WakeWord wakeWord = new WakeWord();
    private @Nullable WaitLimit ownLimit;
    private @Nullable FutexWaiters waiters;
    private @Nullable DescriptorSleep descriptors;

    /** Set while this thread sleeps on descriptors, where incrementing the wake word does not reach it. */
    private volatile @Nullable DescriptorSleep sleepsOn;

    ThreadState(Thread thread) {
        this.thread = thread;
        virtual = thread.isVirtual();
        firstChain = Chains.register(this);
    }

    static ThreadState current() {
        Thread thread = Thread.currentThread();
        return thread instanceof LooperThread looper ? looper.state : LOCAL.get();
    }

    // ---- frames of handlers

    /**
     * Enters the handler of a call; the frame's parcels are free to use until {@link #leave}.
     *
     * <p>A reference is stored only where it changes, which it hardly ever does from one call to the next: to the
     * collector, a store is dearer than a look.
     *
     * @param from whose call it is
     * @param on the sync lane on which it came; null for a oneway call
     */
    ServeFrame enter(Peer from, @Nullable CallLane on, long chainName) {
        int level = depth;
        if (level == frames.length) {
            frames = Arrays.copyOf(frames, 2 * level);
        }
        ServeFrame frame = frames[level];
        if (frame == null) {
            frame = new ServeFrame();
            frames[level] = frame;
        }
        long outerChain = chain.getPlain(); // of the handler around this one, or of the thread's own call
        frame.chain = outerChain;
        if (outerChain != 0) {
            frame.chainContext = chainContext;
        }
        if (level != 0) {
            frame.caller = caller;
            frame.serving = serving;
        }
        if (scope != null) {
            frame.scope = scope;
            scope = null;
        }
        handle(from, on);
        joinChain(chainName, from.context);
        depth = level + 1;
        return frame;
    }

    /** The handler has returned: what was handled before it is handled again. */
    void leave() {
        int level = depth - 1;
        depth = level;
        ServeFrame frame = frames[level];
        if (level != 0) {
            handle(frame.caller, frame.serving);
        }
        if (scope != frame.scope) {
            scope = frame.scope;
        }
        if (frame.scope != null) {
            frame.scope = null;
        }
        leaveChainOf(frame);
    }

    /** Goes back to the chain of what was handled before the call of {@code frame}; what {@link #leave} does too. */
    void leaveChainOf(ServeFrame frame) {
        if (frame.chain == 0) {
            leaveChain();
        } else {
            joinChain(frame.chain, frame.chainContext);
        }
    }

    private void handle(@Nullable Peer from, @Nullable CallLane on) {
        if (caller != from) {
            caller = from;
        }
        if (serving != on) {
            serving = on;
        }
    }

    /** The oneway call that this thread has just {@linkplain #enter entered} stands there in its stream. */
    void setPosition(long position) {
        this.position = position;
        positionDepth = depth;
    }

    /** Where the call that this thread is handling stands in the stream of its transport. */
    long position() {
        return depth != 0 && positionDepth == depth && serving == null ? position : NO_POSITION;
    }

    /** Whose call this thread is handling; null outside a handler. */
    @Nullable
    Peer caller() {
        return depth == 0 ? null : caller;
    }

    /** The sync lane on which that call came; null outside a handler, and in one of a oneway call. */
    @Nullable
    CallLane serving() {
        return depth == 0 ? null : serving;
    }

    /** Lets go of peers and lanes used before, so that those that have ended can be collected. Outside handlers. */
    void forgetLast() {
        caller = null;
        serving = null;
        lastLane = null;
        chainContext = null;
        for (ServeFrame frame : frames) {
            if (frame != null) {
                frame.forgetLast();
            }
        }
    }

    int depth() {
        return depth;
    }

    /** Says why the handler that was just entered, deeper than {@link #UNCHECKED_DEPTH}, must not run; null if it may. */
    @Nullable
    String nestedTooDeep() {
        if (depth > MAX_DEPTH) {
            return "calls are nested too deep: limit=" + MAX_DEPTH;
        }
        if (depth % LEVELS_PER_LOOK != 0) {
            return null;
        }
        long left = ThreadStack.left();
        long reserve = virtual ? VIRTUAL_RESERVE_BYTES : STACK_RESERVE_BYTES;
        boolean fits = left == ThreadStack.UNKNOWN ? depth <= MAX_DEPTH_UNSEEN : left >= reserve;
        return fits
                ? null
                : "calls are nested too deep for the stack of their thread: depth=" + depth + " limit=" + MAX_DEPTH
                        + " thread=" + thread.getName() + " stackBytesLeft=" + left
                        + "; begin them on a thread with a larger stack";
    }

    /** The present scope; made if there is none. */
    CallScope ownScope() {
        CallScope present = scope;
        if (present == null) {
            present = new CallScope();
            scope = present;
        }
        return present;
    }

    /** Lets go of the present scope if nothing is set in it any more. */
    void dropEmptyScope() {
        CallScope present = scope;
        if (present != null && present.isEmpty()) {
            scope = null;
        }
    }

    /** The innermost limit of the calls that this thread makes now; null if there is none. */
    @Nullable
    DriverCallLimit limit() {
        CallScope present = scope;
        return present == null ? null : present.limit;
    }

    /** Begins a call that has a time of its own. What is returned is valid until the next one begins on this thread. */
    WaitLimit beginLimit(long timeoutNs) {
        WaitLimit begun = ownLimit;
        if (begun == null) {
            begun = new WaitLimit();
            ownLimit = begun;
        }
        begun.startTimed(timeoutNs, limit());
        return begun;
    }

    // ---- chains

    /** A name for the chain that begins with a call of this thread outside any handler; never 0. */
    long newChain() {
        return firstChain | (++chains & Chains.COUNTER_MASK);
    }

    /** Joins a chain on behalf of a context. */
    void joinChain(long name, @Nullable DriverContext context) {
        if (chainContext != context) {
            chainContext = context;
        }
        chain.setRelease(name);
    }

    /** Takes part in no chain any more. */
    void leaveChain() {
        chain.setRelease(0);
    }

    /** Whether this thread takes part in a chain on behalf of {@code context}. Any thread; racy. */
    boolean isIn(long name, DriverContext context) {
        return chain.getAcquire() == name && chainContext == context;
    }

    // ---- requests from elsewhere in the chain

    /** Queues a request that this thread has to serve because its chain waits here, and wakes it. Any thread. */
    void offer(RoutedRequest request) {
        synchronized (inbox) {
            inbox.addLast(request);
            inboxSize = inbox.size();
        }
        wake();
    }

    boolean hasRequests() {
        return inboxSize != 0;
    }

    @Nullable
    RoutedRequest pollRequest() {
        synchronized (inbox) {
            RoutedRequest request = inbox.pollFirst();
            inboxSize = inbox.size();
            return request;
        }
    }

    /** Takes back a request that this thread has not begun to serve. Any thread. Returns false if it is not there. */
    boolean withdraw(RoutedRequest request) {
        synchronized (inbox) {
            boolean removed = inbox.remove(request);
            inboxSize = inbox.size();
            return removed;
        }
    }

    /** This thread gives up waiting: requests that were to be served here go to the loopers. */
    void handBackRequests() {
        for (RoutedRequest request = pollRequest(); request != null; request = pollRequest()) {
            request.lane().handBack();
        }
    }

    // ---- sleeping

    /** What the wake word holds; read it before the last look at whatever {@link #wake} announces. */
    int wakeValue() {
        return wakeWord.value();
    }

    /** Ends the thread's sleep, or the next one if it read {@link #wakeValue} before this call. Any thread. */
    void wake() {
        wakeWord.wake();
        DescriptorSleep sleep = sleepsOn;
        if (sleep != null) {
            sleep.wake();
        }
        if (virtual) {
            LockSupport.unpark(thread);
        }
    }

    /** Sleeps until {@link #wake}, or one of {@code count} further words that the caller has set, or the timeout. */
    void sleep(FutexWaiters set, int count, int wakeValue, long timeoutNs) {
        wakeWord.addTo(set, count, wakeValue);
        set.wait(count + 1, timeoutNs);
    }

    /** Sleeps until {@link #wake}, or one of {@code count} descriptors that the caller has set, or the timeout. */
    void sleep(DescriptorSleep set, int count, int wakeValue, long timeoutNs) {
        sleepsOn = set; // before the look at the word: who increments it looks here afterwards
        try {
            if (wakeWord.holds(wakeValue)) {
                set.sleep(count, timeoutNs);
            }
        } finally {
            sleepsOn = null;
        }
    }

    /** The thread's set of descriptors to sleep on, with room for {@code count}. */
    DescriptorSleep descriptors(int count) {
        DescriptorSleep set = descriptors;
        if (set == null) {
            set = new DescriptorSleep();
            descriptors = set;
        }
        set.reserve(count);
        return set;
    }

    /** The thread ends. */
    void close() {
        DescriptorSleep set = descriptors;
        if (set != null) {
            descriptors = null;
            set.close();
        }
    }

    /** Sleeps until {@link #wake} or the timeout. */
    void sleep(int wakeValue, long timeoutNs) {
        if (virtual) {
            parkVirtual(timeoutNs);
        } else {
            wakeWord.sleep(wakeValue, timeoutNs);
        }
    }

    /** An interrupt, at which a virtual thread does not park, ends no call: it is set aside meanwhile. */
    private void parkVirtual(long timeoutNs) {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(this, timeoutNs);
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** The thread's set of words to sleep on, with room for {@code count} and the wake word. */
    FutexWaiters waiters(int count) {
        FutexWaiters set = waiters;
        if (set == null || set.capacity() < count + 1) {
            set = new FutexWaiters(Math.min(FutexWaiters.MAX_WAITERS, Math.max(2, 2 * count + 1)));
            waiters = set;
        }
        return set;
    }
}
