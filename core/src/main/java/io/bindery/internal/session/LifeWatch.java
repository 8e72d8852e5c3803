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
 * tens of milliseconds for a JVM; but its threads end at once, all but the one that is the last to let go of the memory,
 * and the main thread, whose end the kernel tells with that of the whole process. So it is the control thread that is
 * watched, by a thread pidfd (Linux 6.9): when it has ended, the session is over, whatever becomes of the process. On
 * older kernels, or across pid namespaces, the pidfd of the process or the socket tells, later.
 *
 * <p><b>Threading:</b> the control thread.
 */
final class LifeWatch {
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
        if (pid <= 0) {
            return;
        }
        boolean sameNamespace = hello.pid() == pid && hello.mainTid() == pid;
        int thread = sameNamespace ? Processes.pidfdOpenThread(hello.controlTid()) : -1;
        if (thread >= 0) {
            add(thread, onDeath);
        }
        add(Processes.pidfdOpen(pid), onDeath);
    }

    private void add(int pidfd, Runnable onDeath) throws IOException {
        try {
            watched.add(new Watched(pidfd, control.watch(pidfd, events -> onGone(onDeath))));
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(pidfd);
            throw e;
        }
    }

    private void onGone(Runnable onDeath) {
        if (!closed) {
            close();
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
