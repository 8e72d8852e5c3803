package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Which of several processes owns something, decided by the kernel: a lock file whose lock ends with the process that
 * holds it, however it ends. The file itself stays and is used again; deleting it would let two processes lock two files
 * of the same name.
 *
 * <p>The lock belongs to the open file ({@code flock}), so that two attempts in one process exclude each other too.
 */
public final class FileLock {
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final int MODE_PRIVATE = 0600;

    private static final MethodHandle FLOCK = Native.errnoCall("flock", JAVA_INT, JAVA_INT, JAVA_INT);

    private FileLock() {}

    /**
     * Takes the lock, if it is free; creates the file with mode 0600 if there is none.
     *
     * @return a descriptor that stands for the lock, for {@link #unlock}; or -EWOULDBLOCK if somebody else holds it
     * @throws IOException if the file cannot be opened, is a symbolic link, is no regular file, or belongs to another user
     */
    public static int tryLock(Path file) throws IOException {
        int flags = FileDescriptors.O_RDWR
                | FileDescriptors.O_CREAT
                | FileDescriptors.O_NONBLOCK // a pipe in its place must not hold us up
                | FileDescriptors.O_CLOEXEC
                | Architecture.CURRENT.openNoFollowFlag;
        int fd = FileDescriptors.open(file, flags, MODE_PRIVATE);
        if (fd < 0) {
            String advice = -fd == Errno.ELOOP ? "it is a symbolic link: delete it" : Errno.advice(-fd);
            throw new SystemCallException("open", -fd, "lock file=" + file, advice);
        }
        int result;
        try {
            requireOwnRegularFile(fd, file);
            result = flock(fd, LOCK_EX | LOCK_NB);
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(fd);
            throw e;
        }
        if (result == 0) {
            return fd;
        }
        FileDescriptors.close(fd);
        if (result == -Errno.EWOULDBLOCK) {
            return result;
        }
        throw new SystemCallException("flock", -result, "lock file=" + file);
    }

    /**
     * Gives the lock back and closes its descriptor. Unlocks first: a child that is being forked just now may hold a copy.
     */
    public static void unlock(int fd) {
        int result = flock(fd, LOCK_UN);
        if (result < 0) {
            throw SystemCallException.misuse("flock", -result, "unlock fd=" + fd);
        }
        FileDescriptors.close(fd);
    }

    private static void requireOwnRegularFile(int fd, Path file) throws IOException {
        FileStatus status = FileDescriptors.fstat(fd);
        if (!status.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(), null, "lock file must be a regular file: type=" + status.type() + "; delete it");
        }
        if (status.uid() != Processes.uid()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "lock file belongs to another user: owner=" + status.uid() + " expected=" + Processes.uid()
                            + "; delete it, or use another directory");
        }
    }

    private static int flock(int fd, int operation) {
        CallScratch scratch = CallScratch.current();
        try {
            int result;
            do {
                result = scratch.result((int) FLOCK.invokeExact(scratch.errno(), fd, operation));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
