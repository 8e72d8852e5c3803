package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How much of its stack the calling thread has left. {@code getcontext} tells where the stack pointer is, which costs a
 * system call, {@code pthread_getattr_np} where the stack ends. Of a virtual thread it is its carrier's stack, on which its
 * frames lie while it runs.
 *
 * <p>A C library that lacks {@code getcontext}, as musl does, leaves us without an answer.
 */
public final class ThreadStack {
    /** What {@link #left()} returns where nobody knows. */
    public static final long UNKNOWN = -1;

    /** glibc: 56 bytes on x86-64, 64 on aarch64; musl less. */
    private static final long ATTRIBUTES_BYTES = 256;

    /** {@code ucontext_t}: 968 bytes on x86-64, 4,560 on aarch64. */
    private static final long CONTEXT_BYTES = 8192;

    private static final boolean KNOWN = Native.has("getcontext") && Native.has("pthread_getattr_np");

    /** Apart, since linking fails where a function is missing. */
    private static final class Calls {
        static final MethodHandle SELF = Native.plainCall("pthread_self", JAVA_LONG);
        static final MethodHandle ATTRIBUTES = Native.plainCall("pthread_getattr_np", JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle STACK =
                Native.plainCall("pthread_attr_getstack", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle DESTROY = Native.plainCall("pthread_attr_destroy", JAVA_INT, ADDRESS);
        static final MethodHandle CONTEXT = Native.plainCall("getcontext", JAVA_INT, ADDRESS);
    }

    private ThreadStack() {}

    /** How many bytes are left between the caller's frame and the end of the stack; {@link #UNKNOWN} if nobody knows. */
    public static long left() {
        if (!KNOWN) {
            return UNKNOWN;
        }
        try (Arena arena = Arena.ofConfined()) {
            long end = end(arena);
            MemorySegment context = arena.allocate(CONTEXT_BYTES, 16);
            int result = (int) Calls.CONTEXT.invokeExact(context);
            return end == 0 || result != 0
                    ? UNKNOWN
                    : context.get(JAVA_LONG, Architecture.CURRENT.stackPointerOffset) - end;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** The lowest address of the stack; 0 if it is not known. */
    private static long end(Arena arena) throws Throwable {
        MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
        long self = (long) Calls.SELF.invokeExact();
        int result = (int) Calls.ATTRIBUTES.invokeExact(self, attributes);
        if (result != 0) {
            return 0;
        }
        MemorySegment address = arena.allocate(JAVA_LONG);
        MemorySegment size = arena.allocate(JAVA_LONG);
        result = (int) Calls.STACK.invokeExact(attributes, address, size);
        int ignored = (int) Calls.DESTROY.invokeExact(attributes);
        return result == 0 ? address.get(JAVA_LONG, 0) : 0;
    }
}
