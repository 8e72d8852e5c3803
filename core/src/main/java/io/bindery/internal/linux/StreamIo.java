package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/**
 * Bytes through pipes and sockets, from and to memory by address, and the making of pipes.
 *
 * <p><b>Threading:</b> any thread. On a non-blocking descriptor nothing here blocks.
 */
public final class StreamIo {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int F_SETPIPE_SZ = 1031;

    // Addresses as numbers: a segment for each call would be garbage.
    private static final MethodHandle READ = Native.errnoCall("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = Native.errnoCall("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SEND =
            Native.errnoCall("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PIPE2 = Native.errnoCall("pipe2", JAVA_INT, ADDRESS, JAVA_INT);

    private StreamIo() {}

    /** Returns how many bytes came, 0 at the end of the stream, or the negative errno. */
    public static int read(int fd, long address, int length) {
        CallScratch scratch = CallScratch.current();
        try {
            int result;
            do {
                result = (int) scratch.result((long) READ.invokeExact(scratch.errno(), fd, address, (long) length));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Returns how many bytes went, or the negative errno; the JVM ignores the signal that comes with EPIPE. */
    public static int write(int fd, long address, int length) {
        CallScratch scratch = CallScratch.current();
        try {
            int result;
            do {
                result = (int) scratch.result((long) WRITE.invokeExact(scratch.errno(), fd, address, (long) length));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** As {@link #write} for a socket: never blocks, never raises a signal. */
    public static int send(int fd, long address, int length) {
        CallScratch scratch = CallScratch.current();
        try {
            int result;
            do {
                result = (int) scratch.result((long)
                        SEND.invokeExact(scratch.errno(), fd, address, (long) length, MSG_DONTWAIT | MSG_NOSIGNAL));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** A pipe, close-on-exec: the end to read from, and the end to write to. Both block. */
    public static int[] pipe() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result(
                    (int) PIPE2.invokeExact(scratch.errno(), scratch.buffer(), FileDescriptors.O_CLOEXEC));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("pipe2", -result, "flags=O_CLOEXEC");
        }
        return new int[] {scratch.buffer().get(JAVA_INT, 0), scratch.buffer().get(JAVA_INT, 4)};
    }

    /** Asks for a larger pipe; one that the kernel does not grant stays as it is. */
    public static void enlargePipe(int fd, int bytes) {
        int ignored = FileDescriptors.fcntl(fd, F_SETPIPE_SZ, bytes);
    }
}
