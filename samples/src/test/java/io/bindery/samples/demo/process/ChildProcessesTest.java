package io.bindery.samples.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChildProcessesTest {
    private final ChildProcesses children = new ChildProcesses();

    @AfterEach
    void kill() {
        children.kill();
    }

    @Test
    void shouldSayWhichProcessDiedAndHow() throws Exception {
        ChildProcess waiting = children.start("patient", WaitingChild.class, List.of());
        children.start("failing", FailingChild.class, List.of());

        ChildProcess dead = children.firstDeath().get(30, TimeUnit.SECONDS);

        assertThat(dead.name()).isEqualTo("failing");
        assertThat(children.explain(dead))
                .hasMessageStartingWith("failing (pid " + dead.pid() + ") died with exit code 3; it printed last:")
                .hasMessageContaining("    on purpose");
        assertThat(isRunning(waiting)).isTrue();
    }

    @Test
    void shouldNameTheSignalOfAKilledProcess() throws Exception {
        ChildProcess child = children.start("victim", WaitingChild.class, List.of());

        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

        ChildProcess dead = children.firstDeath().get(30, TimeUnit.SECONDS);
        assertThat(children.explain(dead))
                .hasMessageStartingWith("victim (pid " + child.pid() + ") died with exit code 137 (signal 9)");
    }

    @Test
    void shouldLeaveNoProcess() throws IOException {
        ChildProcess obedient = children.start("obedient", WaitingChild.class, List.of());
        ChildProcess deaf = children.start("deaf", DeafChild.class, List.of());

        children.close();
        children.close();

        assertThat(isRunning(obedient)).isFalse();
        assertThat(isRunning(deaf)).isFalse();
        assertThatThrownBy(() -> children.start("late", WaitingChild.class, List.of()))
                .hasMessageContaining("late was not started");
    }

    private static boolean isRunning(ChildProcess child) {
        return ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Ends when it is told to. */
    static final class WaitingChild {
        private WaitingChild() {}

        public static void main(String[] args) throws InterruptedException {
            ParentWatch.start().await();
        }
    }

    /** Does not end when it is told to. */
    static final class DeafChild {
        private DeafChild() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().join();
        }
    }

    /** Ends too early. */
    static final class FailingChild {
        private FailingChild() {}

        public static void main(String[] args) {
            System.err.println("on purpose");
            System.exit(3);
        }
    }
}
