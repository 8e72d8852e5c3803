package io.bindery.samples.demo.trading;

import java.util.concurrent.TimeUnit;

/**
 * Where orders are checked and matched. An order is matched against exactly the quote on which it was decided, is
 * executed at once as far as that quote's size allows, and what is left of it is cancelled.
 *
 * <p><b>Threading:</b> {@link #submit} may be called from any thread; orders are matched one at a time.
 */
public final class OrderDesk {
    private static final long QUOTE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final QuoteHistory quotes;
    private final RiskLimits limits;
    private final FillSink fills;
    private final Journal orders = Journal.ofOrders();
    private final Journal filled = Journal.ofFills();
    private final SequenceCheck orderIds = new SequenceCheck();
    private final Account account = new Account();

    public OrderDesk(QuoteHistory quotes, RiskLimits limits, FillSink fills) {
        this.quotes = quotes;
        this.limits = limits;
        this.fills = fills;
    }

    /**
     * Checks and matches one order; waits for its quote if that has not arrived yet.
     *
     * @param orderId 1 for the strategy's first order, and so on
     * @param sequence number of the quote on which it was decided
     * @param quantity shares to buy, negative to sell
     * @param limit worst acceptable price, in 1/10,000 dollar
     * @return an {@link OrderResult}
     */
    public long submit(long orderId, long sequence, int quantity, int limit) {
        quotes.await(sequence, QUOTE_TIMEOUT_NS);
        return match(orderId, sequence, quantity, limit);
    }

    private synchronized long match(long orderId, long sequence, int quantity, int limit) {
        orderIds.accept(orderId);
        int executed = 0;
        int price = 0;
        OrderStatus status = OrderStatus.REFUSED_QUOTE;
        if (quotes.has(sequence)) {
            int quote = (int) sequence;
            price = quantity > 0 ? quotes.askPrice(quote) : quotes.bidPrice(quote);
            int size = quantity > 0 ? quotes.askSize(quote) : quotes.bidSize(quote);
            status = limits.check(account.position(), quantity, limit, price);
            if (status.isAccepted()) {
                executed = executed(quantity, limit, price, size);
                status = executed == quantity
                        ? OrderStatus.FILLED
                        : executed == 0 ? OrderStatus.MISSED : OrderStatus.PARTLY_FILLED;
            }
        }
        long result = OrderResult.of(status, executed);
        orders.addOrder(orderId, sequence, quantity, limit, result);
        if (executed != 0) {
            account.book(executed, price);
            long fillId = filled.rows() + 1L;
            filled.addFill(fillId, orderId, executed, price);
            fills.onFill(fillId, orderId, executed, price);
        }
        return result;
    }

    private static int executed(int quantity, int limit, int price, int size) {
        if (quantity > 0) {
            return price <= limit ? Math.min(quantity, size) : 0;
        }
        return price >= limit ? -Math.min(-quantity, size) : 0;
    }

    public Journal orders() {
        return orders;
    }

    public Journal fills() {
        return filled;
    }

    /** Checks the numbers of the orders. */
    public SequenceCheck orderIds() {
        return orderIds;
    }

    public synchronized int position() {
        return account.position();
    }

    /** Profit at the last quote, as {@link Account#profit}. */
    public synchronized long profit() {
        int last = quotes.last();
        return last == 0 ? account.cash() : account.profit(quotes.askPrice(last), quotes.bidPrice(last));
    }

    /** Told of each execution, in order. */
    @FunctionalInterface
    public interface FillSink {
        void onFill(long fillId, long orderId, int quantity, int price);
    }
}
