package io.bindery.samples.demo;

import io.bindery.RemoteException;
import io.bindery.samples.demo.api.QuotePublisher;
import io.bindery.samples.demo.api.QuotePublisherStub;
import io.bindery.samples.demo.api.RigFigures;
import io.bindery.samples.demo.api.StrategyMonitor;
import io.bindery.samples.demo.api.StrategyMonitorStub;
import io.bindery.samples.demo.api.SubmitFigures;
import io.bindery.samples.demo.api.TradingMonitor;
import io.bindery.samples.demo.api.TradingMonitorStub;
import io.bindery.samples.demo.api.TradingState;
import io.bindery.samples.demo.market.Quotes;
import io.bindery.samples.demo.report.DemoReport;
import io.bindery.samples.demo.report.ProgressLine;
import io.bindery.samples.demo.role.Role;
import io.bindery.samples.demo.trading.Account;
import io.bindery.samples.demo.trading.Comparison;
import io.bindery.samples.demo.trading.Journal;
import io.bindery.samples.demo.trading.OrderStatus;
import io.bindery.samples.demo.trading.ReferenceRun;
import io.bindery.servicemanager.ServiceManager;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The three processes as the one that started them sees them: by calls.
 *
 * <p><b>Threading:</b> one thread.
 */
final class TradingSession {
    private static final long LOOK_MS = 50;
    private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(30);

    private final QuotePublisher publisher;
    private final TradingMonitor gateway;
    private final TradingMonitor strategy;
    private final StrategyMonitor calls;
    private final Quotes quotes;
    private final ProgressLine progress;

    private TradingSession(
            QuotePublisher publisher,
            TradingMonitor gateway,
            TradingMonitor strategy,
            StrategyMonitor calls,
            Quotes quotes,
            ProgressLine progress) {
        this.publisher = publisher;
        this.gateway = gateway;
        this.strategy = strategy;
        this.calls = calls;
        this.quotes = quotes;
        this.progress = progress;
    }

    /** Waits until all three processes are ready. */
    static TradingSession join(ServiceManager services, Quotes quotes, ProgressLine progress)
            throws RemoteException, InterruptedException {
        progress.show("starting three processes");
        return new TradingSession(
                QuotePublisherStub.asInterface(services.waitForService(QuotePublisher.NAME, Role.START_TIMEOUT)),
                TradingMonitorStub.asInterface(services.waitForService(TradingMonitor.GATEWAY, Role.START_TIMEOUT)),
                TradingMonitorStub.asInterface(services.waitForService(TradingMonitor.STRATEGY, Role.START_TIMEOUT)),
                StrategyMonitorStub.asInterface(services.waitForService(StrategyMonitor.NAME, Role.START_TIMEOUT)),
                quotes,
                progress);
    }

    /** Has the publisher start, and waits until the last fill has arrived. */
    void trade(int perSecond) throws RemoteException, InterruptedException {
        publisher.start(perSecond);
        long lastSum = -1;
        long movedNs = System.nanoTime();
        while (true) {
            TradingState state = strategy.state();
            if (state.finished() && gateway.state().finished()) {
                return;
            }
            progress.show(String.format(
                    Locale.ROOT,
                    "trading      %,d of %,d quotes, %d %%   %,d orders   %,d fills",
                    state.quotes(),
                    quotes.count(),
                    state.quotes() * 100 / quotes.count(),
                    state.orders(),
                    state.fills()));
            long sum = publisher.published() + state.quotes() + state.orders() + state.fills();
            long nowNs = System.nanoTime();
            if (sum != lastSum) {
                lastSum = sum;
                movedNs = nowNs;
            } else if (nowNs - movedNs > STALLED_NS) {
                throw new IllegalStateException("nothing has moved for " + STALLED_NS / 1_000_000_000
                        + " s: published=" + publisher.published() + ", strategy=" + state + ", gateway="
                        + gateway.state());
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** Collects what the processes did and compares it with what they should have done. */
    DemoReport report(ReferenceRun reference) throws RemoteException {
        TradingState strategyState = strategy.state();
        TradingState gatewayState = gateway.state();
        Journal sent = download(Journal.ofOrders(), strategy::orders);
        Journal received = download(Journal.ofOrders(), gateway::orders);
        Journal executed = download(Journal.ofFills(), gateway::fills);
        Journal told = download(Journal.ofFills(), strategy::fills);
        Comparison comparison = new Comparison()
                .add("orders with their results in the strategy", sent, reference.orders())
                .add("orders with their results in the gateway", received, reference.orders())
                .add("fills sent by the gateway", executed, reference.fills())
                .add("fills received by the strategy", told, reference.fills())
                .add("position in the strategy", strategyState.position(), reference.position())
                .add("position in the gateway", gatewayState.position(), reference.position());
        byte[] roundTrips = calls.roundTrips();
        SubmitFigures submits = calls.submitFigures();
        progress.show("measuring    four longs against a bare cache line");
        RigFigures rig = calls.measureRig();
        Account account = account(told);
        int last = quotes.count();
        return new DemoReport(
                publisher.published(),
                strategyState.elapsedNs(),
                sent.rows(),
                sent.count(OrderStatus::isRefused),
                told.rows(),
                strategyState.lost() + gatewayState.lost(),
                strategyState.duplicated() + gatewayState.duplicated(),
                comparison.differences(),
                account.position(),
                account.profit(quotes.askPrice(last), quotes.bidPrice(last)),
                Histogram.decodeFromByteBuffer(ByteBuffer.wrap(roundTrips), 1),
                submits,
                rig);
    }

    private static Journal download(Journal journal, PageSource source) throws RemoteException {
        long[] page = source.page(0);
        while (page.length > 0) {
            journal.addPage(page);
            page = source.page(journal.rows());
        }
        return journal;
    }

    private static Account account(Journal fills) {
        Account account = new Account();
        for (int row = 0; row < fills.rows(); row++) {
            account.book((int) fills.get(row, "quantity"), (int) fills.get(row, "price"));
        }
        return account;
    }

    /** A method that returns rows from a given one on. */
    @FunctionalInterface
    private interface PageSource {
        long[] page(int fromRow) throws RemoteException;
    }
}
