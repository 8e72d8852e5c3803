package io.bindery.samples.demo.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.samples.demo.market.Quotes;
import io.bindery.samples.demo.market.RandomWalk;
import org.junit.jupiter.api.Test;

class TradingTest {
    @Test
    void shouldTradeWhenTheBookIsLopsidedAndNeverTwiceInTheSameDirection() {
        ImbalanceRule rule = new ImbalanceRule();

        assertThat(rule.onQuote(100, 399)).isZero();
        assertThat(rule.onQuote(100, 400)).isEqualTo(100);
        assertThat(rule.onQuote(100, 900)).isZero();
        assertThat(rule.onQuote(100, 100)).isZero();
        assertThat(rule.onQuote(0, 900)).isZero();
        assertThat(rule.onQuote(400, 100)).isEqualTo(-100);
        assertThat(rule.onQuote(Integer.MAX_VALUE, 1)).isZero();
        assertThat(rule.onQuote(1, Integer.MAX_VALUE)).isEqualTo(100);
    }

    @Test
    void shouldKeepStatusAndQuantityOfAResultApart() {
        for (OrderStatus status : OrderStatus.values()) {
            assertThat(OrderStatus.ofCode(status.code())).isEqualTo(status);
            for (int executed : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                long result = OrderResult.of(status, executed);
                assertThat(OrderResult.status(result)).isEqualTo(status);
                assertThat(OrderResult.executed(result)).isEqualTo(executed);
            }
        }
        assertThatThrownBy(() -> OrderResult.status(-1L)).hasMessageContaining("code=-1");
    }

    @Test
    void shouldCountGapsAndRepeats() {
        SequenceCheck check = new SequenceCheck();

        assertThat(check.accept(1)).isTrue();
        assertThat(check.accept(2)).isTrue();
        assertThat(check.accept(2)).isFalse();
        assertThat(check.accept(5)).isTrue();
        check.end(7);

        assertThat(check.lost()).isEqualTo(4);
        assertThat(check.duplicated()).isEqualTo(1);
        assertThat(check.last()).isEqualTo(7);
    }

    @Test
    void shouldValueALongPositionAtTheBidAndAShortOneAtTheAsk() {
        Account account = new Account();
        account.book(100, 1_000_000);
        assertThat(account.profit(1_002_000, 1_001_000)).isEqualTo(100_000);
        assertThat(account.profit(1_002_000, 0)).isEqualTo(200_000);

        account.book(-300, 1_001_000);
        assertThat(account.position()).isEqualTo(-200);
        assertThat(account.cash()).isEqualTo(200_300_000);
        assertThat(account.profit(1_002_000, 1_001_000)).isEqualTo(-100_000);
    }

    @Test
    void shouldGiveTheSameOrdersAndFillsForTheSameQuotes() {
        Quotes quotes = RandomWalk.quotes(20_000);
        ReferenceRun first = ReferenceRun.over(quotes);
        ReferenceRun second = ReferenceRun.over(quotes);

        assertThat(first.orders().rows()).isGreaterThan(500);
        assertThat(first.fills().rows()).isGreaterThan(300);
        assertThat(first.orders().firstDifference(second.orders())).isEqualTo(-1);
        assertThat(first.fills().firstDifference(second.fills())).isEqualTo(-1);
        assertThat(first.profit()).isEqualTo(second.profit());
    }

    @Test
    void shouldFindTheFirstRowInWhichTwoJournalsDiffer() {
        Journal one = Journal.ofFills();
        Journal other = Journal.ofFills();
        for (int i = 1; i <= 3000; i++) {
            one.addFill(i, i, 10, 5_000);
            other.addFill(i, i, 10, i == 2_500 ? 5_001 : 5_000);
        }

        assertThat(one.firstDifference(other)).isEqualTo(2_499);
        assertThat(one.describe(2_499)).isEqualTo("fill=2500 order=2500 quantity=10 price=5000");
        assertThat(one.describe(3_000)).isEqualTo("none");
        other.addFill(3_001, 3_001, 1, 1);
        assertThat(one.firstDifference(one)).isEqualTo(-1);
    }

    @Test
    void shouldCopyJournalsByPages() {
        Journal journal = ReferenceRun.over(RandomWalk.quotes(20_000)).orders();
        Journal copy = Journal.ofOrders();
        long[] page = journal.page(0, 100);
        while (page.length > 0) {
            copy.addPage(page);
            page = journal.page(copy.rows(), 100);
        }

        assertThat(copy.rows()).isEqualTo(journal.rows());
        assertThat(copy.firstDifference(journal)).isEqualTo(-1);
        assertThatThrownBy(() -> copy.addPage(new long[5])).hasMessageContaining("length=5");
    }
}
