package io.bindery.samples.demo.market;

import java.util.Arrays;

/**
 * The best ask and bid after each event of a day, by sequence number: the first quote is number 1.
 *
 * <p>Prices are in 1/10,000 dollar, sizes in shares. A side of the book without orders has size 0 and price 0.
 *
 * <p><b>Threading:</b> immutable once built.
 */
public final class Quotes {
    private static final int FIELDS = 4;

    private final int[] rows;
    private final int count;

    private Quotes(int[] rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    public int count() {
        return count;
    }

    public int askPrice(int sequence) {
        return rows[row(sequence)];
    }

    public int askSize(int sequence) {
        return rows[row(sequence) + 1];
    }

    public int bidPrice(int sequence) {
        return rows[row(sequence) + 2];
    }

    public int bidSize(int sequence) {
        return rows[row(sequence) + 3];
    }

    private int row(int sequence) {
        if (sequence < 1 || sequence > count) {
            throw new IndexOutOfBoundsException("no such quote: sequence=" + sequence + ", count=" + count);
        }
        return (sequence - 1) * FIELDS;
    }

    /** Collects quotes in the order of their sequence numbers. */
    public static final class Builder {
        /** Most quotes that one run takes: 16 bytes each must fit the heap of a demo process. */
        public static final int MAX_QUOTES = 8_000_000;

        private int[] rows = new int[FIELDS * 4096];
        private int count;

        public int count() {
            return count;
        }

        /** Appends a quote; the caller checks {@link #count()} against {@link #MAX_QUOTES}. */
        public Builder add(int askPrice, int askSize, int bidPrice, int bidSize) {
            int row = count * FIELDS;
            if (row == rows.length) {
                rows = Arrays.copyOf(rows, rows.length * 2);
            }
            rows[row] = askPrice;
            rows[row + 1] = askSize;
            rows[row + 2] = bidPrice;
            rows[row + 3] = bidSize;
            count++;
            return this;
        }

        public Quotes build() {
            return new Quotes(Arrays.copyOf(rows, count * FIELDS), count);
        }
    }
}
