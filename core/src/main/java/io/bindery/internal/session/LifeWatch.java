package io.bindery.internal.session;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Processes;
import io.bindery.transport.ControlLoop;
import io.bindery.transport.PeerCredentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices that a process is dead before its sockets close. The kernel frees a killed process's memory first, which takes
 * tens of milliseconds for a JVM; but its threads end at once. So two of its permanent threads are watched by thread
 * pidfds (Linux 6.9); when both are gone, the process is. On older kernels, or across pid namespaces, the process pidfd
 * or the socket tells, later.
 *
 * <p><b>Threading:</b> the control thread.
 */
final class LifeWatch {
    private record Watched(int descriptor, long token) {}

    private final ControlLoop control;
    private final List<Watched> watched = new ArrayList<>();
    private int alive;
    private boolean closed;

    LifeWatch(ControlLoop control) {
        this.control = control;
    }

    /** Begins. {@code onDeath} is called once. */
    void watch(Hello hello, PeerCredentials peer, Runnable onDeath) throws IOException {
        boolean sameNamespace = hello.pid() == peer.pid() && hello.mainTid() == peer.pid();
        if (sameNamespace && watchThread(hello.mainTid(), onDeath) && watchThread(hello.controlTid(), onDeath)) {
            return;
        }
        if (watched.isEmpty() && peer.pid() > 0) {
            add(Processes.pidfdOpen(peer.pid()), onDeath);
        }
    }

    private boolean watchThread(int tid, Runnable onDeath) throws IOException {
        int pidfd = Processes.pidfdOpenThread(tid);
        if (pidfd < 0) {
            return false;
        }
        add(pidfd, onDeath);
        return true;
    }

    private void add(int pidfd, Runnable onDeath) throws IOException {
        alive++;
        try {
            Watched entry = new Watched(pidfd, control.watch(pidfd, new ControlLoop.Handler() {
                private boolean gone;

                @Override
                public void onReady(int events) {
                    if (!gone) {
                        gone = true;
                        onGone(pidfd, onDeath);
                    }
                }
            }));
            watched.add(entry);
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(pidfd);
            throw e;
        }
    }

    private void onGone(int pidfd, Runnable onDeath) {
        watched.removeIf(entry -> {
            if (entry.descriptor != pidfd) {
                return false;
            }
            control.unwatch(entry.token);
            FileDescriptors.close(pidfd);
            return true;
        });
        if (--alive == 0 && !closed) {
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
