package io.bindery.samples.demo.role;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.samples.demo.api.FillListener;
import io.bindery.samples.demo.api.OrderGatewayStub;
import io.bindery.samples.demo.api.QuoteListenerStub;
import io.bindery.samples.demo.api.TradingMonitorStub;
import io.bindery.samples.demo.api.TradingState;
import io.bindery.samples.demo.trading.OrderDesk;
import io.bindery.samples.demo.trading.QuoteHistory;
import io.bindery.samples.demo.trading.RiskLimits;
import io.bindery.samples.demo.trading.SequenceCheck;
import org.jspecify.annotations.Nullable;

/** Takes orders by calls, quotes and fills go by oneway calls; the work is done by the {@link OrderDesk}. */
final class Gateway extends OrderGatewayStub {
    private final int uid = Binder.getCallingUid();
    private final QuoteHistory history = new QuoteHistory();
    private final OrderDesk desk = new OrderDesk(history, RiskLimits.DEFAULT, this::report);
    private final Listener listener = new Listener();
    private final Monitor monitor = new Monitor();
    private volatile @Nullable FillListener fills;
    private volatile boolean finished;

    @Override
    public void open(FillListener fills) {
        requireOwnUid();
        this.fills = fills;
    }

    @Override
    public long submit(long orderId, long sequence, int quantity, int limit) {
        requireOwnUid();
        return desk.submit(orderId, sequence, quantity, limit);
    }

    private void report(long fillId, long orderId, int quantity, int price) {
        try {
            fills().onFill(fillId, orderId, quantity, price);
        } catch (RemoteException e) {
            Role.fail(e);
        }
    }

    private FillListener fills() {
        FillListener opened = fills;
        if (opened == null) {
            throw new IllegalStateException("no fill listener: call open first");
        }
        return opened;
    }

    @Override
    public void finish(long orders) throws RemoteException {
        requireOwnUid();
        desk.orderIds().end(orders);
        fills().onEnd(desk.fills().rows());
        finished = true;
    }

    private void requireOwnUid() {
        int caller = Binder.getCallingUid();
        if (caller != uid) {
            throw new SecurityException("orders are taken from uid " + uid + " only: callingUid=" + caller);
        }
    }

    QuoteListenerStub quoteListener() {
        return listener;
    }

    TradingMonitorStub monitor() {
        return monitor;
    }

    /** Files the quotes, for orders to come. */
    private final class Listener extends QuoteListenerStub {
        private final SequenceCheck sequences = new SequenceCheck();
        private volatile boolean ended;

        @Override
        public void onQuote(long sequence, int askPrice, int askSize, int bidPrice, int bidSize) {
            if (sequences.accept(sequence)) {
                history.add((int) sequence, askPrice, askSize, bidPrice, bidSize);
            }
        }

        @Override
        public void onEnd(long count) {
            sequences.end(count);
            ended = true;
        }
    }

    /** Lets the parent look. */
    private final class Monitor extends TradingMonitorStub {
        @Override
        public TradingState state() {
            SequenceCheck quotes = listener.sequences;
            SequenceCheck orders = desk.orderIds();
            return new TradingState(
                    quotes.last(),
                    desk.orders().rows(),
                    desk.fills().rows(),
                    quotes.lost() + orders.lost(),
                    quotes.duplicated() + orders.duplicated(),
                    finished && listener.ended,
                    0,
                    desk.position());
        }

        @Override
        public long[] orders(int fromRow) {
            return desk.orders().page(fromRow, Strategy.PAGE_ROWS);
        }

        @Override
        public long[] fills(int fromRow) {
            return desk.fills().page(fromRow, Strategy.PAGE_ROWS);
        }
    }
}
