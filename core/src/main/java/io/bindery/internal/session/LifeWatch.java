package io.bindery.internal.session;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Processes;
import io.bindery.transport.ControlLoop;
import io.bindery.transport.PeerCredentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a process is dead before its sockets close. The kernel frees a killed process's memory first, which takes
 * tens of milliseconds for a JVM; but its threads end at once, all but the one that happens to be the last to let go of
 * the memory: it frees it, and ends when that is done. So two threads are watched by thread pidfds (Linux 6.9). The control
 * thread lives as long as the session can; when it has ended, that is all. The main thread tells in its stead where the
 * control thread is the last one: when it has ended and the control thread is seen to be on its way out, the process is
 * dead; the main thread alone may end before its process does. On older kernels, or across pid namespaces, the process
 * pidfd or the socket tells, later.
 *
 * <p><b>Threading:</b> the control thread.
 */
final class LifeWatch {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For how many looks a killed thread is given to begin its end, once the main thread has ended. */
    private static final int LOOKS = 50;

    private record Watched(int descriptor, long token) {}

    private final ControlLoop control;
    private final List<Watched> watched = new ArrayList<>();
    private boolean closed;

    LifeWatch(ControlLoop control) {
        this.control = control;
    }

    /** Begins. {@code onDeath} is called once. */
    void watch(Hello hello, PeerCredentials peer, Runnable onDeath) throws IOException {
        int pid = peer.pid();
        boolean sameNamespace = hello.pid() == pid && hello.mainTid() == pid;
        if (sameNamespace && watchThread(hello.controlTid(), () -> end(onDeath))) {
            boolean ignored = watchThread(pid, () -> lookAtThread(pid, hello.controlTid(), LOOKS, onDeath));
        } else if (pid > 0) {
            add(Processes.pidfdOpen(pid), () -> end(onDeath));
        }
    }

    private boolean watchThread(int tid, Runnable onGone) throws IOException {
        int pidfd = Processes.pidfdOpenThread(tid);
        if (pidfd < 0) {
            return false;
        }
        add(pidfd, onGone);
        return true;
    }

    private void add(int pidfd, Runnable onGone) throws IOException {
        try {
            Watched entry = new Watched(pidfd, control.watch(pidfd, events -> onGone(pidfd, onGone)));
            watched.add(entry);
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(pidfd);
            throw e;
        }
    }

    private void onGone(int pidfd, Runnable onGone) {
        boolean present = watched.removeIf(entry -> {
            if (entry.descriptor != pidfd) {
                return false;
            }
            control.unwatch(entry.token);
            FileDescriptors.close(pidfd);
            return true;
        });
        if (present) {
            onGone.run();
        }
    }

    private void lookAtThread(int pid, int tid, int looks, Runnable onDeath) {
        if (closed) {
            return;
        }
        if (Processes.isExiting(pid, tid)) {
            end(onDeath);
        } else if (looks > 0) {
            control.schedule(LOOK_NS, () -> lookAtThread(pid, tid, looks - 1, onDeath));
        }
    }

    private void end(Runnable onDeath) {
        if (!closed) {
            closed = true;
            onDeath.run();
        }
    }

    void close() {
        closed = true;
        for (Watched entry : watched) {
            control.unwatch(entry.token);
            FileDescriptors.close(entry.descriptor);
        }
        watched.clear();
    }
}
