package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Memory without a name in any file system, and the seals that let a reader trust it.
 *
 * <p>The order in which a writer goes matters: create, map read-write, {@link #seal}, pass on. A mapping that existed
 * before the seal stays writable, and may be made writable again, so that an unsealed descriptor must never leave the
 * process; and no writable mapping can be made after it, not even by the owner.
 */
public final class Memfd {
    private static final int F_SEAL_SEAL = 1;
    private static final int F_SEAL_SHRINK = 2;
    private static final int F_SEAL_GROW = 4;
    private static final int F_SEAL_WRITE = 8;
    private static final int F_SEAL_FUTURE_WRITE = 16;
    private static final int F_SEAL_EXEC = 32;

    /**
     * The seals that a reader must see. SHRINK rules out a SIGBUS, FUTURE_WRITE rules out that somebody else writes or
     * punches holes, SEAL rules out that any of it changes.
     */
    public static final int REQUIRED_SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;

    private static final int SIZE_SEALS = F_SEAL_SHRINK | F_SEAL_GROW;

    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_NOEXEC_SEAL = 8;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;

    /** NAME_MAX less the prefix {@code memfd:} that the kernel adds. */
    private static final int MAX_NAME_BYTES = 249;

    /**
     * 1 TiB. A size near {@code Long.MAX_VALUE} overflows the kernel's accounting, and {@code fallocate} then takes pages
     * until the machine has none left.
     */
    private static final long MAX_SIZE = 1L << 40;

    private static final MethodHandle MEMFD_CREATE =
            Native.errnoSyscall(Architecture.CURRENT.memfdCreateNumber, ADDRESS, JAVA_INT);
    private static final MethodHandle FTRUNCATE = Native.errnoCall("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FALLOCATE =
            Native.errnoCall("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private Memfd() {}

    /**
     * Creates {@code size} bytes of zeroed memory, all of it allocated: a sparse page would be a SIGBUS in waiting. The
     * descriptor is close-on-exec, takes seals, and, on Linux 6.3 or later, can never be executed.
     *
     * @param name shown in {@code /proc}, at most 249 bytes; need not be unique
     * @param size in bytes, 1 to 1 TiB. Where the kernel overcommits without limit (vm.overcommit_memory=1), asking for
     *     more than the machine has does not fail here but wakes the OOM killer: callers bound what peers may ask for
     * @return a descriptor that the caller closes
     * @throws SystemCallException if descriptors or memory are short; nothing is left behind
     */
    public static int create(String name, long size) throws SystemCallException {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("memfd name is too long: name=" + name + " limit=" + MAX_NAME_BYTES);
        }
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "memfd size is out of range: size=" + size + " range=1.." + MAX_SIZE + " name=" + name);
        }
        int fd = memfdCreate(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
        if (fd == -Errno.EINVAL) { // before Linux 6.3
            fd = memfdCreate(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }
        if (fd < 0) {
            throw new SystemCallException("memfd_create", -fd, "name=" + name + " size=" + size);
        }
        try {
            allocate(fd, name, size);
            return fd;
        } catch (SystemCallException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    /** Adds {@link #REQUIRED_SEALS}. Mappings made before stay as they are; no writable one can follow. */
    public static void seal(int fd) throws SystemCallException {
        addSeals(fd, REQUIRED_SEALS);
    }

    /** Seals the memory against changes of its size, and leaves the rest open. */
    public static void sealSize(int fd) throws SystemCallException {
        addSeals(fd, SIZE_SEALS);
    }

    /** Keeps everybody from making a writable mapping, and from writing in another way; mappings that exist stay. */
    public static void sealAgainstWriting(int fd) throws SystemCallException {
        if (!isReadOnly(fd)) {
            addSeals(fd, F_SEAL_FUTURE_WRITE);
        }
    }

    /** Whether nobody can make a writable mapping any more. */
    public static boolean isReadOnly(int fd) throws SystemCallException {
        return (seals(fd) & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) != 0;
    }

    private static void addSeals(int fd, int seals) throws SystemCallException {
        int result = FileDescriptors.fcntl(fd, F_ADD_SEALS, seals);
        if (result < 0) {
            throw new SystemCallException("fcntl(F_ADD_SEALS)", -result, "fd=" + fd + " seals=" + names(seals));
        }
    }

    /**
     * Makes a memfd of unknown origin safe to map: seals its size, and allocates what is not.
     *
     * @return its size in bytes
     * @throws BadDescriptorException if it is no memfd, is empty, or cannot be sealed
     */
    public static long makeShareable(int fd) throws BadDescriptorException, SystemCallException {
        FileStatus status = FileDescriptors.fstat(fd);
        if (!status.isRegularFile() || status.size() == 0) {
            throw unfit(fd, "is no memory: type=" + status.type() + " size=" + status.size());
        }
        int seals = FileDescriptors.fcntl(fd, F_GET_SEALS, 0);
        if (seals < 0) {
            throw unfit(fd, "is no memfd, it takes no seals: F_GET_SEALS gives " + Errno.describe(-seals));
        }
        if ((SIZE_SEALS & ~seals) != 0) {
            int result = FileDescriptors.fcntl(fd, F_ADD_SEALS, SIZE_SEALS);
            if (result < 0) {
                throw unfit(fd, "takes no more seals: present=" + names(seals) + ": " + Errno.describe(-result));
            }
        }
        long size = FileDescriptors.fstat(fd).size();
        int result;
        do {
            result = fallocate(fd, 0, 0, size);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw new SystemCallException("fallocate", -result, "fd=" + fd + " size=" + size);
        }
        return size;
    }

    private static BadDescriptorException unfit(int fd, String reason) {
        return new BadDescriptorException("cannot be shared memory: fd=" + fd + " " + reason
                + "; shared memory is a memfd that can be, or is, sealed with " + names(SIZE_SEALS));
    }

    /**
     * Checks shared memory that a peer passed, before it is mapped: nobody can change its size, and all of it is allocated.
     * Others may be able to write it.
     *
     * @param fd the descriptor, which stays open in any case
     * @param expectedSize the size that the peer told, in bytes
     */
    public static void checkShared(int fd, long expectedSize) throws BadDescriptorException, SystemCallException {
        check(fd, expectedSize, SIZE_SEALS);
    }

    /** The seals that are set, as bits. */
    public static int seals(int fd) throws SystemCallException {
        int result = FileDescriptors.fcntl(fd, F_GET_SEALS, 0);
        if (result < 0) {
            throw new SystemCallException("fcntl(F_GET_SEALS)", -result, "fd=" + fd);
        }
        return result;
    }

    /**
     * Checks a descriptor that a peer passed, before it is mapped: after this, nobody can shrink it, punch holes in it,
     * or gain write access that he did not have.
     *
     * @param fd the descriptor, which stays open in any case
     * @param expectedSize the size that was agreed, in bytes
     * @throws BadDescriptorException if it is not exactly such memory
     * @throws SystemCallException if it cannot be examined
     */
    public static void checkReceived(int fd, long expectedSize) throws BadDescriptorException, SystemCallException {
        check(fd, expectedSize, REQUIRED_SEALS);
    }

    private static void check(int fd, long expectedSize, int requiredSeals)
            throws BadDescriptorException, SystemCallException {
        FileStatus status = FileDescriptors.fstat(fd);
        if (!status.isRegularFile()) {
            throw bad(fd, "is not memory: type=" + status.type(), requiredSeals);
        }
        int seals = FileDescriptors.fcntl(fd, F_GET_SEALS, 0);
        if (seals < 0) {
            throw bad(fd, "is no memfd, it takes no seals: F_GET_SEALS gives " + Errno.describe(-seals), requiredSeals);
        }
        int missing = requiredSeals & ~seals;
        if (missing != 0) {
            throw bad(fd, "lacks seals: missing=" + names(missing) + " present=" + names(seals), requiredSeals);
        }
        // Looked at again, now that it cannot change any more: the first look may have been before the last seal.
        status = FileDescriptors.fstat(fd);
        if (status.size() != expectedSize) {
            throw bad(fd, "has the wrong size: size=" + status.size() + " expected=" + expectedSize, requiredSeals);
        }
        if (status.allocatedBytes() < expectedSize) {
            throw bad(
                    fd,
                    "has holes: allocatedBytes=" + status.allocatedBytes() + " size=" + expectedSize,
                    requiredSeals);
        }
    }

    static int memfdCreateProbe() {
        return memfdCreate("bindery-probe", MFD_CLOEXEC | MFD_NOEXEC_SEAL);
    }

    private static BadDescriptorException bad(int fd, String reason, int requiredSeals) {
        return new BadDescriptorException("refused a descriptor that the peer passed: fd=" + fd + " " + reason
                + "; the peer must pass a memfd, fully allocated, of the agreed size, sealed with "
                + names(requiredSeals));
    }

    private static void allocate(int fd, String name, long size) throws SystemCallException {
        int result = ftruncate(fd, size);
        if (result < 0) {
            throw new SystemCallException("ftruncate", -result, "name=" + name + " size=" + size);
        }
        do {
            result = fallocate(fd, 0, 0, size);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            throw new SystemCallException("fallocate", -result, "name=" + name + " size=" + size);
        }
    }

    private static int memfdCreate(String name, int flags) {
        CallScratch scratch = CallScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativeName = arena.allocateFrom(name);
            return (int) scratch.result((long) MEMFD_CREATE.invokeExact(scratch.errno(), nativeName, flags));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int ftruncate(int fd, long size) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result((int) FTRUNCATE.invokeExact(scratch.errno(), fd, size));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int fallocate(int fd, int mode, long offset, long length) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result((int) FALLOCATE.invokeExact(scratch.errno(), fd, mode, offset, length));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static String names(int seals) {
        StringJoiner names = new StringJoiner("|").setEmptyValue("none");
        int[] bits = {F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE, F_SEAL_FUTURE_WRITE, F_SEAL_EXEC};
        String[] words = {"SEAL", "SHRINK", "GROW", "WRITE", "FUTURE_WRITE", "EXEC"};
        for (int i = 0; i < bits.length; i++) {
            if ((seals & bits[i]) != 0) {
                names.add(words[i]);
            }
        }
        return names.toString();
    }
}
