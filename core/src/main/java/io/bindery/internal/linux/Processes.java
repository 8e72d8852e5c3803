package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * This process and others. A pidfd names one process (or thread) for ever, where a pid may be given to another; it becomes
 * readable when what it names has ended, so {@link Epoll} can wait for that.
 */
public final class Processes {
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    /** {@code O_EXCL}; since Linux 6.9. */
    private static final int PIDFD_THREAD = 0x80;

    private static final short POLLIN = 1;

    private static final int PIDFD_SEND_SIGNAL = 424;
    private static final int PIDFD_OPEN = 434;

    private static final MethodHandle GETPID = Native.criticalCall("getpid", JAVA_INT);
    private static final MethodHandle GETPPID = Native.criticalCall("getppid", JAVA_INT);
    private static final MethodHandle GETEUID = Native.criticalCall("geteuid", JAVA_INT);
    private static final MethodHandle GETEGID = Native.criticalCall("getegid", JAVA_INT);
    private static final MethodHandle GETTID = Native.plainSyscall(Architecture.CURRENT.gettidNumber);
    private static final MethodHandle OPEN_PIDFD = Native.errnoSyscall(PIDFD_OPEN, JAVA_INT, JAVA_INT);
    private static final MethodHandle SEND_SIGNAL =
            Native.errnoSyscall(PIDFD_SEND_SIGNAL, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle TGKILL =
            Native.errnoSyscall(Architecture.CURRENT.tgkillNumber, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle KILL = Native.errnoCall("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = Native.errnoCall("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private Processes() {}

    public static int pid() {
        return number(GETPID);
    }

    /** The kernel's id of the calling thread; of its carrier, if it is a virtual one. */
    public static int tid() {
        try {
            return (int) (long) GETTID.invokeExact();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** The process that started this one, or has adopted it. */
    public static int parentPid() {
        return number(GETPPID);
    }

    /** The effective user id, which is what a peer sees as {@link Credentials#uid()}. */
    public static int uid() {
        return number(GETEUID);
    }

    /** The effective group id, which is what a peer sees as {@link Credentials#gid()}. */
    public static int gid() {
        return number(GETEGID);
    }

    /**
     * A pidfd of a process; the caller closes it.
     *
     * @throws SystemCallException ESRCH if there is no such process, EINVAL if {@code pid} is not that of a process
     */
    public static int pidfdOpen(int pid) throws SystemCallException {
        int result = pidfdOpen(pid, 0);
        if (result < 0) {
            throw new SystemCallException("pidfd_open", -result, "pid=" + pid);
        }
        return result;
    }

    /**
     * A pidfd of one thread, of this or another process: readable when the thread has ended, which comes long before the
     * sockets of a large process are closed. The caller closes it.
     *
     * @return the descriptor, or -EINVAL if the kernel lacks thread pidfds (before Linux 6.9)
     * @throws SystemCallException ESRCH if there is no such thread
     */
    public static int pidfdOpenThread(int tid) throws SystemCallException {
        if (tid <= 0) {
            throw new IllegalArgumentException("thread id must be positive: tid=" + tid);
        }
        int result = pidfdOpen(tid, PIDFD_THREAD);
        if (result < 0 && result != -Errno.EINVAL) {
            throw new SystemCallException("pidfd_open(PIDFD_THREAD)", -result, "tid=" + tid);
        }
        return result;
    }

    /**
     * Sends a signal to exactly the process that the pidfd names.
     *
     * @throws SystemCallException ESRCH if it has ended and was reaped, EPERM if it belongs to another user
     */
    public static void sendSignal(int pidfd, int signal) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = (int) scratch.result(
                    (long) SEND_SIGNAL.invokeExact(scratch.errno(), pidfd, signal, MemorySegment.NULL, 0));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("pidfd_send_signal", -result, "pidfd=" + pidfd + " signal=" + signal);
        }
    }

    /**
     * Sends a signal to one thread of a process, which gets it even if others would.
     *
     * @throws SystemCallException ESRCH if there is no such thread in that process, EPERM if it belongs to another user,
     *     EAGAIN if the kernel queues no more real-time signals for that user
     */
    public static void sendSignalToThread(int pid, int tid, int signal) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = (int) scratch.result((long) TGKILL.invokeExact(scratch.errno(), pid, tid, signal));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("tgkill", -result, "pid=" + pid + " tid=" + tid + " signal=" + signal);
        }
    }

    /**
     * Sends a signal by number: to the process {@code target}, or to the group {@code -target} if it is negative.
     *
     * @throws SystemCallException ESRCH if there is none, EPERM if all belong to other users
     */
    public static void kill(int target, int signal) throws SystemCallException {
        CallScratch scratch = CallScratch.current();
        int result;
        try {
            result = scratch.result((int) KILL.invokeExact(scratch.errno(), target, signal));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new SystemCallException("kill", -result, "target=" + target + " signal=" + signal);
        }
    }

    /** Whether the process or thread still runs; one that has ended and was not reaped yet does not. Never blocks. */
    public static boolean isAlive(int pidfd) {
        CallScratch scratch = CallScratch.current();
        MemorySegment pollfd = scratch.buffer();
        pollfd.set(JAVA_INT, 0, pidfd);
        pollfd.set(JAVA_SHORT, 4, POLLIN);
        pollfd.set(JAVA_SHORT, 6, (short) 0);
        int result;
        try {
            do {
                result = scratch.result((int) POLL.invokeExact(scratch.errno(), pollfd, 1L, 0));
            } while (result == -Errno.EINTR);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        int found = pollfd.get(JAVA_SHORT, 6);
        boolean invalid = result > 0 && (found & POLLIN) == 0;
        if (result < 0 || invalid) {
            throw SystemCallException.misuse("poll", invalid ? Errno.EBADF : -result, "pidfd=" + pidfd);
        }
        return result == 0;
    }

    private static int pidfdOpen(int id, int flags) {
        CallScratch scratch = CallScratch.current();
        try {
            return (int) scratch.result((long) OPEN_PIDFD.invokeExact(scratch.errno(), id, flags));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int number(MethodHandle call) {
        try {
            return (int) call.invokeExact();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
