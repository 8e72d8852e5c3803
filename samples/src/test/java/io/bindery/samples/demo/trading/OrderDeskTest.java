package io.bindery.samples.demo.trading;

import static io.bindery.samples.demo.trading.OrderStatus.FILLED;
import static io.bindery.samples.demo.trading.OrderStatus.MISSED;
import static io.bindery.samples.demo.trading.OrderStatus.PARTLY_FILLED;
import static io.bindery.samples.demo.trading.OrderStatus.REFUSED_POSITION;
import static io.bindery.samples.demo.trading.OrderStatus.REFUSED_PRICE;
import static io.bindery.samples.demo.trading.OrderStatus.REFUSED_QUANTITY;
import static io.bindery.samples.demo.trading.OrderStatus.REFUSED_QUOTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class OrderDeskTest {
    private final QuoteHistory quotes = new QuoteHistory();
    private final Journal told = Journal.ofFills();
    private final OrderDesk desk = new OrderDesk(quotes, RiskLimits.DEFAULT, told::addFill);
    private long orderId;

    @Test
    void shouldMatchAgainstTheQuoteOfTheOrderAndNotTheLatest() {
        quotes.add(1, 1_000_000, 300, 999_000, 200);
        quotes.add(2, 1_002_000, 300, 1_001_000, 200);

        assertThat(submit(1, 100, 1_000_000)).isEqualTo(OrderResult.of(FILLED, 100));
        assertThat(submit(1, -100, 999_000)).isEqualTo(OrderResult.of(FILLED, -100));
        assertThat(told.describe(0)).isEqualTo("fill=1 order=1 quantity=100 price=1000000");
        assertThat(told.describe(1)).isEqualTo("fill=2 order=2 quantity=-100 price=999000");
        assertThat(desk.position()).isZero();
        assertThat(desk.profit()).isEqualTo(-100 * 1000L);
    }

    @Test
    void shouldExecuteNoMoreThanTheQuoteOffers() {
        quotes.add(1, 1_000_000, 30, 999_000, 20);

        assertThat(submit(1, 100, 1_000_000)).isEqualTo(OrderResult.of(PARTLY_FILLED, 30));
        assertThat(submit(1, -100, 999_000)).isEqualTo(OrderResult.of(PARTLY_FILLED, -20));
        assertThat(desk.position()).isEqualTo(10);
        assertThat(desk.profit()).isEqualTo(-30 * 1_000_000L + 20 * 999_000L + 10 * 999_000L);
    }

    @Test
    void shouldMissWhereThePriceIsWorseThanTheLimitOrTheSideIsEmpty() {
        quotes.add(1, 1_000_000, 30, 999_000, 20);
        quotes.add(2, 0, 0, 999_000, 20);
        quotes.add(3, 1_000_000, 30, 0, 0);

        assertThat(submit(1, 100, 999_900)).isEqualTo(OrderResult.of(MISSED, 0));
        assertThat(submit(1, -100, 999_100)).isEqualTo(OrderResult.of(MISSED, 0));
        assertThat(submit(2, 100, 1_000_000)).isEqualTo(OrderResult.of(MISSED, 0));
        assertThat(submit(3, -100, 999_000)).isEqualTo(OrderResult.of(MISSED, 0));
        assertThat(told.rows()).isZero();
    }

    @Test
    void shouldRefuseWhatTheRiskLimitsForbid() {
        quotes.add(1, 1_000_000, 5_000, 999_000, 5_000);

        assertThat(submit(1, 0, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUANTITY, 0));
        assertThat(submit(1, 501, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUANTITY, 0));
        assertThat(submit(1, Integer.MIN_VALUE, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUANTITY, 0));
        assertThat(submit(1, 100, 1_010_001)).isEqualTo(OrderResult.of(REFUSED_PRICE, 0));
        assertThat(submit(1, 100, Integer.MIN_VALUE)).isEqualTo(OrderResult.of(REFUSED_PRICE, 0));
        assertThat(submit(1, 500, 1_010_000)).isEqualTo(OrderResult.of(FILLED, 500));
        assertThat(submit(1, 500, 1_000_000)).isEqualTo(OrderResult.of(FILLED, 500));
        assertThat(submit(1, 1, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_POSITION, 0));
        assertThat(submit(1, -500, 999_000)).isEqualTo(OrderResult.of(FILLED, -500));
        assertThat(desk.orders().rows()).isEqualTo(9);
    }

    @Test
    void shouldRefuseAnOrderWhoseQuoteWasLost() {
        quotes.add(1, 1_000_000, 30, 999_000, 20);
        quotes.add(3, 1_000_000, 30, 999_000, 20);

        assertThat(submit(2, 100, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUOTE, 0));
        assertThat(submit(0, 100, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUOTE, 0));
        assertThat(submit(-5, 100, 1_000_000)).isEqualTo(OrderResult.of(REFUSED_QUOTE, 0));
    }

    @Test
    void shouldWaitForTheQuoteOfTheOrder() throws ExecutionException, InterruptedException {
        CompletableFuture<Long> result = CompletableFuture.supplyAsync(() -> submit(5_000, 100, 1_000_000));
        for (int sequence = 1; sequence < 5_000; sequence++) {
            quotes.add(sequence, 1_000_000, 10, 999_000, 10);
        }
        assertThat(result).isNotDone();
        quotes.add(5_000, 1_000_000, 70, 999_000, 10);

        assertThat(result.get()).isEqualTo(OrderResult.of(PARTLY_FILLED, 70));
    }

    @Test
    void shouldCountOrdersThatAreMissingOrComeTwice() {
        quotes.add(1, 1_000_000, 30, 999_000, 20);
        desk.submit(1, 1, 10, 1_000_000);
        desk.submit(1, 1, 10, 1_000_000);
        desk.submit(4, 1, 10, 1_000_000);

        assertThat(desk.orderIds().lost()).isEqualTo(2);
        assertThat(desk.orderIds().duplicated()).isEqualTo(1);
    }

    private long submit(long sequence, int quantity, int limit) {
        return desk.submit(++orderId, sequence, quantity, limit);
    }
}
