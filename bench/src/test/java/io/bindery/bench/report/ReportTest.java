package io.bindery.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Round;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE =
            new Machine("Some CPU", 2, new Cpus(0, 1, false), "Linux 6.18 amd64", "Some JVM 25", List.of("-Xint"));

    @Test
    void shouldWriteAllFieldsOfARow() {
        String json = JsonReport.write(MACHINE, List.of(row(0, 1, List.of(round(100, 140), round(400, 600)))))
                .replaceAll("\\s", "");

        assertThat(json)
                .startsWith("[{\"case\":\"four-longs\",")
                .contains("\"p50_ns\":370.0,")
                .contains("\"p99_ns\":740.0,")
                .contains("\"baseline\":\"bounce\",\"baseline_p50_ns\":250.0,\"baseline_p99_ns\":500.0,")
                .contains("\"ratio_p50\":1.45,")
                .contains("\"ratio_p99\":1.45,")
                .contains(
                        "\"bytes_allocated_per_call\":24.5,\"client_bytes_per_call\":24.0,\"server_bytes_per_call\":0.5,")
                .contains("{\"baseline_ns\":\"100-200\",\"rounds\":1,\"baseline_p50_ns\":100.0,\"ratio_p50\":1.4}")
                .contains("{\"baseline_ns\":\">=350\",\"rounds\":1,\"baseline_p50_ns\":400.0,\"ratio_p50\":1.5}")
                .contains("\"jvm_flags\":[\"-Xint\"]")
                .endsWith("}]");
    }

    @Test
    void shouldPrintARowForPeople() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableReport.print(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                MACHINE,
                List.of(row(0, 1, List.of(round(100, 140), round(400, 600)))));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Some CPU, 2 CPUs; client on 0, server on 1")
                .containsPattern("four-longs +370.0 +740.0 +bounce +250.0 +1.45 \\(1.41..1.49\\) +1.45 +<= 1.50")
                .contains("24.00 + 0.50")
                .contains("100-200 ns in 1 rounds: 1.40; >=350 ns in 1 rounds: 1.50")
                .doesNotContain("warning");
    }

    @Test
    void shouldWarnOfWhatMakesARowDoubtful() {
        List<Round> spread = List.of(round(100, 100), round(100, 200), round(100, 300));

        assertThat(row(0, 1, List.of(round(100, 140))).warnings()).isEmpty();
        assertThat(row(3.5, 1, List.of(round(100, 140))).warnings())
                .singleElement()
                .asString()
                .contains("the host took 3.5 %");
        assertThat(row(0, 1, spread).warnings()).singleElement().asString().contains("spread");
    }

    private static CaseReport row(double stealPercent, int servingThreads, List<Round> rounds) {
        return new CaseReport(
                "four-longs",
                "bounce",
                "four longs in, one out",
                1.5,
                "ADAPTIVE",
                servingThreads,
                stealPercent,
                new Measurement(rounds, 1_000_000, 24, 0.5, 1234, 21.5));
    }

    private static Round round(double baselineP50, double workP50) {
        return new Round(baselineP50, 2 * baselineP50, workP50, 2 * workP50);
    }
}
