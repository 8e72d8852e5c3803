package io.bindery.samples.demo.role;

import io.bindery.RemoteException;
import io.bindery.bench.calls.RigService;
import io.bindery.samples.demo.api.FillListenerStub;
import io.bindery.samples.demo.api.OrderGateway;
import io.bindery.samples.demo.api.QuoteListenerStub;
import io.bindery.samples.demo.api.RigFigures;
import io.bindery.samples.demo.api.StrategyMonitorStub;
import io.bindery.samples.demo.api.SubmitFigures;
import io.bindery.samples.demo.api.TradingMonitorStub;
import io.bindery.samples.demo.api.TradingState;
import io.bindery.samples.demo.trading.Account;
import io.bindery.samples.demo.trading.ImbalanceRule;
import io.bindery.samples.demo.trading.Journal;
import io.bindery.samples.demo.trading.SequenceCheck;

/** Gets quotes, decides, and submits orders from the thread in which the quote arrived. */
final class Strategy {
    /** Rows that a monitor returns at a time. */
    static final int PAGE_ROWS = 4_096;

    private final OrderGateway gateway;
    private final Journal orders = Journal.ofOrders();
    private final Journal fills = Journal.ofFills();
    private final SubmitMeter meter;
    private final Quotes quotes = new Quotes();
    private final Fills fillListener = new Fills();

    Strategy(OrderGateway gateway) {
        this.gateway = gateway;
        this.meter = new SubmitMeter(gateway);
    }

    QuoteListenerStub quoteListener() {
        return quotes;
    }

    FillListenerStub fillListener() {
        return fillListener;
    }

    TradingMonitorStub monitor() {
        return new Monitor();
    }

    /** The monitor measures the rig on {@code rigService}, the gateway's. */
    StrategyMonitorStub callMonitor(RigService rigService) {
        return new CallMonitor(rigService);
    }

    /** Decides on each quote. */
    private final class Quotes extends QuoteListenerStub {
        private final ImbalanceRule rule = new ImbalanceRule();
        private final SequenceCheck sequences = new SequenceCheck();
        private volatile long startNs;
        private long orderId;

        @Override
        public void onQuote(long sequence, int askPrice, int askSize, int bidPrice, int bidSize) {
            if (startNs == 0) {
                startNs = System.nanoTime();
            }
            if (!sequences.accept(sequence)) {
                return;
            }
            int quantity = rule.onQuote(askSize, bidSize);
            if (quantity != 0) {
                submit(sequence, quantity, quantity > 0 ? askPrice : bidPrice);
            }
        }

        private void submit(long sequence, int quantity, int limit) {
            try {
                orderId++;
                long result = meter.submit(orderId, sequence, quantity, limit);
                orders.addOrder(orderId, sequence, quantity, limit, result);
            } catch (RemoteException | RuntimeException e) {
                Role.fail(e);
            }
        }

        @Override
        public void onEnd(long count) {
            sequences.end(count);
            try {
                gateway.finish(orderId);
            } catch (RemoteException | RuntimeException e) {
                Role.fail(e);
            }
        }
    }

    /** Books each fill. */
    private final class Fills extends FillListenerStub {
        private final SequenceCheck fillIds = new SequenceCheck();
        private final Account account = new Account();
        private volatile long endNs;

        @Override
        public void onFill(long fillId, long orderId, int quantity, int price) {
            if (fillIds.accept(fillId)) {
                fills.addFill(fillId, orderId, quantity, price);
                account.book(quantity, price);
            }
        }

        @Override
        public void onEnd(long count) {
            fillIds.end(count);
            endNs = System.nanoTime();
        }
    }

    /** Lets the parent look. */
    private final class Monitor extends TradingMonitorStub {
        @Override
        public TradingState state() {
            boolean finished = fillListener.endNs != 0;
            return new TradingState(
                    quotes.sequences.last(),
                    orders.rows(),
                    fills.rows(),
                    quotes.sequences.lost() + fillListener.fillIds.lost(),
                    quotes.sequences.duplicated() + fillListener.fillIds.duplicated(),
                    finished,
                    finished ? fillListener.endNs - quotes.startNs : 0,
                    finished ? fillListener.account.position() : 0);
        }

        @Override
        public long[] orders(int fromRow) {
            return orders.page(fromRow, PAGE_ROWS);
        }

        @Override
        public long[] fills(int fromRow) {
            return fills.page(fromRow, PAGE_ROWS);
        }
    }

    /** Tells what the calls took. */
    private final class CallMonitor extends StrategyMonitorStub {
        private final RigService rigService;

        CallMonitor(RigService rigService) {
            this.rigService = rigService;
        }

        @Override
        public byte[] roundTrips() {
            requireFinished();
            return meter.roundTrips();
        }

        @Override
        public SubmitFigures submitFigures() {
            requireFinished();
            return meter.figures();
        }

        private void requireFinished() {
            if (fillListener.endNs == 0) {
                throw new IllegalStateException("the strategy has not finished: quotes=" + quotes.sequences.last());
            }
        }

        @Override
        public RigFigures measureRig() {
            try {
                return RigMeasurement.run(rigService);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the rig measured", e);
            }
        }
    }
}
