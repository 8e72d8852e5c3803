package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A counter that a thread of this process can wait for in {@link Epoll}. Not for other processes: who holds one can make
 * it blocking, or fill it.
 *
 * <p><b>Threading:</b> any thread. {@link #signal} before {@link #drain} are ordered by the kernel.
 */
public final class EventFd {
    private static final int EFD_CLOEXEC = 0x8_0000;
    private static final int EFD_NONBLOCK = 0x800;

    private static final MethodHandle EVENTFD = Native.errnoCall("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = Native.errnoCall("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = Native.errnoCall("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1L);

    private EventFd() {}

    /** A counter at zero, non-blocking, close-on-exec. */
    public static int create() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) EVENTFD.invokeExact(scratch.errno(), 0, EFD_CLOEXEC | EFD_NONBLOCK));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("eventfd", -result, "initial=0");
        }
        return result;
    }

    /** Adds one, which makes it readable. Never blocks: a counter that is full is readable already. */
    public static void signal(int fd) {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            do {
                result = (int) scratch.result((long) WRITE.invokeExact(scratch.errno(), fd, ONE, 8L));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0 && result != -Errno.EAGAIN) {
            throw SystemCallException.misuse("write", -result, "signal eventfd fd=" + fd);
        }
    }

    /** Sets it to zero; returns how often it was signalled since the last time, 0 if never. */
    public static long drain(int fd) {
        CallScratch scratch = CallScratch.current();
        MemorySegment counter = scratch.buffer();
        int result;
        try {
            do {
                result = (int) scratch.result((long) READ.invokeExact(scratch.errno(), fd, counter, 8L));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result == -Errno.EAGAIN) {
            return 0;
        }
        if (result < 0) {
            throw SystemCallException.misuse("read", -result, "drain eventfd fd=" + fd);
        }
        return counter.get(JAVA_LONG, 0);
    }
}
