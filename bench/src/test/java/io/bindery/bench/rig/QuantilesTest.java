package io.bindery.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void shouldSeeBetweenTheTicksOfACoarseClock() {
        // 134.2 ns, looked at by a clock of 10 ns: samples read 130 or 140, in the proportion of the two distances.
        Random random = new Random(7);
        Histogram samples = new Histogram(1_000_000_000, 3);
        for (int i = 0; i < 100_000; i++) {
            double truth = 134.2 + random.nextGaussian() * 12;
            samples.recordValue(Math.round(truth / 10) * 10_000);
        }

        assertThat(Quantiles.of(samples, 0.5) / 1000).isCloseTo(134.2, within(0.3));
        assertThat(samples.getValueAtPercentile(50) / 1000.0).isNotCloseTo(134.2, within(3.0));
    }

    @Test
    void shouldFindQuantilesOfDenseSamples() {
        Histogram samples = new Histogram(1_000_000, 3);
        for (int value = 1; value <= 1000; value++) {
            samples.recordValue(value);
        }

        assertThat(Quantiles.of(samples, 0.5)).isCloseTo(500.5, within(0.6));
        assertThat(Quantiles.of(samples, 0.99)).isCloseTo(990.5, within(0.6));
        assertThat(Quantiles.of(samples, 1)).isCloseTo(1000.5, within(0.6));
    }

    @Test
    void shouldReturnTheOnlyValueThereIs() {
        Histogram samples = new Histogram(1_000_000, 3);
        samples.recordValueWithCount(130, 5);

        assertThat(Quantiles.of(samples, 0.5)).isEqualTo(130);
    }

    @Test
    void shouldRefuseAnEmptyHistogram() {
        assertThatThrownBy(() -> Quantiles.of(new Histogram(1000, 3), 0.5)).hasMessageContaining("no samples");
    }
}
