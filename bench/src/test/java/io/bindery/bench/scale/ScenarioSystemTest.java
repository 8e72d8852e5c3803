package io.bindery.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bindery.bench.report.Cpus;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.scale.ScenarioReport.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioSystemTest {
    private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");
    private static final double LITTLE = 0.01;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldLookAtEachScenarioInProcessesOfItsOwn(Scenario scenario) throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThanOrEqualTo(2);

        ScenarioReport seen = new ScenarioReport(scenario, ScenarioWorker.run(scenario, Cpus.choose(), FLAGS, LITTLE));

        assertThat(seen.rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.values()).hasSameSizeAs(scenario.columns());
            assertThat(row.values().getFirst()).isPositive();
        });
        assertThat(seen.cells()).allSatisfy(row -> assertThat(row).hasSameSizeAs(seen.head()));
    }

    @Test
    void shouldSayWhichDemandsAreMet() {
        ScenarioReport seen = new ScenarioReport(
                Scenario.CONNECT,
                List.of(
                        new Row("first-call", List.of(300.0, 1_100_000.0, 0.0, 0.0, 0.0)),
                        new Row("second-call", List.of(300.0, 9e9, 0.0, 0.0, 0.0))));

        assertThat(seen.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.met()).isFalse();
            assertThat(verdict.isMet(1.2)).isTrue();
            assertThat(seen.describe(verdict)).contains("first-call", "1.10 ms", "MISSED");
        });
        assertThat(seen.verdicts()).extracting(Verdict::demand).containsAll(Scenario.CONNECT.demands());
    }

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        List<Row> rows = List.of(new Row("0", List.of(1.5, Double.NaN)), new Row("a b", List.of(2e9, 0.0)));
        Path file = directory.resolve("rows");

        ScenarioWorker.write(file, rows);

        assertThat(ScenarioWorker.read(file)).isEqualTo(rows);
    }
}
