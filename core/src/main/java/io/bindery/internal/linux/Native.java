package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Objects;

/**
 * Links functions of the C library. The handles belong in {@code static final} fields and are called by
 * {@code invokeExact}; {@link CallScratch#result} then turns {@code -1} and errno into one negative errno, which is how
 * the kernel itself answers.
 *
 * <p>Calls that the C library may lack ({@code futex}, {@code memfd_create}, {@code pidfd_open}) go through its variadic
 * {@code syscall}, so that the age of the library does not matter, only that of the kernel. Only calls that cannot block
 * are linked as {@linkplain #criticalCall critical}: a critical call holds up every safepoint of the JVM.
 */
public final class Native {
    private static final int SYSCALL_FIXED_ARGUMENTS = 1;

    private Native() {}

    /**
     * Finds out whether this JVM lets Bindery make native calls at all.
     *
     * @throws IllegalStateException if it does not; the message names the flag to add
     */
    public static void requireAccess() {
        try {
            // Linked anew, not through a class of ours: a class that failed to initialize buries the reason.
            Objects.requireNonNull(Architecture.CURRENT);
            link("getpid", FunctionDescriptor.of(JAVA_INT));
        } catch (LinkageError e) {
            throw new IllegalStateException(messageOf(e), e);
        }
    }

    /** On an unsupported machine only the first error has our message; that of later ones is at the end of the causes. */
    private static String messageOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** A function whose errno is captured: the handle takes {@link CallScratch#errno} as its first argument. */
    static MethodHandle errnoCall(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return link(symbol, FunctionDescriptor.of(result, arguments), Holder.ERRNO);
    }

    /** As {@link #errnoCall}, for a function declared with {@code ...} after {@code fixed} arguments. */
    static MethodHandle variadicErrnoCall(String symbol, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(result, arguments);
        return link(symbol, descriptor, Holder.ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    /** A function that cannot fail, or whose errno nobody needs. */
    static MethodHandle plainCall(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return link(symbol, FunctionDescriptor.of(result, arguments));
    }

    /** A function that never blocks, not even on a page fault that goes to disk: called without leaving Java's state. */
    static MethodHandle criticalCall(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return link(symbol, FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    /** A system call by number, errno captured; the handle returns {@code long}. */
    static MethodHandle errnoSyscall(int number, MemoryLayout... arguments) {
        MethodHandle syscall = link(
                "syscall",
                syscallDescriptor(arguments),
                Holder.ERRNO,
                Linker.Option.firstVariadicArg(SYSCALL_FIXED_ARGUMENTS));
        return MethodHandles.insertArguments(syscall, 1, (long) number);
    }

    /** A system call by number whose errno is not captured; the handle returns {@code long}. */
    static MethodHandle plainSyscall(int number, MemoryLayout... arguments) {
        MethodHandle syscall =
                link("syscall", syscallDescriptor(arguments), Linker.Option.firstVariadicArg(SYSCALL_FIXED_ARGUMENTS));
        return MethodHandles.insertArguments(syscall, 0, (long) number);
    }

    private static FunctionDescriptor syscallDescriptor(MemoryLayout... arguments) {
        MemoryLayout[] all = new MemoryLayout[arguments.length + 1];
        all[0] = JAVA_LONG;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return FunctionDescriptor.of(JAVA_LONG, all);
    }

    /** Whether the C library has a function. */
    static boolean has(String symbol) {
        return Holder.LINKER.defaultLookup().find(symbol).isPresent();
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
        try {
            MemorySegment address = Holder.LINKER
                    .defaultLookup()
                    .find(symbol)
                    .orElseThrow(() -> new UnsatisfiedLinkError("the C library lacks a function that Bindery needs:"
                            + " symbol=" + symbol + "; glibc 2.31 or later has it"));
            return Holder.LINKER.downcallHandle(address, descriptor, options);
        } catch (IllegalCallerException e) {
            UnsatisfiedLinkError denied = new UnsatisfiedLinkError(accessDenied());
            denied.addSuppressed(e);
            throw denied;
        } catch (IllegalArgumentException e) {
            throw new AssertionError(
                    "cannot link: symbol=" + symbol + " descriptor=" + descriptor + " options="
                            + Arrays.toString(options),
                    e);
        }
    }

    private static String accessDenied() {
        Module module = Native.class.getModule();
        String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return "this JVM denies native access to Bindery, which makes its system calls through java.lang.foreign;"
                + " add to the command line: --enable-native-access=" + name;
    }

    /** What {@code invokeExact} throws is never a result of the call: an error of the JVM passes, all else is a bug. */
    static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case Error e -> throw e;
            case RuntimeException e -> e;
            default -> throw new AssertionError("a native call cannot throw a checked exception", thrown);
        };
    }

    /** Apart from the outer class, so that this one can be initialized, and explain itself, where linking fails. */
    private static final class Holder {
        static final Linker LINKER = Linker.nativeLinker();
        static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    }
}
