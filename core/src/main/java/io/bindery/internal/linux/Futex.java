package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sleeping on a 32-bit word of shared memory, across processes ({@code FUTEX_WAIT} and {@code FUTEX_WAKE}). The address
 * must be a multiple of four and mapped; a read-only mapping will do for both sides.
 *
 * <p><b>Threading:</b> any thread. {@link #wait} blocks the carrier of a virtual thread, which should park instead.
 * <p><b>Memory effects:</b> the kernel compares the word and queues the sleeper in one atomic step against
 * {@link #wake}. That is no fence for other memory: who publishes and then looks whether somebody sleeps needs a full
 * fence between the two.
 */
public final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int FUTEX_PRIVATE_FLAG = 128;

    private static final MethodHandle WAIT =
            Native.errnoSyscall(Architecture.CURRENT.futexNumber, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
    // Without errno, so that the waker's path does not even look up its thread's memory.
    private static final MethodHandle WAKE =
            Native.plainSyscall(Architecture.CURRENT.futexNumber, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle WAKE_WITH_ERRNO =
            Native.errnoSyscall(Architecture.CURRENT.futexNumber, JAVA_LONG, JAVA_INT, JAVA_INT);

    private Futex() {}

    /**
     * Sleeps until woken, if the word still has the expected value.
     *
     * @param address of the word
     * @param expected value on which to sleep
     * @param timeoutNs nanoseconds of CLOCK_MONOTONIC from now; zero or less only compares
     * @return 0 if woken (perhaps for no reason: look at the word again), -EAGAIN if the word differs, -EINTR or
     *     -ETIMEDOUT
     * @throws IllegalStateException if the address is not mapped or not aligned
     */
    public static int wait(long address, int expected, long timeoutNs) {
        return wait(address, FUTEX_WAIT, expected, timeoutNs);
    }

    /** As {@link #wait}, for a word that only threads of this process wake, by {@link #wakePrivate}. */
    public static int waitPrivate(long address, int expected, long timeoutNs) {
        return wait(address, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, expected, timeoutNs);
    }

    private static int wait(long address, int operation, int expected, long timeoutNs) {
        CallScratch scratch = CallScratch.current();
        MemorySegment timeout = scratch.buffer();
        Timespec.setDuration(timeout, timeoutNs);
        int result;
        try {
            result = (int)
                    scratch.result((long) WAIT.invokeExact(scratch.errno(), address, operation, expected, timeout));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result >= 0 || isExpected(result)) {
            return result;
        }
        throw SystemCallException.misuse("futex(FUTEX_WAIT)", -result, "address=0x" + Long.toHexString(address));
    }

    /**
     * Wakes sleepers of this and other processes.
     *
     * @param address of the word
     * @param count how many at most
     * @return how many were woken
     * @throws IllegalStateException if the address is not mapped or not aligned
     */
    public static int wake(long address, int count) {
        return wake(address, FUTEX_WAKE, count);
    }

    /**
     * As {@link #wake}, for sleepers of this process alone: those in {@link #waitPrivate}, and those that
     * {@link FutexWaiters} holds as private ones. Saves the kernel the look-up of the page.
     */
    public static int wakePrivate(long address, int count) {
        return wake(address, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count);
    }

    static boolean isExpected(int result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR || result == -Errno.ETIMEDOUT;
    }

    private static int wake(long address, int operation, int count) {
        try {
            int woken = (int) (long) WAKE.invokeExact(address, operation, count);
            return woken >= 0 ? woken : wakeWithErrno(address, operation, count);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int wakeWithErrno(long address, int operation, int count) throws Throwable {
        CallScratch scratch = CallScratch.current();
        int result =
                (int) scratch.result((long) WAKE_WITH_ERRNO.invokeExact(scratch.errno(), address, operation, count));
        if (result >= 0) {
            return result;
        }
        throw SystemCallException.misuse("futex(FUTEX_WAKE)", -result, "address=0x" + Long.toHexString(address));
    }
}
