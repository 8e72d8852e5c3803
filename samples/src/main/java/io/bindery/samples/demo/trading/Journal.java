package io.bindery.samples.demo.trading;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A list of rows of {@code long} values: the orders or the fills that one process saw, in order.
 *
 * <p><b>Threading:</b> all methods may be called from any thread.
 */
public final class Journal {
    private final String[] columns;
    private long[] cells;
    private int rows;

    private Journal(String... columns) {
        this.columns = columns;
        this.cells = new long[columns.length * 1024];
    }

    public static Journal ofOrders() {
        return new Journal("order", "quote", "quantity", "limit", "status", "executed");
    }

    public static Journal ofFills() {
        return new Journal("fill", "order", "quantity", "price");
    }

    public synchronized void addOrder(long orderId, long sequence, int quantity, int limit, long result) {
        int at = next(6);
        cells[at] = orderId;
        cells[at + 1] = sequence;
        cells[at + 2] = quantity;
        cells[at + 3] = limit;
        cells[at + 4] = OrderResult.status(result).code();
        cells[at + 5] = OrderResult.executed(result);
    }

    public synchronized void addFill(long fillId, long orderId, int quantity, int price) {
        int at = next(4);
        cells[at] = fillId;
        cells[at + 1] = orderId;
        cells[at + 2] = quantity;
        cells[at + 3] = price;
    }

    private int next(int width) {
        if (width != columns.length) {
            throw new IllegalStateException("row does not fit: columns=" + Arrays.toString(columns));
        }
        if (rows * width == cells.length) {
            cells = Arrays.copyOf(cells, cells.length * 2);
        }
        return rows++ * width;
    }

    public synchronized int rows() {
        return rows;
    }

    /** Copies some rows, for sending. Returns an empty array behind the last row. */
    public synchronized long[] page(int fromRow, int maxRows) {
        int from = Math.clamp(fromRow, 0, rows);
        int to = from + Math.min(maxRows, rows - from);
        return Arrays.copyOfRange(cells, from * columns.length, to * columns.length);
    }

    /**
     * Appends rows that {@link #page} copied.
     *
     * @throws IllegalArgumentException if they have another width
     */
    public synchronized void addPage(long[] page) {
        if (page.length % columns.length != 0) {
            throw new IllegalArgumentException("not whole rows: length=" + page.length + ", width=" + columns.length);
        }
        int used = rows * columns.length;
        if (used + page.length > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(cells.length * 2, used + page.length));
        }
        System.arraycopy(page, 0, cells, used, page.length);
        rows += page.length / columns.length;
    }

    /** The value in a row, counted from 0; columns as {@link #ofOrders} and {@link #ofFills} name them. */
    public synchronized long get(int row, String column) {
        return cells[row * columns.length + Arrays.asList(columns).indexOf(column)];
    }

    /** Returns how many orders have such a status. */
    public synchronized int count(Predicate<OrderStatus> wanted) {
        int found = 0;
        for (int row = 0; row < rows; row++) {
            found += wanted.test(OrderStatus.ofCode((int) get(row, "status"))) ? 1 : 0;
        }
        return found;
    }

    /** Returns the number of the first row, from 0, in which the two lists differ; -1 if they are equal. */
    public int firstDifference(Journal other) {
        int width = columns.length;
        long[] mine = page(0, Integer.MAX_VALUE);
        long[] theirs = other.page(0, Integer.MAX_VALUE);
        int cell = Arrays.mismatch(mine, theirs);
        return cell < 0 ? -1 : cell / width;
    }

    /** One row as text, {@code "none"} if there is no such row. */
    public synchronized String describe(int row) {
        if (row >= rows) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            long value = cells[row * columns.length + i];
            text.append(i == 0 ? "" : " ").append(columns[i]).append('=');
            text.append(columns[i].equals("status") ? OrderStatus.ofCode((int) value) : String.valueOf(value));
        }
        return text.toString();
    }
}
