package io.bindery.samples.demo.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.RemoteException;
import io.bindery.bench.calls.RigServer;
import io.bindery.samples.demo.api.SubmitFigures;
import io.bindery.samples.demo.api.TradingMonitor;
import io.bindery.samples.demo.api.TradingState;
import io.bindery.samples.demo.market.Quotes;
import io.bindery.samples.demo.market.RandomWalk;
import io.bindery.samples.demo.trading.Journal;
import io.bindery.samples.demo.trading.ReferenceRun;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each process does, with objects that live in one process: their calls are plain calls. */
class RolesTest {
    private final Quotes quotes = RandomWalk.quotes(30_000);
    private final ReferenceRun reference = ReferenceRun.over(quotes);
    private final Gateway gateway = new Gateway();
    private final Strategy strategy = new Strategy(gateway);

    @BeforeEach
    void open() {
        gateway.open(strategy.fillListener());
    }

    @Test
    void shouldTradeAsTheReferenceRunDoes() throws RemoteException {
        publish(1, quotes.count());
        end(quotes.count());

        assertIsReference(gateway.monitor());
        assertIsReference(strategy.monitor());
        assertThat(gateway.monitor().state().position()).isEqualTo(reference.position());
    }

    @Test
    void shouldCountQuotesThatAreMissingOrComeTwiceOnBothSides() throws RemoteException {
        publish(1, 100);
        publish(100, 100);
        publish(103, 200);
        end(205);

        for (TradingMonitor monitor : new TradingMonitor[] {gateway.monitor(), strategy.monitor()}) {
            assertThat(monitor.state().lost()).isEqualTo(2 + 5);
            assertThat(monitor.state().duplicated()).isEqualTo(1);
            assertThat(monitor.state().finished()).isTrue();
        }
    }

    @Test
    void shouldCountEachSubmitOnce() throws RemoteException {
        publish(1, quotes.count());
        assertThatThrownBy(() -> strategy.callMonitor(new RigServer()).submitFigures())
                .hasMessageContaining("has not finished");
        end(quotes.count());

        SubmitFigures figures = strategy.callMonitor(new RigServer()).submitFigures();
        Histogram roundTrips = Histogram.decodeFromByteBuffer(
                ByteBuffer.wrap(strategy.callMonitor(new RigServer()).roundTrips()), 1);
        assertThat(roundTrips.getTotalCount()).isEqualTo(reference.orders().rows());
        assertThat(figures.calls() + figures.warmUpCalls())
                .isEqualTo(reference.orders().rows());
    }

    @Test
    void shouldPublishAllQuotesToAllListeners() throws RemoteException, InterruptedException {
        Publisher publisher = new Publisher(quotes);
        publisher.subscribe(gateway.quoteListener());
        publisher.subscribe(strategy.quoteListener());
        publisher.start(1_000_000);
        while (!strategy.monitor().state().finished()) {
            Thread.onSpinWait();
        }

        assertThat(publisher.published()).isEqualTo(quotes.count());
        assertIsReference(strategy.monitor());
        assertThatThrownBy(() -> publisher.start(0)).hasMessageContaining("the publisher has started");
        assertThatThrownBy(() -> publisher.subscribe(gateway.quoteListener())).hasMessageContaining("has started");
        assertThatThrownBy(() -> publisher.start(-1)).hasMessageContaining("perSecond=-1");
    }

    private void publish(int from, int to) throws RemoteException {
        for (int sequence = from; sequence <= to; sequence++) {
            int askPrice = quotes.askPrice(sequence);
            int bidPrice = quotes.bidPrice(sequence);
            gateway.quoteListener()
                    .onQuote(sequence, askPrice, quotes.askSize(sequence), bidPrice, quotes.bidSize(sequence));
            strategy.quoteListener()
                    .onQuote(sequence, askPrice, quotes.askSize(sequence), bidPrice, quotes.bidSize(sequence));
        }
    }

    private void end(int count) throws RemoteException {
        gateway.quoteListener().onEnd(count);
        strategy.quoteListener().onEnd(count);
    }

    private void assertIsReference(TradingMonitor monitor) throws RemoteException {
        TradingState state = monitor.state();
        assertThat(state.finished()).isTrue();
        assertThat(state.quotes()).isEqualTo(quotes.count());
        assertThat(state.lost()).isZero();
        assertThat(state.duplicated()).isZero();
        Journal orders = Journal.ofOrders();
        Journal fills = Journal.ofFills();
        for (long[] page = monitor.orders(0); page.length > 0; page = monitor.orders(orders.rows())) {
            orders.addPage(page);
        }
        for (long[] page = monitor.fills(0); page.length > 0; page = monitor.fills(fills.rows())) {
            fills.addPage(page);
        }
        assertThat(orders.firstDifference(reference.orders())).isEqualTo(-1);
        assertThat(fills.firstDifference(reference.fills())).isEqualTo(-1);
    }
}
