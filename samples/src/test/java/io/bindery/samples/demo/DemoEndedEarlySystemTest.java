package io.bindery.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo when one of its processes is ended before its work is done. */
@Timeout(120)
class DemoEndedEarlySystemTest {
    private static final List<String> CHILDREN = List.of("publisher", "strategy", "gateway");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"publisher", "strategy", "gateway"})
    void shouldNameTheProcessThatIsKilledAndEnd(String name) throws Exception {
        try (StartedDemo demo = StartedDemo.start(home, "--paced", "1000")) {
            List<ProcessHandle> children = children(demo);
            demo.awaitTrading();
            ProcessHandle victim = demo.awaitChild(name);
            victim.destroyForcibly();

            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.output())
                    .contains("demo: " + name + " (pid " + victim.pid()
                            + ") died with exit code 137 (signal 9); it printed nothing");
            assertNothingIsLeft(children);
        }
    }

    @Test
    void shouldNameAProcessThatIsKilledBeforeItIsReady() throws Exception {
        try (StartedDemo demo = StartedDemo.start(home)) {
            ProcessHandle victim = demo.awaitChild("publisher");
            List<ProcessHandle> children = children(demo);
            victim.destroyForcibly();

            assertThat(demo.awaitExit()).isEqualTo(1);
            demo.awaitLine("demo: publisher \\(pid " + victim.pid() + "\\) died with exit code 137");
            assertNothingIsLeft(children);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldLeaveNothingWhenItIsInterrupted(String signal) throws Exception {
        try (StartedDemo demo = StartedDemo.start(home, "--paced", "1000")) {
            List<ProcessHandle> children = children(demo);
            demo.awaitTrading();
            demo.signal(signal);

            assertThat(demo.awaitExit()).isEqualTo(signal.equals("INT") ? 130 : 143);
            assertThat(demo.output().getLast()).isEqualTo("demo: interrupted; its processes have ended");
            assertNothingIsLeft(children);
        }
    }

    @Test
    void shouldLeaveNothingWhenItIsKilledItself() throws Exception {
        try (StartedDemo demo = StartedDemo.start(home, "--paced", "1000")) {
            List<ProcessHandle> children = children(demo);
            demo.awaitTrading();
            demo.signal("KILL");

            for (ProcessHandle child : children) {
                child.onExit().get(60, TimeUnit.SECONDS);
            }
            assertNothingIsLeft(children);
        }
    }

    private static List<ProcessHandle> children(StartedDemo demo) throws InterruptedException {
        List<ProcessHandle> children = new ArrayList<>();
        for (String name : CHILDREN) {
            children.add(demo.awaitChild(name));
        }
        return children;
    }

    private void assertNothingIsLeft(List<ProcessHandle> children) throws IOException {
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(home).isEmptyDirectory();
    }
}
