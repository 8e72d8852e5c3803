package io.bindery.samples.demo.trading;

/**
 * When to trade: buy when at least four times as many shares are bid for as are offered, sell in the opposite case,
 * and never twice in the same direction. An order is for {@value #LOT} shares at the price at which the other side
 * stands.
 *
 * <p>It pays the spread each time, so it loses money; what matters here is that it depends on the quotes alone.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public final class ImbalanceRule {
    static final int LOT = 100;
    private static final int RATIO = 4;

    private int last;

    /**
     * Decides on one quote.
     *
     * @return shares to buy, negative to sell, 0 to do nothing
     */
    public int onQuote(int askSize, int bidSize) {
        if (askSize == 0 || bidSize == 0) {
            return 0;
        }
        int direction = bidSize >= (long) RATIO * askSize ? 1 : askSize >= (long) RATIO * bidSize ? -1 : 0;
        if (direction == 0 || direction == last) {
            return 0;
        }
        last = direction;
        return direction * LOT;
    }
}
