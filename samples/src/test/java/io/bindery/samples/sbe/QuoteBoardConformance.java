package io.bindery.samples.sbe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.servicemanager.ServiceManager;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher may rely on, wherever the board lives. */
abstract class QuoteBoardConformance {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private AutoCloseable host;
    private BinderContext client;
    private QuoteBoard board;
    private QuotePublisher publisher;

    /** Opens a context with a fresh board in it, which is to be closed after each test. */
    abstract AutoCloseable host(Path home) throws Exception;

    @BeforeEach
    void open() throws Exception {
        host = host(home);
        client = BinderContext.builder(QuoteBoardPeer.CONTEXT).home(home).open();
        BinderProxy proxy = (BinderProxy) ServiceManager.of(client).getService(QuoteBoardPeer.SERVICE);
        board = QuoteBoardStub.asInterface(proxy);
        publisher = new QuotePublisher(proxy);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        host.close();
    }

    @Test
    void shouldShowWhatWasEncodedStraightIntoTheRing() throws Exception {
        publisher.publish(
                1, "AAPL", List.of(new Level(5853300, 18, 5859400, 200), new Level(5853000, 150, 5859800, 7)));
        publisher.publish(2, "MSFT12345".substring(0, 8), List.of());
        assertThat(await("AAPL", 1)).isEqualTo(new BestPrices(1, 5853300, 5859400, 375));
        assertThat(await("MSFT1234", 2)).isEqualTo(new BestPrices(2, 0, 0, 0));
        assertThat(board.best("GOOG")).isNull();
    }

    @Test
    void shouldTakeQuotesOfAnySizeInOrder() throws Exception {
        int quotes = 5000;
        for (int i = 1; i <= quotes; i++) {
            int price = i;
            List<Level> levels = IntStream.range(0, i % 1500)
                    .mapToObj(n -> new Level(price - n, 1, price + n, 2))
                    .toList();
            publisher.publish(i, "AAPL", levels);
        }
        assertThat(await("AAPL", quotes)).isEqualTo(new BestPrices(quotes, quotes, quotes, 3L * (quotes % 1500)));
    }

    @Test
    void shouldGoOnAfterAMessageThatIsNoQuote() throws Exception {
        publisher.publish(1, "AAPL", List.of(new Level(1, 2, 3, 4)));
        assertThat(await("AAPL", 1).volume()).isEqualTo(6);
        try (Arena arena = Arena.ofConfined()) {
            board.post(arena.allocate(8)); // the board logs it
        }
        publisher.publish(2, "AAPL", List.of(new Level(5, 6, 7, 8)));
        assertThat(await("AAPL", 2)).isEqualTo(new BestPrices(2, 5, 7, 14));
    }

    @Test
    void shouldGiveTheClaimUpWhenEncodingFails() throws Exception {
        assertThatThrownBy(() -> publisher.publish(1, "nine char", List.of()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        publisher.publish(2, "AAPL", List.of(new Level(1, 1, 1, 1)));
        assertThat(await("AAPL", 2).sequence()).isEqualTo(2);
    }

    /** Quotes are oneway calls: a sync call may overtake them. */
    private BestPrices await(String symbol, long sequence) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        BestPrices prices = board.best(symbol);
        while (prices == null || prices.sequence() < sequence) {
            assertThat(System.nanoTime() - deadline)
                    .as("no quote %s of %s", sequence, symbol)
                    .isNegative();
            LockSupport.parkNanos(100_000);
            prices = board.best(symbol);
        }
        return prices;
    }
}
