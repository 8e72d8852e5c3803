package io.bindery.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo with all its processes, to its end. */
@Timeout(120)
class DemoSystemTest {
    @TempDir
    Path home;

    @Test
    void shouldTradeWithoutLossAndPrintTheResultAsJsonOnTheLastLine() throws Exception {
        try (StartedDemo demo = StartedDemo.start(home, "--count", "20000", "--json")) {
            assertThat(demo.awaitExit()).as("%s", demo.output()).isZero();

            assertThat(demo.output().getLast())
                    .matches("\\{\"quotes\":20000,\"orders\":[1-9]\\d*,\"fills\":[1-9]\\d*,\"lost\":0,\"duplicated\":0,"
                            + "\"verified\":true,\"rtt\":\\{\"p50_ns\":\\d+,\"p99_ns\":\\d+,\"p999_ns\":\\d+},"
                            + "\"ratio_p50\":\\d+\\.\\d+,\"allocated_bytes_per_call\":\\d+\\.\\d+}");
            assertThat(home).isEmptyDirectory();
        }
    }

    @Test
    void shouldReplayAFileByTheClock() throws Exception {
        Path file = home.resolve("quotes.csv");
        Files.writeString(file, "5859400,200,5853300,18\n5859100,18,5853300,180\n".repeat(250));
        try (StartedDemo demo = StartedDemo.start(home, "--quotes", file.toString(), "--paced", "1000", "--json")) {
            assertThat(demo.awaitExit()).as("%s", demo.output()).isZero();

            assertThat(demo.output()).anyMatch(line -> line.contains("500 quotes of quotes.csv, 1,000 a second"));
            assertThat(demo.output().getLast())
                    .startsWith("{\"quotes\":500,\"orders\":500,")
                    .contains("\"verified\":true");
        }
    }

    @Test
    void shouldSayWhichFieldOfWhichLineIsWrongAndStartNothing() throws Exception {
        Path file = Files.writeString(home.resolve("quotes.csv"), "5859400,200,5853300,18\n5859400,200,bid,18\n");
        try (StartedDemo demo = StartedDemo.start(home, "--quotes", file.toString())) {
            assertThat(demo.awaitExit()).isEqualTo(2);
            assertThat(demo.output())
                    .containsExactly(
                            "demo: " + file + ", line 2: field 3 (bid price) is \"bid\"; expected a whole number"
                                    + " from 1 to 2147483647 (dollars x 10,000)");
        }
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() throws Exception {
        for (String[] arguments : new String[][] {
            {"--count", "0"}, {"--paced", "0"}, {"--paced", "many"}, {"--quotes", "x", "--count", "3"}, {"--quote", "x"}
        }) {
            try (StartedDemo demo = StartedDemo.start(home, arguments)) {
                assertThat(demo.awaitExit()).isEqualTo(2);
                assertThat(demo.output()).isNotEmpty().noneMatch(line -> line.contains("Exception"));
            }
        }
    }
}
