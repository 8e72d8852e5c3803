package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** System calls that Bindery itself never makes, for tests that play a peer that keeps to no rule. */
public final class HostileCalls {
    public static final int SEAL = 1;
    public static final int SHRINK = 2;
    public static final int GROW = 4;
    public static final int WRITE = 8;
    public static final int FUTURE_WRITE = 16;

    private static final int ADD_SEALS = 1033;
    private static final int DONT_WAIT_NO_SIGNAL = 0x4040;
    private static final int KEEP_SIZE_PUNCH_HOLE = 3;
    private static final int SCM_RIGHTS = 1;

    private static final MethodHandle SENDMSG = Native.errnoCall("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle PIPE2 = Native.errnoCall("pipe2", JAVA_INT, ADDRESS, JAVA_INT);

    private HostileCalls() {}

    /** Sends bytes, and any number of descriptors with the first of them; returns how many bytes, or a negative errno. */
    public static int send(int socket, byte[] bytes, int... descriptors) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment iovec = arena.allocate(16, 8);
            iovec.set(JAVA_LONG, 0, arena.allocateFrom(JAVA_BYTE, bytes).address());
            iovec.set(JAVA_LONG, 8, bytes.length);
            MemorySegment header = arena.allocate(56, 8);
            header.set(JAVA_LONG, 16, iovec.address());
            header.set(JAVA_LONG, 24, 1);
            if (descriptors.length != 0) {
                long length = 16 + 4L * descriptors.length;
                MemorySegment control = arena.allocate(length + 7 & -8, 8);
                control.set(JAVA_LONG, 0, length);
                control.set(JAVA_INT, 8, UnixSocket.SOL_SOCKET);
                control.set(JAVA_INT, 12, SCM_RIGHTS);
                MemorySegment.copy(descriptors, 0, control, JAVA_INT, 16, descriptors.length);
                header.set(JAVA_LONG, 32, control.address());
                header.set(JAVA_LONG, 40, control.byteSize());
            }
            CallScratch scratch = CallScratch.current();
            return (int)
                    scratch.result((long) SENDMSG.invokeExact(scratch.errno(), socket, header, DONT_WAIT_NO_SIGNAL));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Adds just these seals. */
    public static void seal(int memory, int seals) throws SystemCallException {
        check("fcntl(F_ADD_SEALS)", FileDescriptors.fcntl(memory, ADD_SEALS, seals));
    }

    /** Takes pages out of the middle of a file. */
    public static void punchHole(int memory, long offset, long length) throws SystemCallException {
        check("fallocate", Memfd.fallocate(memory, KEEP_SIZE_PUNCH_HOLE, offset, length));
    }

    /** An ordinary file, opened for reading and writing, made if there is none. */
    public static int openFile(Path file) throws IOException {
        int flags = FileDescriptors.O_RDWR | FileDescriptors.O_CREAT | FileDescriptors.O_CLOEXEC;
        return check("open", FileDescriptors.open(file, flags, 0600));
    }

    /** The two ends of a pipe. */
    public static int[] pipe() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        MemorySegment ends = scratch.buffer();
        try {
            check("pipe2", scratch.result((int) PIPE2.invokeExact(scratch.errno(), ends, FileDescriptors.O_CLOEXEC)));
            return new int[] {ends.get(JAVA_INT, 0), ends.get(JAVA_INT, 4)};
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int check(String call, int result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, -result, "as a hostile peer");
        }
        return result;
    }
}
