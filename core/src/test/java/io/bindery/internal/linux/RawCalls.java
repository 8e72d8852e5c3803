package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls that Bindery never makes, for tests that play the hostile peer; results are negative errnos. */
final class RawCalls {
    static final int PROT_READ_WRITE = 3;

    private static final MethodHandle SENDMSG = Native.errnoCall("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle WRITE = Native.errnoCall("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle MPROTECT = Native.errnoCall("mprotect", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MADVISE = Native.errnoCall("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PIPE2 = Native.errnoCall("pipe2", JAVA_INT, ADDRESS, JAVA_INT);

    private static final MethodHandle STRERROR = Native.plainCall("strerror", ADDRESS, JAVA_INT);

    private RawCalls() {}

    static int sendmsg(int fd, MemorySegment header, int flags) {
        CallScratch scratch = CallScratch.current();
        try {
            return (int) scratch.result((long) SENDMSG.invokeExact(scratch.errno(), fd, header, flags));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int write(int fd, MemorySegment data) {
        CallScratch scratch = CallScratch.current();
        try {
            return (int) scratch.result((long) WRITE.invokeExact(scratch.errno(), fd, data, data.byteSize()));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int mprotect(MemorySegment mapping, int protection) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result(
                    (int) MPROTECT.invokeExact(scratch.errno(), mapping.address(), mapping.byteSize(), protection));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int madvise(MemorySegment mapping, int advice) {
        CallScratch scratch = CallScratch.current();
        try {
            return scratch.result(
                    (int) MADVISE.invokeExact(scratch.errno(), mapping.address(), mapping.byteSize(), advice));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int[] pipe() {
        CallScratch scratch = CallScratch.current();
        MemorySegment ends = scratch.buffer();
        try {
            int result = scratch.result((int) PIPE2.invokeExact(scratch.errno(), ends, FileDescriptors.O_CLOEXEC));
            return result < 0 ? new int[] {result} : new int[] {ends.get(JAVA_INT, 0), ends.get(JAVA_INT, 4)};
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** The C library's text, in the locale "C" unless somebody has set another. */
    @SuppressWarnings("restricted")
    static String strerror(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
