package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Shared mappings of a descriptor. The segments have the global scope, so that hot code sees one kind of scope only;
 * nothing but {@link #unmap} ends a mapping, and who still touches it then crashes the JVM. Therefore a mapping that other
 * threads may be reading is first {@linkplain #replaceByZeros replaced}, and unmapped once they are known to be gone.
 *
 * <p>A mapping keeps its file alive: the descriptor may be closed at once. All methods may be called by any thread.
 */
public final class Mapping {
    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MADV_DONTFORK = 10;

    private static final MethodHandle MMAP =
            Native.errnoCall("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = Native.errnoCall("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MADVISE = Native.errnoCall("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private static final long PAGE_SIZE = queryPageSize();

    private Mapping() {}

    /** The size of a page in bytes: what sizes of control pages and rings must be multiples of. */
    public static long pageSize() {
        return PAGE_SIZE;
    }

    /** Maps {@code size} bytes from the start of the file, for reading and writing. The file must not be sealed yet. */
    public static MemorySegment mapReadWrite(int fd, long size) throws SystemCallException {
        return segment(mapShared(0, fd, 0, size, true), size, true);
    }

    /** Maps {@code size} bytes from the start of the file; the segment refuses writes, and so does the processor. */
    public static MemorySegment mapReadOnly(int fd, long size) throws SystemCallException {
        return segment(mapShared(0, fd, 0, size, false), size, false);
    }

    /** Maps {@code size} bytes from {@code offset} on, a multiple of the page size. */
    static MemorySegment map(int fd, long offset, long size, boolean writable) throws SystemCallException {
        return segment(mapShared(0, fd, offset, size, writable), size, writable);
    }

    /**
     * Maps {@code size} bytes of private zeros, for a buffer outside the heap.
     *
     * @throws OutOfMemoryError if the address space or the limit of mappings is exhausted
     */
    public static MemorySegment mapAnonymous(long size) {
        long result = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (result < 0) {
            throw new OutOfMemoryError("mmap failed: " + Errno.describe((int) -result) + "; attempted: size=" + size);
        }
        return segment(result, size, true);
    }

    /**
     * Maps a control area and, behind it, a ring twice, back to back, so that a record that crosses the end of the ring
     * continues in the second copy: {@code control | ring | the same ring}.
     *
     * @param fd a file of at least {@code controlBytes + ringBytes} bytes
     * @param controlBytes a multiple of the page size, may be 0
     * @param ringBytes a multiple of the page size, may be 0
     * @param writable whether the file is mapped for writing too; if not, the segment is read-only
     * @return a segment of {@code controlBytes + 2 * ringBytes} bytes
     * @throws SystemCallException if the address space is short or the file refuses; nothing stays mapped
     */
    public static MemorySegment mapDoubled(int fd, long controlBytes, long ringBytes, boolean writable)
            throws SystemCallException {
        requirePages("controlBytes", controlBytes);
        requirePages("ringBytes", ringBytes);
        long once = Math.addExact(controlBytes, ringBytes);
        long total = Math.addExact(once, ringBytes);
        if (total == 0) {
            throw new IllegalArgumentException("nothing to map: controlBytes=0 ringBytes=0");
        }
        // Reserved first, so that MAP_FIXED below can only ever replace our own empty pages.
        long base = mmap(0, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (base < 0) {
            throw new SystemCallException("mmap", (int) -base, "reserve size=" + total);
        }
        try {
            mapShared(base, fd, 0, once, writable);
            if (ringBytes > 0) {
                mapShared(base + once, fd, controlBytes, ringBytes, writable);
            }
            return segment(base, total, writable);
        } catch (SystemCallException e) {
            munmap(base, total);
            throw e;
        }
    }

    /** Keeps the mapping out of forked children, for which it would stay writable in spite of all seals. */
    public static void dontFork(MemorySegment mapping) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result(
                    (int) MADVISE.invokeExact(scratch.errno(), mapping.address(), mapping.byteSize(), MADV_DONTFORK));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("madvise(MADV_DONTFORK)", -result, describe(mapping));
        }
    }

    /**
     * Puts private pages of zeros in place of the mapping, at the same addresses, in one step: a thread that is reading
     * there sees the old bytes or zeros, and never faults; one that is writing writes to nobody. Releases the file.
     *
     * @throws IllegalStateException if it fails, which takes a segment that is no mapping of this class
     */
    public static void replaceByZeros(MemorySegment mapping) {
        long result = mmap(
                mapping.address(),
                mapping.byteSize(),
                PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
                -1,
                0);
        if (result < 0) {
            throw SystemCallException.misuse("mmap(MAP_FIXED)", (int) -result, "replace by zeros " + describe(mapping));
        }
    }

    /**
     * Ends the mapping. Any later access, even a read, ends the JVM.
     *
     * @throws IllegalStateException if it fails, which takes a segment that is no mapping of this class
     */
    public static void unmap(MemorySegment mapping) {
        int result = munmap(mapping.address(), mapping.byteSize());
        if (result < 0) {
            throw SystemCallException.misuse("munmap", -result, describe(mapping));
        }
    }

    private static long mapShared(long address, int fd, long offset, long size, boolean writable)
            throws SystemCallException {
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        int flags = address == 0 ? MAP_SHARED : MAP_SHARED | MAP_FIXED;
        long result = mmap(address, size, protection, flags, fd, offset);
        if (result < 0) {
            String attempted = "fd=" + fd + " offset=" + offset + " size=" + size + " writable=" + writable;
            int errno = (int) -result;
            throw writable && errno == Errno.EPERM
                    ? new SystemCallException("mmap", errno, attempted, "map for writing before the memory is sealed")
                    : new SystemCallException("mmap", errno, attempted);
        }
        return result;
    }

    private static long mmap(long address, long size, int protection, int flags, int fd, long offset) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result(
                    (long) MMAP.invokeExact(scratch.errno(), address, size, protection, flags, fd, offset));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int munmap(long address, long size) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result((int) MUNMAP.invokeExact(scratch.errno(), address, size));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment segment(long address, long size, boolean writable) {
        MemorySegment mapped = MemorySegment.ofAddress(address).reinterpret(size);
        return writable ? mapped : mapped.asReadOnly();
    }

    private static void requirePages(String what, long bytes) {
        if (bytes < 0 || bytes % PAGE_SIZE != 0) {
            throw new IllegalArgumentException(
                    what + " must be a multiple of the page size: " + what + "=" + bytes + " pageSize=" + PAGE_SIZE);
        }
    }

    private static String describe(MemorySegment mapping) {
        return "address=0x" + Long.toHexString(mapping.address()) + " size=" + mapping.byteSize();
    }

    private static long queryPageSize() {
        try {
            return (int) Native.plainCall("getpagesize", JAVA_INT).invokeExact();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
