package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Waits for many descriptors at once, level-triggered: what is not dealt with is reported again.
 *
 * <p><b>Threading:</b> {@link #add}, {@link #modify} and {@link #remove} from any thread; {@link #await}, the accessors of
 * its result and {@link #close} from the one thread that waits.
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = 0x001;
    public static final int OUT = 0x004;
    /** Reported whether asked for or not. */
    public static final int ERR = 0x008;
    /** Both directions are closed; reported whether asked for or not. */
    public static final int HUP = 0x010;
    /** The peer will send no more. */
    public static final int RDHUP = 0x2000;

    private static final int EPOLL_CLOEXEC = 0x8_0000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int DEFAULT_MAX_EVENTS = 64;

    // struct epoll_event: u32 events, u64 data
    private static final long DATA_OFFSET = Architecture.CURRENT.epollEventPacked ? 4 : 8;
    private static final long EVENT_BYTES = DATA_OFFSET + Long.BYTES;

    private static final MethodHandle CREATE = Native.errnoCall("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle CONTROL =
            Native.errnoCall("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle WAIT =
            Native.errnoCall("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private final int fd;
    private final int maxEvents;
    private final MemorySegment ready;
    private int readyCount;
    private boolean closed;

    /** Reports up to {@value #DEFAULT_MAX_EVENTS} descriptors at a time. */
    public Epoll() throws SystemCallException {
        this(DEFAULT_MAX_EVENTS);
    }

    /** Reports up to {@code maxEvents} descriptors at a time; the others come next time. */
    public Epoll(int maxEvents) throws SystemCallException {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("maxEvents must be positive: maxEvents=" + maxEvents);
        }
        this.maxEvents = maxEvents;
        ready = Arena.ofAuto().allocate(EVENT_BYTES * maxEvents, Long.BYTES);
        fd = create();
    }

    /**
     * Starts to watch a descriptor.
     *
     * @param events a union of {@link #IN}, {@link #OUT}, {@link #RDHUP}
     * @param data what {@link #data} gives back when the descriptor is ready
     */
    public void add(int watched, int events, long data) throws SystemCallException {
        control("epoll_ctl(ADD)", EPOLL_CTL_ADD, watched, events, data);
    }

    /** Replaces the events and the data of a descriptor that is watched. */
    public void modify(int watched, int events, long data) throws SystemCallException {
        control("epoll_ctl(MOD)", EPOLL_CTL_MOD, watched, events, data);
    }

    /** Stops to watch a descriptor. To be done before it is closed: a duplicate elsewhere would keep it reported. */
    public void remove(int watched) throws SystemCallException {
        control("epoll_ctl(DEL)", EPOLL_CTL_DEL, watched, 0, 0);
    }

    /**
     * Waits until a descriptor is ready.
     *
     * @param timeoutMs milliseconds; 0 only looks, -1 waits without limit
     * @return how many are ready, for {@link #data} and {@link #events}; 0 after the time-out, or if a signal came
     * @throws IllegalStateException if this object is closed
     */
    public int await(int timeoutMs) {
        requireOpen();
        readyCount = 0;
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) WAIT.invokeExact(scratch.errno(), fd, ready, maxEvents, timeoutMs));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result == -Errno.EINTR) {
            return 0;
        }
        if (result < 0) {
            throw SystemCallException.misuse("epoll_wait", -result, "fd=" + fd);
        }
        readyCount = result;
        return result;
    }

    /** The data of the {@code i}-th descriptor that the last {@link #await} found ready. */
    public long data(int i) {
        return ready.get(JAVA_LONG_UNALIGNED, Objects.checkIndex(i, readyCount) * EVENT_BYTES + DATA_OFFSET);
    }

    /** The events of the {@code i}-th descriptor that the last {@link #await} found ready. */
    public int events(int i) {
        return ready.get(JAVA_INT_UNALIGNED, Objects.checkIndex(i, readyCount) * EVENT_BYTES);
    }

    /** Stops watching. Idempotent; the watched descriptors stay open. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileDescriptors.close(fd);
        }
    }

    private void control(String call, int operation, int watched, int events, long data) throws SystemCallException {
        requireOpen();
        CallScratch scratch = CallScratch.current();
        MemorySegment event = scratch.buffer();
        event.set(JAVA_INT, 0, events);
        event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
        int result;
        try {
            result = scratch.result((int) CONTROL.invokeExact(scratch.errno(), fd, operation, watched, event));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException(call, -result, "fd=" + watched + " events=0x" + Integer.toHexString(events));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("epoll is closed: fd=" + fd);
        }
    }

    private static int create() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) CREATE.invokeExact(scratch.errno(), EPOLL_CLOEXEC));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("epoll_create1", -result, "flags=EPOLL_CLOEXEC");
        }
        return result;
    }
}
