package io.bindery.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A context that lists shared memory and then sockets. Shared memory is denied by a limit of the file size, which the
 * kernel applies to memory without a name too.
 */
class FallbackSystemTest {
    @TempDir
    Path home;

    private Process startWithoutMemory(String transports) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 0; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        FallbackPeer.class.getName(),
                        home.toString(),
                        transports)
                .redirectErrorStream(true) // to a pipe: files may not grow
                .start();
    }

    private BinderContext open() throws IOException {
        return BinderContext.builder("fallback")
                .home(home)
                .transports("shm", "unix")
                .open();
    }

    @Test
    void shouldUseTheNextTransportWhereMemoryIsDeniedAndSayWhy() throws Exception {
        try (BinderContext context = open()) {
            Process peer = startWithoutMemory("shm,unix");
            try (BufferedReader answers = peer.inputReader(StandardCharsets.UTF_8)) {
                assertThat(readUntil(answers, "answer=42"))
                        .contains("transport=shm")
                        .contains("EFBIG");
                // And back, over the session that the peer has opened.
                assertThat(Echo.number(((Echo) context.getContextObject()).kept(), 43))
                        .isEqualTo(43);
                assertThat(Files.exists(context.directory().resolve("1.unix"))).isTrue();
                assertThat(Files.exists(context.directory().resolve("1"))).isFalse();
            } finally {
                peer.destroyForcibly().onExit().join();
            }
        }
    }

    @Test
    void shouldFailWhereNoTransportIsLeft() throws Exception {
        try (BinderContext context = open()) {
            Process peer = startWithoutMemory("shm");
            try (BufferedReader answers = peer.inputReader(StandardCharsets.UTF_8)) {
                assertThat(answers.readLine())
                        .startsWith("refused: ")
                        .contains("EFBIG")
                        .contains("RLIMIT_FSIZE");
            } finally {
                peer.destroyForcibly().onExit().join();
            }
            assertThat(context.isContextManager()).isTrue();
        }
    }

    @Test
    void shouldRefuseATransportThatCannotCarryAContext() {
        assertThatThrownBy(() -> BinderContext.builder("fallback")
                        .home(home)
                        .transports("carrier-pigeon")
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheme=carrier-pigeon")
                .hasMessageContaining("unix");
    }

    private static String readUntil(BufferedReader lines, String last) throws IOException {
        StringBuilder read = new StringBuilder();
        String line;
        while ((line = lines.readLine()) != null && !line.equals(last)) {
            read.append(line).append('\n');
        }
        assertThat(line).as("what came: %s", read).isEqualTo(last);
        return read.toString();
    }
}
