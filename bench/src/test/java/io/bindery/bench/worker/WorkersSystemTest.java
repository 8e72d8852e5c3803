package io.bindery.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.PacedReport;
import io.bindery.bench.report.SampleLog;
import io.bindery.bench.rig.Round;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkersSystemTest {
    private static final int ROUNDS = 5;
    private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path logs;

    @BeforeAll
    static void needsTwoCpus() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThanOrEqualTo(2);
    }

    /** Each way of calling, one peer, one baseline that sleeps, and both on one CPU; other peers have a test of their own. */
    static Stream<RttCase> cases() {
        return Stream.concat(
                RttCase.CALLS.stream(),
                Stream.of(
                                "oneway-64-vs-aeron",
                                "oneway-256",
                                "agrona-ring",
                                "one-cpu",
                                "parked-hot",
                                "payload-4096",
                                "over-unix",
                                "over-pipe",
                                "over-signal",
                                "over-chronicle")
                        .flatMap(label -> RttCase.named(label).stream()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMeasureEachCaseBetweenProcessesOfItsOwn(RttCase rttCase) throws Exception {
        CaseReport row = run(rttCase, List.of(), 0);

        assertThat(row.name()).isEqualTo(rttCase.label());
        assertThat(row.servingThreads()).isPositive();
        assertThat(row.measurement().operations()).isPositive();
        assertThat(row.measurement().rounds()).hasSize(ROUNDS).allSatisfy(WorkersSystemTest::assertPlausible);
        assertThat(row.baselineSamples().getTotalCount()).isPositive();
        assertThat(SampleLog.read(logs.resolve(rttCase.label() + ".hlog")))
                .containsOnlyKeys(rttCase.baseline(), rttCase.label())
                .containsEntry(rttCase.label(), row.workSamples());
    }

    @Test
    void shouldRunRoundTripsAtFixedRatesThatTheyCanKeepUpWith() throws Exception {
        List<PacedReport> paced = run(RttCase.named("four-longs").getFirst(), List.of(500, 1_000_000_000), 0)
                .paced();

        assertThat(paced).singleElement().satisfies(run -> {
            assertThat(run.run().perSecond()).isEqualTo(500);
            assertThat(run.latencies().getTotalCount()).isEqualTo(500);
        });
    }

    @Test
    void shouldRunStreamsAtAShareOfTheirHighestRate() throws Exception {
        List<PacedReport> paced =
                run(RttCase.named("oneway-16").getFirst(), List.of(), 0.01).paced();

        assertThat(paced).singleElement().satisfies(run -> {
            assertThat(run.latencies().getTotalCount()).isPositive();
            assertThat(run.run().achievedPerSecond()).isPositive();
        });
    }

    private CaseReport run(RttCase rttCase, List<Integer> rates, double load) throws Exception {
        Workers workers = new Workers(Cpus.choose(), FLAGS, 1_000_000, 2, ROUNDS, rates, load, logs);
        return workers.run(rttCase, rttCase.waitStrategy());
    }

    private static void assertPlausible(Round round) {
        assertThat(round.baselineP50()).isPositive();
        assertThat(round.baselineP99()).isGreaterThanOrEqualTo(round.baselineP50());
        assertThat(round.workP50()).isPositive();
        assertThat(round.workP99()).isGreaterThanOrEqualTo(round.workP50());
    }
}
