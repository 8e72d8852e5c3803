package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What can be done to any descriptor. All methods may be called by any thread; a descriptor number is reused by the kernel
 * as soon as it is closed, so who closes it must be the only one who still knows it.
 */
public final class FileDescriptors {
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x8_0000;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7FF;
    private static final long STATX_BYTES = 256;

    private static final MethodHandle CLOSE = Native.errnoCall("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle DUP2 = Native.errnoCall("dup2", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle FCNTL =
            Native.variadicErrnoCall("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = Native.variadicErrnoCall("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle STATX =
            Native.errnoSyscall(Architecture.CURRENT.statxNumber, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

    private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

    private FileDescriptors() {}

    /**
     * Closes a descriptor. Linux frees the number even where {@code close} reports an error (EINTR, EIO), so there is
     * nothing to retry and nothing to report, but for one: a number that is not open.
     *
     * @param fd the descriptor; a negative one stands for none and is ignored
     * @throws IllegalStateException if it is not open: closed twice, perhaps, in which case the first of the two may
     *     next time hit a descriptor of somebody else
     */
    public static void close(int fd) {
        if (fd < 0) {
            return;
        }
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) CLOSE.invokeExact(scratch.errno(), fd));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result == -Errno.EBADF) {
            throw SystemCallException.misuse("close", Errno.EBADF, "fd=" + fd + " (closed twice?)");
        }
    }

    /** Another descriptor for the same open file, close-on-exec. */
    public static int dup(int fd) throws SystemCallException {
        return checked(fcntl(fd, F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC)", fd);
    }

    /** Makes {@code target} another descriptor for the open file of {@code fd}; what it was before is closed. Stays open in children. */
    public static void duplicateTo(int fd, int target) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) DUP2.invokeExact(scratch.errno(), fd, target));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("dup2", -result, "fd=" + fd + " target=" + target);
        }
    }

    /** Type, owner, size and allocated memory of an open file. */
    public static FileStatus fstat(int fd) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        MemorySegment statx = scratch.buffer().asSlice(0, STATX_BYTES);
        long result;
        try {
            result = scratch.result(
                    (long) STATX.invokeExact(scratch.errno(), fd, EMPTY_PATH, AT_EMPTY_PATH, STATX_BASIC_STATS, statx));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        checked((int) result, "statx", fd);
        return new FileStatus(
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 40),
                statx.get(JAVA_LONG, 48) * 512);
    }

    /** Makes reads and writes answer EAGAIN where they would block. The flag is shared by all who share the open file. */
    public static void setNonBlocking(int fd) throws SystemCallException {
        int flags = checked(fcntl(fd, F_GETFL, 0), "fcntl(F_GETFL)", fd);
        checked(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl(F_SETFL)", fd);
    }

    /** Opens a directory itself, never what a symbolic link in its place points to; close-on-exec. */
    public static int openDirectory(Path directory) throws SystemCallException {
        Architecture architecture = Architecture.CURRENT;
        int flags = architecture.openDirectoryFlag | architecture.openNoFollowFlag | O_CLOEXEC;
        int fd = open(directory, flags, 0);
        if (fd < 0) {
            throw new SystemCallException("open", -fd, "directory=" + directory);
        }
        return fd;
    }

    /** Opens a file to read it; close-on-exec. */
    public static int openForReading(Path file) throws SystemCallException {
        int fd = open(file, O_CLOEXEC, 0);
        if (fd < 0) {
            throw new SystemCallException("open", -fd, "file=" + file);
        }
        return fd;
    }

    /** {@code open(2)}; returns the descriptor or a negative errno. May block on slow file systems. */
    static int open(Path path, int flags, int mode) {
        CallScratch scratch = CallScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativePath.allocate(arena, path);
            int result;
            do {
                result = scratch.result((int) OPEN.invokeExact(scratch.errno(), name, flags, mode));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code fcntl(2)} with an {@code int} argument; returns its result or a negative errno. */
    static int fcntl(int fd, int command, int argument) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result((int) FCNTL.invokeExact(scratch.errno(), fd, command, argument));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int checked(int result, String call, int fd) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, -result, "fd=" + fd);
        }
        return result;
    }
}
