package io.bindery.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.rig.Round;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WorkersSystemTest {
    private static final int ROUNDS = 5;

    @BeforeAll
    static void needsTwoCpus() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @FieldSource("io.bindery.bench.worker.RttCase#ALL")
    void shouldMeasureEachCaseBetweenProcessesOfItsOwn(RttCase rttCase) throws Exception {
        Workers workers =
                new Workers(Cpus.choose(), List.of("--enable-native-access=ALL-UNNAMED"), 1_000_000, 2, ROUNDS);

        CaseReport row = workers.run(rttCase, rttCase.waitStrategy());

        assertThat(row.name()).isEqualTo(rttCase.label());
        assertThat(row.servingThreads()).isPositive();
        assertThat(row.measurement().operations()).isPositive();
        assertThat(row.measurement().rounds()).hasSize(ROUNDS).allSatisfy(WorkersSystemTest::assertPlausible);
    }

    private static void assertPlausible(Round round) {
        assertThat(round.baselineP50()).isPositive();
        assertThat(round.baselineP99()).isGreaterThanOrEqualTo(round.baselineP50());
        assertThat(round.workP50()).isPositive();
        assertThat(round.workP99()).isGreaterThanOrEqualTo(round.workP50());
    }
}
