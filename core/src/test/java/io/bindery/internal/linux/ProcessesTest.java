package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessesTest {
    private static final int LONG_MS = 30_000;

    private final OpenDescriptors open = new OpenDescriptors();

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldKnowItself() throws IOException {
        assertThat(Processes.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(Path.of("/proc/self/task/" + Processes.tid())).exists();
        assertThat(Processes.uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(Processes.gid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        assertThat(Processes.isAlive(open.add(Processes.pidfdOpen(Processes.pid()))))
                .isTrue();
    }

    @Test
    void shouldMakeThePidfdReadableWhenTheProcessIsKilled() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        int pidfd = open.add(Processes.pidfdOpen((int) child.pid()));
        assertThat(Processes.isAlive(pidfd)).isTrue();
        try (Epoll epoll = new Epoll()) {
            epoll.add(pidfd, Epoll.IN, child.pid());
            assertThat(epoll.await(0)).isZero();

            Processes.sendSignal(pidfd, Processes.SIGKILL);

            assertThat(epoll.await(LONG_MS)).isEqualTo(1);
            assertThat(epoll.data(0)).isEqualTo(child.pid());
        }
        assertThat(Processes.isAlive(pidfd)).isFalse();
        assertThat(child.waitFor()).as("ended by signal 9").isEqualTo(128 + Processes.SIGKILL);
        assertThatThrownBy(() -> Processes.sendSignal(pidfd, Processes.SIGTERM))
                .hasMessage("pidfd_send_signal failed: ESRCH (3, No such process); attempted: pidfd=" + pidfd
                        + " signal=15");
    }

    @Test
    void shouldTakeAStoppedProcessForAlive() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        int pidfd = open.add(Processes.pidfdOpen((int) child.pid()));
        Path stat = Path.of("/proc/" + child.pid() + "/stat");

        Processes.sendSignal(pidfd, Processes.SIGSTOP);
        while (!Files.readString(stat).contains(") T ")) {
            Thread.yield();
        }

        assertThat(Processes.isAlive(pidfd)).isTrue();
        Processes.sendSignal(pidfd, Processes.SIGCONT);
        Processes.sendSignal(pidfd, Processes.SIGKILL);
        child.waitFor();
    }

    @Test
    void shouldMakeTheThreadPidfdReadableWhenTheThreadEnds() throws Exception {
        assumeTrue(SystemFeatures.current().threadPidfd(), "the kernel lacks thread pidfds (Linux 6.9)");
        CompletableFuture<Integer> tid = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            tid.complete(Processes.tid());
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int pidfd = open.add(Processes.pidfdOpenThread(tid.join()));
        assertThat(Processes.isAlive(pidfd)).isTrue();

        try (Epoll epoll = new Epoll()) {
            epoll.add(pidfd, Epoll.IN, 1);
            assertThat(epoll.await(0)).isZero();
            end.countDown();
            assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        }
        thread.join();
        assertThat(Processes.isAlive(pidfd)).isFalse();
        assertThatThrownBy(() -> Processes.pidfdOpenThread(tid.join()))
                .hasMessageStartingWith("pidfd_open(PIDFD_THREAD) failed: ESRCH");
    }

    @Test
    void shouldSayThatThereIsNoSuchProcess() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        int pid = (int) child.pid();

        assertThatThrownBy(() -> Processes.pidfdOpen(pid))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH))
                .hasMessage("pidfd_open failed: ESRCH (3, No such process); attempted: pid=" + pid);
        assertThatThrownBy(() -> Processes.pidfdOpen(0)).hasMessageContaining("EINVAL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Processes.pidfdOpenThread(0))
                .withMessage("thread id must be positive: tid=0");
        assertThatIllegalStateException()
                .isThrownBy(() -> Processes.isAlive(1_000_000))
                .withMessageContaining("poll failed: EBADF");
    }
}
