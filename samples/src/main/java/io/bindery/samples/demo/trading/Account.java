package io.bindery.samples.demo.trading;

/**
 * Shares and money after some fills, in whole numbers: shares, and 1/10,000 dollar.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public final class Account {
    private int position;
    private long cash;

    /** Books an execution: {@code quantity} shares bought, or sold if negative. */
    public void book(int quantity, int price) {
        position = Math.addExact(position, quantity);
        cash = Math.subtractExact(cash, Math.multiplyExact((long) quantity, price));
    }

    public int position() {
        return position;
    }

    public long cash() {
        return cash;
    }

    /**
     * Profit, or loss if negative, if the position were closed at these prices, in 1/10,000 dollar. A side of price 0
     * is taken from the other.
     */
    public long profit(int askPrice, int bidPrice) {
        int preferred = position > 0 ? bidPrice : askPrice;
        int price = preferred != 0 ? preferred : Math.max(askPrice, bidPrice);
        return Math.addExact(cash, Math.multiplyExact((long) position, price));
    }
}
