package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Sleeping on several futex words at once ({@code futex_waitv}, Linux 5.16). The words are woken by {@link Futex#wake},
 * private ones by {@link Futex#wakePrivate}.
 *
 * <p><b>Threading:</b> one thread at a time. The memory goes with the object.
 */
public final class FutexWaiters {
    /** How many words one call can wait for. */
    public static final int MAX_WAITERS = 128;

    // struct futex_waitv: u64 val, u64 uaddr, u32 flags, u32 reserved
    private static final long WAITER_BYTES = 24;
    private static final long VALUE_OFFSET = 0;
    private static final long ADDRESS_OFFSET = 8;
    private static final long FLAGS_OFFSET = 16;
    private static final int FUTEX2_SIZE_U32 = 2;
    private static final int FUTEX2_PRIVATE = 128;

    private static final int FUTEX_WAITV = 449;
    private static final MethodHandle WAITV =
            Native.errnoSyscall(FUTEX_WAITV, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private final MemorySegment waiters;
    private final MemorySegment deadline;
    private final int capacity;

    /** Room for {@code capacity} words, 1 to {@link #MAX_WAITERS}. */
    public FutexWaiters(int capacity) {
        if (capacity < 1 || capacity > MAX_WAITERS) {
            throw new IllegalArgumentException(
                    "capacity is out of range: capacity=" + capacity + " range=1.." + MAX_WAITERS);
        }
        this.capacity = capacity;
        Arena arena = Arena.ofAuto(); // a thread that has a set does not tell when it ends
        waiters = arena.allocate(capacity * WAITER_BYTES, Long.BYTES);
        deadline = arena.allocate(Timespec.BYTES, Long.BYTES);
    }

    /** Whether the kernel has {@code futex_waitv} and lets us call it. */
    public static boolean supported() {
        // No waiters at all: a kernel that knows the call says EINVAL, one that does not ENOSYS, a sandbox EPERM.
        return waitv(MemorySegment.NULL, 0, MemorySegment.NULL) == -Errno.EINVAL;
    }

    /**
     * Says what the waiter at {@code index} waits for; stays until it is set again.
     *
     * @param address of a 32-bit word, a multiple of four
     * @param expected value on which to sleep
     * @param privateFutex whether only threads of this process wake it, by {@link Futex#wakePrivate}
     */
    public void set(int index, long address, int expected, boolean privateFutex) {
        long offset = Objects.checkIndex(index, capacity) * WAITER_BYTES;
        waiters.set(JAVA_LONG, offset + VALUE_OFFSET, Integer.toUnsignedLong(expected));
        waiters.set(JAVA_LONG, offset + ADDRESS_OFFSET, address);
        waiters.set(JAVA_INT, offset + FLAGS_OFFSET, privateFutex ? FUTEX2_SIZE_U32 | FUTEX2_PRIVATE : FUTEX2_SIZE_U32);
    }

    /**
     * Sleeps until one of the first {@code count} words is woken, if all still have their expected values.
     *
     * @param count how many of the waiters, from index 0
     * @param timeoutNs nanoseconds of CLOCK_MONOTONIC from now; zero or less only compares
     * @return the index of a word that was woken (there may be more), -EAGAIN if a word differs, -EINTR or -ETIMEDOUT
     * @throws IllegalStateException if an address is not mapped or not aligned, or the kernel lacks the call
     */
    public int wait(int count, long timeoutNs) {
        if (count < 1 || count > capacity) {
            throw new IllegalArgumentException("count is out of range: count=" + count + " capacity=" + capacity);
        }
        Timespec.setDeadline(deadline, timeoutNs);
        int result = waitv(waiters, count, deadline);
        if (result >= 0 || Futex.isExpected(result)) {
            return result;
        }
        throw SystemCallException.misuse("futex_waitv", -result, "count=" + count);
    }

    public int capacity() {
        return capacity;
    }

    private static int waitv(MemorySegment waiters, int count, MemorySegment deadline) {
        CallScratch scratch = CallScratch.current();
        try {
            return (int) scratch.result(
                    (long) WAITV.invokeExact(scratch.errno(), waiters, count, 0, deadline, Timespec.CLOCK_MONOTONIC));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
