package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Files, pipes and socket pairs as plain blocking descriptors, all close-on-exec, and how bytes go through them.
 *
 * <p><b>Threading:</b> any thread. Reads and writes block as long as the descriptor does; a virtual thread holds its
 * carrier meanwhile.
 */
public final class FileIo {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = FileDescriptors.O_RDWR;
    public static final int O_CREAT = FileDescriptors.O_CREAT;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;

    private static final int CHUNK_BYTES = 16 << 10;

    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int FD_CLOEXEC = 1;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | FileDescriptors.O_CLOEXEC;

    private static final MethodHandle READ = Native.errnoCall("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = Native.errnoCall("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle PIPE2 = Native.errnoCall("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FALLOCATE =
            Native.errnoCall("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FDATASYNC = Native.errnoCall("fdatasync", JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR =
            Native.errnoCall("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);

    private FileIo() {}

    /**
     * Opens a file.
     *
     * @param flags of {@code open(2)}, for example {@link #O_RDWR}
     * @param permissions for a file that is created, less the umask
     * @throws SystemCallException as {@code open(2)}
     */
    public static int open(Path path, int flags, int permissions) throws SystemCallException {
        int fd = FileDescriptors.open(path, flags | FileDescriptors.O_CLOEXEC, permissions);
        if (fd < 0) {
            throw new SystemCallException("open", -fd, "path=" + path + " flags=0x" + Integer.toHexString(flags));
        }
        return fd;
    }

    /**
     * Has the file system set blocks aside for a range of a file, so that storing to a mapping of it cannot fail for want
     * of room. The file stays as long as it is.
     *
     * @throws SystemCallException ENOSPC if there is no room; some of the range may have blocks now
     */
    public static void allocate(int fd, long offset, long length) throws SystemCallException {
        int result;
        CallScratch scratch = CallScratch.current();
        try {
            do {
                result = scratch.result(
                        (int) FALLOCATE.invokeExact(scratch.errno(), fd, FALLOC_FL_KEEP_SIZE, offset, length));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("fallocate", -result, "offset=" + offset + " length=" + length);
        }
    }

    /**
     * Returns when all that was stored to a file, by mappings too, is on the disk.
     *
     * @throws SystemCallException EIO, ENOSPC
     */
    public static void syncData(int fd) throws SystemCallException {
        int result;
        CallScratch scratch = CallScratch.current();
        try {
            result = scratch.result((int) FDATASYNC.invokeExact(scratch.errno(), fd));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("fdatasync", -result, "fd=" + fd);
        }
    }

    /** A pipe: the end to read from, then the end to write to. */
    public static int[] pipe() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result(
                    (int) PIPE2.invokeExact(scratch.errno(), scratch.buffer(), FileDescriptors.O_CLOEXEC));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        return pair(scratch, result, "pipe2");
    }

    /** Two stream sockets connected with each other. */
    public static int[] socketPair() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result(
                    (int) SOCKETPAIR.invokeExact(scratch.errno(), AF_UNIX, SOCK_STREAM_CLOEXEC, 0, scratch.buffer()));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        return pair(scratch, result, "socketpair");
    }

    private static int[] pair(CallScratch scratch, int result, String call) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, -result, "two descriptors");
        }
        return new int[] {scratch.buffer().get(JAVA_INT, 0), scratch.buffer().get(JAVA_INT, 4)};
    }

    /** Keeps the descriptor from programs that this process starts. */
    public static void setCloseOnExec(int fd) throws SystemCallException {
        int result = FileDescriptors.fcntl(fd, F_SETFD, FD_CLOEXEC);
        if (result < 0) {
            throw new SystemCallException("fcntl(F_SETFD)", -result, "fd=" + fd);
        }
    }

    /** Whether reads and writes answer EAGAIN where they would block. */
    public static boolean isNonBlocking(int fd) throws SystemCallException {
        int flags = FileDescriptors.fcntl(fd, F_GETFL, 0);
        if (flags < 0) {
            throw new SystemCallException("fcntl(F_GETFL)", -flags, "fd=" + fd);
        }
        return (flags & FileDescriptors.O_NONBLOCK) != 0;
    }

    /**
     * Reads up to {@code length} bytes.
     *
     * @return how many; 0 at the end of the file, or if {@code length} is 0
     */
    public static int read(int fd, byte[] target, int offset, int length) throws SystemCallException {
        int most = Math.min(length, CHUNK_BYTES);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.max(1, most));
            int got = transfer(READ, "read", fd, chunk, most);
            MemorySegment.copy(chunk, JAVA_BYTE, 0, target, offset, got);
            return got;
        }
    }

    /** Writes all of {@code length} bytes. */
    public static void write(int fd, byte[] source, int offset, int length) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(Math.max(1, Math.min(length, CHUNK_BYTES)));
            int done = 0;
            while (done < length) {
                int most = (int) Math.min(length - done, chunk.byteSize());
                MemorySegment.copy(source, offset + done, chunk, JAVA_BYTE, 0, most);
                done += transfer(WRITE, "write", fd, chunk, most);
            }
        }
    }

    private static int transfer(MethodHandle call, String name, int fd, MemorySegment chunk, int length)
            throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            do {
                result = (int) scratch.result((long) call.invokeExact(scratch.errno(), fd, chunk, (long) length));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException(name, -result, "fd=" + fd + " length=" + length);
        }
        return result;
    }
}
