package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.stream.IntStream;

/** On which processors the calling thread runs, and with which priority. Platform threads only: a virtual thread has none of its own. */
public final class Threads {
    private static final int CALLING_THREAD = 0;

    /** One bit per processor: room for 8,192, for which the largest configuration of Linux is made. */
    private static final long MASK_BYTES = CallScratch.BUFFER_BYTES;

    private static final int MASK_BITS = (int) MASK_BYTES * Byte.SIZE;

    private static final MethodHandle SET_AFFINITY =
            Native.errnoCall("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle GET_AFFINITY =
            Native.errnoCall("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle GET_CPU = Native.criticalCall("sched_getcpu", JAVA_INT);

    private static final MethodHandle GET_PRIORITY =
            Native.errnoSyscall(Architecture.CURRENT.getPriorityNumber, JAVA_INT, JAVA_INT);
    private static final MethodHandle SET_PRIORITY =
            Native.errnoSyscall(Architecture.CURRENT.setPriorityNumber, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final int PRIO_PROCESS = 0;

    /** The kernel says 1 to 40, so that no answer is an error. */
    private static final int PRIORITY_OF_NICE_0 = 20;

    private Threads() {}

    /**
     * Binds the calling thread to the given processors.
     *
     * @throws SystemCallException EINVAL if this process may use none of them
     */
    public static void setAffinity(int... cpus) throws SystemCallException {
        requirePlatformThread();
        CallScratch scratch = CallScratch.current();
        MemorySegment mask = scratch.buffer().fill((byte) 0);
        for (int cpu : cpus) {
            if (cpu < 0 || cpu >= MASK_BITS) {
                throw new IllegalArgumentException("cpu is out of range: cpu=" + cpu + " range=0.." + (MASK_BITS - 1));
            }
            long offset = cpu / Byte.SIZE;
            mask.set(JAVA_BYTE, offset, (byte) (mask.get(JAVA_BYTE, offset) | 1 << cpu % Byte.SIZE));
        }
        int result;
        try {
            result = scratch.result((int) SET_AFFINITY.invokeExact(scratch.errno(), CALLING_THREAD, MASK_BYTES, mask));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException(
                    "sched_setaffinity",
                    -result,
                    "cpus=" + Arrays.toString(cpus),
                    "choose processors that this process may use (taskset -p, cpuset of its cgroup)");
        }
    }

    /** The processors on which the calling thread may run, in ascending order. */
    public static int[] affinity() throws SystemCallException {
        requirePlatformThread();
        CallScratch scratch = CallScratch.current();
        MemorySegment mask = scratch.buffer().fill((byte) 0);
        int result;
        try {
            result = scratch.result((int) GET_AFFINITY.invokeExact(scratch.errno(), CALLING_THREAD, MASK_BYTES, mask));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("sched_getaffinity", -result, "maskBytes=" + MASK_BYTES);
        }
        return IntStream.range(0, MASK_BITS)
                .filter(cpu -> (mask.get(JAVA_BYTE, cpu / Byte.SIZE) >> cpu % Byte.SIZE & 1) != 0)
                .toArray();
    }

    /** The processor on which the caller runs just now. */
    public static int currentCpu() {
        try {
            return (int) GET_CPU.invokeExact();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Has the calling thread go on on another of the processors that it may use; afterwards it may use all of them again.
     *
     * @return false if it may use one only
     */
    public static boolean leaveCpu() throws SystemCallException {
        int[] allowed = affinity();
        if (allowed.length < 2) {
            return false;
        }
        int current = currentCpu();
        setAffinity(Arrays.stream(allowed).filter(cpu -> cpu != current).toArray());
        setAffinity(allowed);
        return true;
    }

    /** The nice value of the calling thread: -20, which gets most of a CPU, to 19. */
    public static int nice() {
        requirePlatformThread();
        CallScratch scratch = CallScratch.current();
        try {
            long priority =
                    scratch.result((long) GET_PRIORITY.invokeExact(scratch.errno(), PRIO_PROCESS, CALLING_THREAD));
            if (priority < 0) {
                throw SystemCallException.misuse("getpriority", (int) -priority, "thread=calling");
            }
            return PRIORITY_OF_NICE_0 - (int) priority;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Changes the nice value of the calling thread, and of no other.
     *
     * @param nice -20 to 19
     * @throws SystemCallException EACCES if it is lower than now, and this process may not
     */
    public static void setNice(int nice) throws SystemCallException {
        requirePlatformThread();
        CallScratch scratch = CallScratch.current();
        long result;
        try {
            result = scratch.result(
                    (long) SET_PRIORITY.invokeExact(scratch.errno(), PRIO_PROCESS, CALLING_THREAD, nice));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException(
                    "setpriority",
                    (int) -result,
                    "nice=" + nice,
                    "allow it by RLIMIT_NICE (limits.conf: nice, LimitNICE=) or CAP_SYS_NICE");
        }
    }

    private static void requirePlatformThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no processors of its own: thread="
                    + Thread.currentThread() + "; use a platform thread");
        }
    }
}
