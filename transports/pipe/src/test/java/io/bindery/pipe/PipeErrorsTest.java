package io.bindery.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.RemoteException;
import io.bindery.transport.pipe.PipeChild;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes that nobody has, and children that are not what they should be. */
class PipeErrorsTest {
    private BinderContext context;

    @BeforeEach
    void open() throws IOException {
        context = BinderContext.builder("parent").transports().open();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static ProcessBuilder shell(String script) {
        return new ProcessBuilder("/bin/sh", "-c", script).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> context.connect("pipe:nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address=pipe:nowhere");
    }

    @Test
    void shouldSayThatThereIsNoSuchChild() {
        assertThatThrownBy(() -> context.connect("pipe:1"))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("no child with unused pipes: pid=1");
    }

    @Test
    void shouldSayThatThisProcessWasStartedWithoutPipes() {
        assertThatThrownBy(() -> context.listen("pipe:", new Binder()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BINDERY_PIPE");
        assertThatThrownBy(() -> context.listen("pipe:998,999", new Binder()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fd=998");
    }

    @Test
    void shouldBearAChildThatWritesGarbage() throws Exception {
        try (PipeChild child = PipeChild.startOnStdio(shell("echo 'this is not what was expected'; cat >/dev/null"))) {
            assertThatThrownBy(() -> context.connect(child.address()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("malformed message");
            assertThat(child.process().onExit().join().exitValue()).isZero();
        }
    }

    @Test
    void shouldBearAChildThatEndsAtOnce() throws Exception {
        try (PipeChild child = PipeChild.startOnStdio(shell("exit 3"))) {
            assertThatThrownBy(() -> context.connect(child.address())).isInstanceOf(RemoteException.class);
            assertThat(child.process().onExit().join().exitValue()).isEqualTo(3);
        }
    }

    @Test
    void shouldGiveAPairOfPipesOnce() throws Exception {
        try (PipeChild child = PipeChild.startOnStdio(shell("cat >/dev/null"))) {
            context.listen(child.address(), new Binder());

            assertThatThrownBy(() -> context.connect(child.address()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("pipes carry one session");
        }
    }

    @Test
    void shouldCloseWhatWasNotUsed() throws Exception {
        try (PipeChild warmUp = PipeChild.start(shell("cat <&8 >/dev/null"))) {
            assertThat(warmUp.process().isAlive()).isTrue();
        }
        int before = openDescriptors();
        PipeChild child = PipeChild.start(shell("cat <&8 >/dev/null"));
        child.close();

        assertThat(child.process().onExit().join().exitValue())
                .as("the child saw the end of its input")
                .isZero();
        assertThat(openDescriptors()).isLessThanOrEqualTo(before);
    }

    private static int openDescriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
