package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Signals that are sent to one thread, read instead of handled. That thread opens it, which blocks the signals for it, and
 * it alone reads. Those that are sent to the process go to some thread that does not block them, and not here.
 *
 * <p><b>Threading:</b> the platform thread that opened it.
 */
public final class SignalFd implements AutoCloseable {
    private static final int SFD_CLOEXEC = 0x8_0000;
    private static final int SIG_BLOCK = 0;
    private static final int INFO_BYTES = 128;
    private static final int MOST_SIGNAL = 64;

    /** {@code sigset_t} of the C library. */
    private static final int SET_BYTES = 128;

    private static final MethodHandle SIGMASK =
            Native.plainCall("pthread_sigmask", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SIGNALFD = Native.errnoCall("signalfd", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle READ = Native.errnoCall("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private final int descriptor;
    private final MemorySegment info = Arena.ofAuto().allocate(INFO_BYTES, Long.BYTES);

    private SignalFd(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Blocks signals for the calling thread, until its end, and opens what they are read from.
     *
     * @param signals numbers from 1 to 64
     */
    public static SignalFd open(List<Integer> signals) throws SystemCallException {
        MemorySegment set = Arena.ofAuto().allocate(SET_BYTES, Long.BYTES);
        long bits = 0;
        for (int signal : signals) {
            if (signal < 1 || signal > MOST_SIGNAL) {
                throw new IllegalArgumentException("no such signal: number=" + signal);
            }
            bits |= 1L << (signal - 1);
        }
        set.set(JAVA_LONG, 0, bits);
        block(set);
        return new SignalFd(create(set));
    }

    private static void block(MemorySegment set) throws SystemCallException {
        int error;
        try {
            error = (int) SIGMASK.invokeExact(SIG_BLOCK, set, MemorySegment.NULL);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (error != 0) {
            throw new SystemCallException("pthread_sigmask", error, "how=SIG_BLOCK");
        }
    }

    private static int create(MemorySegment set) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) SIGNALFD.invokeExact(scratch.errno(), -1, set, SFD_CLOEXEC));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("signalfd", -result, "flags=SFD_CLOEXEC");
        }
        return result;
    }

    /** Waits for the next signal, and returns its number. */
    public int read() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            do {
                result = (int)
                        scratch.result((long) READ.invokeExact(scratch.errno(), descriptor, info, (long) INFO_BYTES));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("read", -result, "signalfd fd=" + descriptor);
        }
        return info.get(JAVA_INT, 0);
    }

    @Override
    public void close() {
        FileDescriptors.close(descriptor);
    }
}
