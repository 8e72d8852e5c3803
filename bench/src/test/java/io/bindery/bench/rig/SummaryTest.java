package io.bindery.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void shouldTakeTheMedianOfRatiosAndNotTheRatioOfMedians() {
        // The machine changes its level between rounds; work costs 1.2 of its neighbour in all but one.
        List<Round> rounds =
                List.of(round(100, 120), round(400, 480), round(100, 300), round(100, 120), round(400, 480));

        Summary summary = Summary.of(rounds);

        assertThat(summary.ratioP50()).isCloseTo(1.2, within(1e-9));
        assertThat(summary.workP50() / summary.baselineP50()).isNotCloseTo(1.2, within(1e-9));
    }

    @Test
    void shouldInterpolateQuantilesBetweenRounds() {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            rounds.add(round(100, 100 + i * 10));
        }

        Summary summary = Summary.of(rounds);

        assertThat(summary.ratioP50Low()).isCloseTo(1.1, within(1e-9));
        assertThat(summary.ratioP50()).isCloseTo(1.5, within(1e-9));
        assertThat(summary.ratioP50High()).isCloseTo(1.9, within(1e-9));
        assertThat(Summary.of(rounds.subList(0, 2)).ratioP50()).isCloseTo(1.05, within(1e-9));
    }

    @Test
    void shouldPutEachRoundIntoTheLevelOfItsBaseline() {
        List<Round> rounds = List.of(
                round(70, 140), round(99.9, 100), round(100, 150), round(199, 199), round(350, 700), round(500, 1500));

        assertThat(Summary.of(rounds).levels())
                .extracting(Level::name, Level::rounds)
                .containsExactly(tuple("50-100", 2), tuple("100-200", 2), tuple(">=350", 2));
        assertThat(Summary.of(rounds).levels().getLast().ratioP50()).isCloseTo(2.5, within(1e-9));
        assertThat(Summary.of(rounds).levels().getLast().baselineP50()).isCloseTo(425, within(1e-9));
    }

    @Test
    void shouldRelateTheTailOfTheWorkToTheTailOfItsNeighbour() {
        List<Round> rounds = List.of(new Round(100, 200, 110, 500), new Round(100, 1000, 110, 2500));

        assertThat(Summary.of(rounds).ratioP99()).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void shouldCompareRunsOnTheLevelsOnWhichBothWere() {
        Summary mostlyFast = Summary.of(List.of(round(100, 200), round(100, 200), round(400, 480)));
        Summary mostlySlow = Summary.of(List.of(round(100, 220), round(400, 480), round(400, 480), round(400, 480)));

        assertThat(mostlySlow.ratioTo(mostlyFast)).isCloseTo((1 * 1.1 + 3 * 1.0) / 4, within(1e-9));
        assertThat(Summary.of(List.of(round(60, 120))).ratioTo(mostlyFast)).isNaN();
    }

    @Test
    void shouldRefuseToSummariseNothing() {
        assertThatThrownBy(() -> Summary.of(List.of())).hasMessageContaining("rounds=0");
    }

    private static Round round(double baselineP50, double workP50) {
        return new Round(baselineP50, 2 * baselineP50, workP50, 2 * workP50);
    }
}
