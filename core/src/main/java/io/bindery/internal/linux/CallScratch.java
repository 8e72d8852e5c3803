package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Native memory of one thread, reused by all its calls: where errno is captured, and {@value #BUFFER_BYTES} bytes for the
 * small structs of the call that is being made. Its content means nothing after the method that used it returns.
 *
 * <p>The memory belongs to an automatic arena: it goes when its thread has gone, and no call allocates after the first.
 */
final class CallScratch {
    static final int BUFFER_BYTES = 1024;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<CallScratch> CURRENT = ThreadLocal.withInitial(CallScratch::new);

    private final MemorySegment errno;
    private final MemorySegment buffer;

    private CallScratch() {
        // One block, since each allocation of an automatic arena has a cleaner of its own.
        MemorySegment block = Arena.ofAuto().allocate(BUFFER_BYTES + CAPTURE.byteSize(), Long.BYTES);
        buffer = block.asSlice(0, BUFFER_BYTES);
        errno = block.asSlice(BUFFER_BYTES, CAPTURE);
    }

    static CallScratch current() {
        return CURRENT.get();
    }

    MemorySegment errno() {
        return errno;
    }

    MemorySegment buffer() {
        return buffer;
    }

    /** The result of a call as the kernel gives it: what was returned, or the negative errno. */
    int result(int returned) {
        return returned == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : returned;
    }

    /** As {@link #result(int)}, for calls that return an address or a size. */
    long result(long returned) {
        return returned == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : returned;
    }
}
