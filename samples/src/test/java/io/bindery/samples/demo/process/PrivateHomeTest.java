package io.bindery.samples.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateHomeTest {
    @TempDir
    Path parent;

    @Test
    void shouldBeForThisUserAloneAndLeaveNothing() throws IOException {
        PrivateHome home = PrivateHome.create(Map.of("BINDERY_HOME", parent.toString()));

        assertThat(home.directory()).hasParent(parent);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.directory())))
                .isEqualTo("rwx------");
        Files.createDirectories(home.directory().resolve("demo"));
        Files.writeString(home.directory().resolve("demo/0"), "");
        home.close();
        home.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingWhenSeveralDeleteItAtOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            PrivateHome home = PrivateHome.create(Map.of("BINDERY_HOME", parent.toString()));
            for (int i = 0; i < 20; i++) {
                Files.createDirectories(home.directory().resolve("context-" + i));
                Files.writeString(home.directory().resolve("context-" + i + "/0"), "");
            }
            Callable<Boolean> deletion = () -> {
                home.close();
                return Files.exists(home.directory());
            };
            try (ExecutorService deleters = Executors.newFixedThreadPool(4)) {
                assertThat(deleters.invokeAll(Collections.nCopies(4, deletion)))
                        .as("whether it is still there, as each of them returns")
                        .extracting(Future::get)
                        .containsOnly(false);
            }
        }
    }

    @Test
    void shouldPreferBinderyHomeToTheRuntimeDirectory() throws IOException {
        Map<String, String> environment = Map.of(
                "BINDERY_HOME",
                parent.toString(),
                "XDG_RUNTIME_DIR",
                parent.resolve("none").toString());

        try (PrivateHome home = PrivateHome.create(environment)) {
            assertThat(home.directory()).hasParent(parent);
        }
    }

    @Test
    void shouldNameAHomeThatIsNoDirectory() {
        Path missing = parent.resolve("missing");

        assertThatThrownBy(() -> PrivateHome.create(Map.of("BINDERY_HOME", missing.toString())))
                .hasMessageContaining("BINDERY_HOME=" + missing);
    }
}
