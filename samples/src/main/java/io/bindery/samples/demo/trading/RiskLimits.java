package io.bindery.samples.demo.trading;

/**
 * What the gateway lets a strategy do.
 *
 * @param maxQuantity most shares of one order
 * @param maxPosition most shares held, or owed
 * @param maxDistance how far the limit may be from the quote's price, in 1/10,000 of that price
 */
public record RiskLimits(int maxQuantity, int maxPosition, int maxDistance) {
    /** 500 shares an order, a position of 1,000, limits within 1 % of the quote. */
    public static final RiskLimits DEFAULT = new RiskLimits(500, 1_000, 100);

    /**
     * Checks an order.
     *
     * @param position shares held before it
     * @param quantity shares to buy, negative to sell
     * @param limit worst acceptable price
     * @param price what the quote asks (of a buyer) or bids (to a seller); 0 if that side of the book is empty
     * @return {@link OrderStatus#FILLED} if nothing speaks against it, else why it is refused
     */
    OrderStatus check(int position, int quantity, int limit, int price) {
        if (quantity == 0 || Math.abs((long) quantity) > maxQuantity) {
            return OrderStatus.REFUSED_QUANTITY;
        }
        if (Math.abs((long) position + quantity) > maxPosition) {
            return OrderStatus.REFUSED_POSITION;
        }
        long distance = Math.abs((long) limit - price);
        boolean far = price != 0 && distance * 10_000 > (long) price * maxDistance;
        return far ? OrderStatus.REFUSED_PRICE : OrderStatus.FILLED;
    }
}
