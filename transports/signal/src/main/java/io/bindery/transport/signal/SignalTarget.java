package io.bindery.transport.signal;

import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, or a group of them, to which signals go. A process is held by a pidfd, so that no signal ever goes to another
 * that got its pid.
 *
 * <p><b>Threading:</b> any thread; not after {@link #close}.
 */
final class SignalTarget implements AutoCloseable {
    private static final int TEST = 0;

    private final int pid;
    private final boolean isGroup;
    private final int pidfd;

    private SignalTarget(int pid, boolean isGroup, int pidfd) {
        this.pid = pid;
        this.isGroup = isGroup;
        this.pidfd = pidfd;
    }

    /** @throws IllegalArgumentException if the address names no process and no group */
    static int parse(Address address) {
        String name = address.name();
        try {
            int target = Integer.parseInt(name);
            if (target > 0 || target < -1) {
                return target;
            }
        } catch (NumberFormatException e) {
            throw wrong(address);
        }
        throw wrong(address);
    }

    private static IllegalArgumentException wrong(Address address) {
        return new IllegalArgumentException("names no process and no group: address=" + address
                + "; signal:PID is a process, signal:-GROUP the group of that number");
    }

    /**
     * Finds a process, or a group if {@code target} is negative.
     *
     * @throws SecurityException if this process may not send it signals; names its user
     * @throws IOException if there is none
     */
    static SignalTarget open(int target) throws IOException {
        boolean isGroup = target < 0;
        int pid = Math.abs(target);
        int pidfd = -1;
        try {
            pidfd = isGroup ? -1 : Processes.pidfdOpen(pid);
        } catch (SystemCallException e) {
            throw e.errno() == Errno.ESRCH || e.errno() == Errno.EINVAL ? noSuch(pid, false, e) : e;
        }
        SignalTarget opened = new SignalTarget(pid, isGroup, pidfd);
        boolean allowed = false;
        try {
            opened.send(TEST);
            allowed = true;
            return opened;
        } finally {
            if (!allowed) {
                opened.close();
            }
        }
    }

    private static IOException noSuch(int pid, boolean isGroup, SystemCallException cause) {
        return new IOException(isGroup ? "no such process group: group=" + pid : "no such process: pid=" + pid, cause);
    }

    boolean isGroup() {
        return isGroup;
    }

    int pid() {
        return pid;
    }

    /** Becomes readable when the process ends; -1 for a group. */
    int pidfd() {
        return pidfd;
    }

    /** User of the process, of the leader of the group; -1 if it cannot be found out. */
    int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc", Integer.toString(pid)), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * Sends a signal.
     *
     * @throws SecurityException if this process may not
     * @throws IOException if there is no such process any more, or the kernel takes no more
     */
    void send(int signal) throws IOException {
        try {
            if (isGroup) {
                Processes.kill(-pid, signal);
            } else {
                Processes.sendSignal(pidfd, signal);
            }
        } catch (SystemCallException e) {
            throw explained(e, signal);
        }
    }

    /** Sends a signal to one thread of the process. */
    void send(int tid, int signal) throws IOException {
        try {
            Processes.sendSignalToThread(pid, tid, signal);
        } catch (SystemCallException e) {
            throw explained(e, signal);
        }
    }

    private IOException explained(SystemCallException e, int signal) {
        return switch (e.errno()) {
            case Errno.ESRCH -> noSuch(pid, isGroup, e);
            case Errno.EPERM ->
                throw new SecurityException("no permission to send signals to a process of another user: "
                        + (isGroup ? "group=" : "pid=") + pid + " its uid=" + uid() + " our uid=" + Processes.uid());
            case Errno.EAGAIN ->
                new IOException(
                        "the kernel queues no more signals for the process: pid=" + pid + " signal="
                                + SignalNames.name(signal) + "; it reads them too slowly, or raise RLIMIT_SIGPENDING",
                        e);
            default -> e;
        };
    }

    @Override
    public void close() {
        if (pidfd >= 0) {
            FileDescriptors.close(pidfd);
        }
    }
}
