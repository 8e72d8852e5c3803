package io.bindery.samples.demo.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RandomWalkTest {
    @Test
    void shouldBeTheSameEachTime() {
        Quotes quotes = RandomWalk.quotes(RandomWalk.DEFAULT_COUNT);

        assertThat(quotes.count()).isEqualTo(118_497);
        assertThat(checksum(quotes)).isEqualTo(checksum(RandomWalk.quotes(RandomWalk.DEFAULT_COUNT)));
        assertThat(quotes.askPrice(1)).isEqualTo(5_851_200);
    }

    @Test
    void shouldNeverCross() {
        Quotes quotes = RandomWalk.quotes(RandomWalk.DEFAULT_COUNT);

        for (int sequence = 1; sequence <= quotes.count(); sequence++) {
            assertThat(quotes.bidPrice(sequence)).isPositive().isLessThan(quotes.askPrice(sequence));
            assertThat(quotes.askSize(sequence)).isPositive();
            assertThat(quotes.bidSize(sequence)).isPositive();
        }
    }

    @Test
    void shouldRefuseACountThatIsNoCount() {
        assertThatThrownBy(() -> RandomWalk.quotes(0)).hasMessageContaining("count=0");
    }

    @Test
    void shouldBeNamedOnACommandLineAsAFileIs() {
        QuoteSource walk = QuoteSource.ofRandomWalk(7);
        QuoteSource file = QuoteSource.ofFile(Path.of("/data/walk:7"));

        assertThat(QuoteSource.parse(walk.argument())).isEqualTo(walk);
        assertThat(QuoteSource.parse(file.argument())).isEqualTo(file);
    }

    private static long checksum(Quotes quotes) {
        long sum = 0;
        for (int sequence = 1; sequence <= quotes.count(); sequence++) {
            sum = sum * 31 + quotes.askPrice(sequence);
            sum = sum * 31 + quotes.askSize(sequence);
            sum = sum * 31 + quotes.bidPrice(sequence);
            sum = sum * 31 + quotes.bidSize(sequence);
        }
        return sum;
    }
}
