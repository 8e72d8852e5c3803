package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Sleeping until one of several descriptors is readable ({@code poll}): what {@link FutexWaiters} is for words.
 *
 * <p><b>Threading:</b> one thread at a time. The memory goes with the object.
 */
public final class DescriptorWaiters {
    // struct pollfd: int fd, short events, short revents
    private static final long ENTRY_BYTES = 8;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final short POLLHUP = 16;
    private static final long NS_PER_MS = 1_000_000;

    private static final MethodHandle POLL = Native.errnoCall("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private final MemorySegment entries;
    private final int capacity;

    /** Room for {@code capacity} descriptors. */
    public DescriptorWaiters(int capacity) {
        this.capacity = capacity;
        entries = Arena.ofAuto().allocate(capacity * ENTRY_BYTES, Long.BYTES);
    }

    public int capacity() {
        return capacity;
    }

    /** Says which descriptor is at {@code index}; a negative one is passed over. */
    public void set(int index, int fd) {
        set(index, fd, POLLIN);
    }

    private void set(int index, int fd, short events) {
        long offset = Objects.checkIndex(index, capacity) * ENTRY_BYTES;
        entries.set(JAVA_INT, offset, fd);
        entries.set(JAVA_SHORT, offset + 4, events);
        entries.set(JAVA_SHORT, offset + 6, (short) 0);
    }

    /**
     * Sleeps until one of the first {@code count} descriptors is readable or has hung up, or a signal comes.
     *
     * @param timeoutNs nanoseconds, rounded up to milliseconds
     */
    public void await(int count, long timeoutNs) {
        if (count < 1 || count > capacity) {
            throw new IllegalArgumentException("count is out of range: count=" + count + " capacity=" + capacity);
        }
        CallScratch scratch = CallScratch.current();
        int timeoutMs = (int) Math.min((timeoutNs + NS_PER_MS - 1) / NS_PER_MS, Integer.MAX_VALUE);
        int result;
        try {
            result = scratch.result((int) POLL.invokeExact(scratch.errno(), entries, (long) count, timeoutMs));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0 && result != -Errno.EINTR) {
            throw SystemCallException.misuse("poll", -result, "count=" + count);
        }
    }

    /** Whether the descriptor at {@code index} was found readable, or hung up, by the last {@link #await}. */
    public boolean isReady(int index) {
        return entries.get(JAVA_SHORT, Objects.checkIndex(index, capacity) * ENTRY_BYTES + 6) != 0;
    }

    /** Waits until a descriptor takes more output, or has hung up. */
    public static void awaitWritable(int fd, long timeoutNs) {
        DescriptorWaiters one = new DescriptorWaiters(1);
        one.set(0, fd, POLLOUT);
        one.await(1, timeoutNs);
    }

    /** Whether the other side of a socket has hung up; false if it has only shut down its writing end. */
    public static boolean hasHungUp(int fd) {
        DescriptorWaiters one = new DescriptorWaiters(1);
        one.set(0, fd, (short) 0);
        one.await(1, 0);
        return (one.entries.get(JAVA_SHORT, 6) & POLLHUP) != 0;
    }
}
