package io.bindery.samples.demo.trading;

/** What became of an order. Codes count from 0, in the order below. */
public enum OrderStatus {
    /** All of it was executed. */
    FILLED(0, "filled"),
    /** Some of it was executed, as much as the quote offered; the rest is cancelled. */
    PARTLY_FILLED(1, "partly filled"),
    /** The quote's price was worse than the order's limit; nothing was executed. */
    MISSED(2, "missed"),
    /** Refused: quantity 0, or more than one order may have. */
    REFUSED_QUANTITY(3, "refused: quantity"),
    /** Refused: the position could have become larger than allowed. */
    REFUSED_POSITION(4, "refused: position"),
    /** Refused: the limit is too far from the quote to be meant. */
    REFUSED_PRICE(5, "refused: price"),
    /** Refused: the gateway did not get the quote on which the order was decided. */
    REFUSED_QUOTE(6, "refused: quote");

    private static final OrderStatus[] BY_CODE = values();

    private final int code;
    private final String text;

    OrderStatus(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The number that stands for it between processes. */
    int code() {
        return code;
    }

    static OrderStatus ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no such order status: code=" + code);
        }
        return BY_CODE[code];
    }

    /** Whether the order passed all checks. */
    public boolean isAccepted() {
        return this == FILLED || this == PARTLY_FILLED || this == MISSED;
    }

    /** Whether a check refused the order. */
    public boolean isRefused() {
        return !isAccepted();
    }

    @Override
    public String toString() {
        return text;
    }
}
