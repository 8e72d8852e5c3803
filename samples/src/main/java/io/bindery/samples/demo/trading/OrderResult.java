package io.bindery.samples.demo.trading;

/**
 * The answer to an order, in one {@code long} so that a call makes no garbage: {@link OrderStatus} in the high half,
 * the executed quantity (positive: bought, negative: sold) in the low half.
 */
public final class OrderResult {
    private OrderResult() {}

    public static long of(OrderStatus status, int executed) {
        return ((long) status.code() << 32) | (executed & 0xffff_ffffL);
    }

    public static OrderStatus status(long result) {
        return OrderStatus.ofCode((int) (result >>> 32));
    }

    public static int executed(long result) {
        return (int) result;
    }
}
