package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Unix stream sockets, non-blocking and close-on-exec, and what the kernel knows about who is at the other end. What
 * travels over them is the concern of {@link SocketMessage}.
 *
 * <p><b>Threading:</b> any thread; nothing here blocks.
 */
public final class UnixSocket {
    /** The longest path that fits a {@code sockaddr_un} with its terminating zero, in bytes. */
    public static final int MAX_PATH_BYTES = 107;

    static final int SOL_SOCKET = 1;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x8_0000;
    private static final int TYPE = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    private static final int SHUT_RDWR = 2;
    private static final int SO_PASSCRED = 16;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERSEC = 31;
    private static final int SO_PEERGROUPS = 59;
    private static final int SO_PEERPIDFD = 77;

    /** {@code NGROUPS_MAX}. */
    private static final int MOST_GROUPS = 65_536;

    private static final int USUAL_GROUPS = 64;

    private static final int ADDRESS_PATH_OFFSET = 2;
    private static final byte ABSTRACT = '@';

    /** Where a value may be in the scratch buffer that needs more room than the first bytes. */
    private static final int LONG_VALUE_OFFSET = 128;

    private static final MethodHandle SOCKET = Native.errnoCall("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR =
            Native.errnoCall("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle BIND = Native.errnoCall("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = Native.errnoCall("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 =
            Native.errnoCall("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = Native.errnoCall("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SHUTDOWN = Native.errnoCall("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            Native.errnoCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            Native.errnoCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private UnixSocket() {}

    /** A new socket, neither bound nor connected. */
    public static int stream() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) SOCKET.invokeExact(scratch.errno(), AF_UNIX, TYPE, 0));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        return checked(result, "socket", "AF_UNIX SOCK_STREAM");
    }

    /** Two sockets connected with each other. */
    public static int[] pair() throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) SOCKETPAIR.invokeExact(scratch.errno(), AF_UNIX, TYPE, 0, scratch.buffer()));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        checked(result, "socketpair", "AF_UNIX SOCK_STREAM");
        return new int[] {scratch.buffer().get(JAVA_INT, 0), scratch.buffer().get(JAVA_INT, 4)};
    }

    /**
     * Binds to a socket file, which must not exist. Its permissions follow the umask: the directory decides who gets in.
     * A path that begins with {@code @} is no file but an abstract name, which goes with the socket.
     *
     * @throws IllegalArgumentException if the path is longer than {@link #MAX_PATH_BYTES} bytes
     * @throws SystemCallException EADDRINUSE if the file exists, ENOENT if its directory does not, EACCES
     */
    public static void bind(int fd, Path path) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int length = setAddress(scratch.buffer(), path);
        int result;
        try {
            result = scratch.result((int) BIND.invokeExact(scratch.errno(), fd, scratch.buffer(), length));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("bind", -result, "path=" + path, bindAdvice(-result));
        }
    }

    /** Lets others connect; up to {@code backlog} may wait to be accepted, further ones see EAGAIN. */
    public static void listen(int fd, int backlog) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) LISTEN.invokeExact(scratch.errno(), fd, backlog));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        checked(result, "listen", "fd=" + fd + " backlog=" + backlog);
    }

    /**
     * Takes one connection that waits.
     *
     * @return its socket, which inherits {@link #passCredentials} from the listener; or -EAGAIN if none waits
     * @throws SystemCallException EMFILE and the like; the connection goes on waiting, so {@link Epoll} reports it again
     */
    public static int accept(int fd) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            do {
                result = scratch.result((int) ACCEPT4.invokeExact(
                        scratch.errno(), fd, MemorySegment.NULL, MemorySegment.NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
            } while (result == -Errno.EINTR || result == -Errno.ECONNABORTED);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        return result == -Errno.EAGAIN ? result : checked(result, "accept4", "listener fd=" + fd);
    }

    /**
     * Connects to a listening socket. The connection is complete on return, whether accepted yet or not.
     *
     * @throws IllegalArgumentException if the path is longer than {@link #MAX_PATH_BYTES} bytes
     * @throws SystemCallException ENOENT if there is no such file, ECONNREFUSED if nobody listens behind it, EACCES,
     *     EAGAIN if too many wait to be accepted
     */
    public static void connect(int fd, Path path) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int length = setAddress(scratch.buffer(), path);
        int result;
        try {
            do {
                result = scratch.result((int) CONNECT.invokeExact(scratch.errno(), fd, scratch.buffer(), length));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("connect", -result, "path=" + path, connectAdvice(-result));
        }
    }

    /**
     * Who is at the other end: for an accepted socket, the process that called {@code connect}; for a connected one, the
     * process that called {@code listen}, which need not be the one that accepts.
     */
    public static Credentials peerCredentials(int fd) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        MemorySegment value = scratch.buffer();
        checked(getOption(scratch, fd, SO_PEERCRED, Credentials.BYTES), "getsockopt(SO_PEERCRED)", "fd=" + fd);
        return new Credentials(value.get(JAVA_INT, 0), value.get(JAVA_INT, 4), value.get(JAVA_INT, 8));
    }

    /** The supplementary groups that the peer had when it connected, or began to listen. */
    public static int[] peerGroups(int fd) throws SystemCallException {
        int result = -Errno.ERANGE;
        for (int most = USUAL_GROUPS; most <= MOST_GROUPS && result == -Errno.ERANGE; most *= 4) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment groups = arena.allocate(JAVA_INT, most);
                MemorySegment bytes = arena.allocateFrom(JAVA_INT, most * Integer.BYTES);
                CallScratch scratch = CallScratch.current();
                result = scratch.result(
                        (int) GETSOCKOPT.invokeExact(scratch.errno(), fd, SOL_SOCKET, SO_PEERGROUPS, groups, bytes));
                if (result == 0) {
                    return groups.asSlice(0, bytes.get(JAVA_INT, 0)).toArray(JAVA_INT);
                }
            } catch (Throwable t) {
                throw Native.unexpected(t);
            }
        }
        checked(result, "getsockopt(SO_PEERGROUPS)", "fd=" + fd);
        return new int[0];
    }

    /**
     * The security context of the process at the other end, as a security module such as SELinux or AppArmor names it,
     * when the connection was made; null where the kernel has none that does, or where it is longer than 896 bytes.
     */
    public static @Nullable String peerSecurityContext(int fd) {
        CallScratch scratch = CallScratch.current();
        MemorySegment value = scratch.buffer().asSlice(LONG_VALUE_OFFSET);
        MemorySegment length = scratch.buffer().asSlice(0, Integer.BYTES);
        length.set(JAVA_INT, 0, (int) value.byteSize());
        int result;
        try {
            result = scratch.result(
                    (int) GETSOCKOPT.invokeExact(scratch.errno(), fd, SOL_SOCKET, SO_PEERSEC, value, length));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            return null;
        }
        byte[] text = value.asSlice(0, Math.min(length.get(JAVA_INT, 0), value.byteSize()))
                .toArray(JAVA_BYTE);
        // SELinux counts the terminating zero, AppArmor has none; the latter ends some with a line feed.
        String context = new String(text, StandardCharsets.UTF_8);
        int end = context.indexOf('\0');
        return (end < 0 ? context : context.substring(0, end)).strip();
    }

    /**
     * A pidfd of the process that {@link #peerCredentials} names. Where the kernel cannot give it from the socket (before
     * Linux 6.5), the pid is opened instead, and may by then belong to another process: compare credentials again.
     *
     * @return a descriptor that the caller closes, readable in {@link Epoll} once the process has ended
     * @throws SystemCallException ESRCH and its kin if the process has ended already
     */
    public static int peerPidfd(int fd) throws SystemCallException {
        int result = peerPidfdFromSocket(fd);
        if (result == -Errno.ENOPROTOOPT) {
            return Processes.pidfdOpen(peerCredentials(fd).pid());
        }
        return checked(result, "getsockopt(SO_PEERPIDFD)", "fd=" + fd);
    }

    /**
     * Whether messages that arrive here carry the sender's credentials. To be set on the listener: a socket that it
     * accepts inherits it, so that no message can come before.
     */
    public static void passCredentials(int fd, boolean on) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        scratch.buffer().set(JAVA_INT, 0, on ? 1 : 0);
        int result;
        try {
            result = scratch.result((int) SETSOCKOPT.invokeExact(
                    scratch.errno(), fd, SOL_SOCKET, SO_PASSCRED, scratch.buffer(), Integer.BYTES));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        checked(result, "setsockopt(SO_PASSCRED)", "fd=" + fd);
    }

    /** Ends both directions, at once and for all who hold the socket: the peer sees a hang-up. Idempotent. */
    public static void shutdown(int fd) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) SHUTDOWN.invokeExact(scratch.errno(), fd, SHUT_RDWR));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result != -Errno.ENOTCONN) {
            checked(result, "shutdown", "fd=" + fd);
        }
    }

    /** The pidfd, or a negative errno: -ENOPROTOOPT before Linux 6.5. */
    static int peerPidfdFromSocket(int fd) {
        CallScratch scratch = CallScratch.current();
        int result = getOption(scratch, fd, SO_PEERPIDFD, Integer.BYTES);
        return result < 0 ? result : scratch.buffer().get(JAVA_INT, 0);
    }

    /** Leaves the value at the start of the scratch buffer; the length that the kernel wants to read lies behind it. */
    private static int getOption(CallScratch scratch, int fd, int option, int bytes) {
        MemorySegment length = scratch.buffer().asSlice(64, Integer.BYTES);
        length.set(JAVA_INT, 0, bytes);
        try {
            return scratch.result(
                    (int) GETSOCKOPT.invokeExact(scratch.errno(), fd, SOL_SOCKET, option, scratch.buffer(), length));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int setAddress(MemorySegment address, Path path) {
        byte[] bytes = NativePath.bytes(path);
        boolean isAbstract = bytes.length > 0 && bytes[0] == ABSTRACT;
        if (bytes.length == 0) { // the kernel would take it for "choose an abstract name for me"
            throw new IllegalArgumentException("socket path is empty: path=");
        }
        if (bytes.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("socket path is too long: path=" + path + " length=" + bytes.length
                    + " limit=" + MAX_PATH_BYTES + " bytes; use a directory with a shorter path");
        }
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, ADDRESS_PATH_OFFSET, bytes.length);
        if (isAbstract) {
            // The name begins with a zero byte, and is as long as the address says.
            address.set(JAVA_BYTE, ADDRESS_PATH_OFFSET, (byte) 0);
            return ADDRESS_PATH_OFFSET + bytes.length;
        }
        address.set(JAVA_BYTE, ADDRESS_PATH_OFFSET + (long) bytes.length, (byte) 0);
        return ADDRESS_PATH_OFFSET + bytes.length + 1;
    }

    private static String bindAdvice(int errno) {
        return switch (errno) {
            case Errno.EADDRINUSE ->
                "another process uses it, or has died and left it: delete it once its lock is free";
            case Errno.ENOENT -> "create its directory first";
            case Errno.EACCES -> "its directory must be writable for this user";
            default -> Errno.advice(errno);
        };
    }

    private static String connectAdvice(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "the process has not started yet, or uses another directory";
            case Errno.ECONNREFUSED -> "nobody listens there: its process has ended and left the file behind";
            case Errno.EACCES ->
                "this user needs write permission for the socket, and search permission for the directory";
            case Errno.EAGAIN -> "too many connections wait to be accepted: try again";
            default -> Errno.advice(errno);
        };
    }

    private static int checked(int result, String call, String attempted) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, -result, attempted);
        }
        return result;
    }
}
