package io.bindery.samples.demo.trading;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The quotes that one process got, by sequence number, for a reader that may be ahead of them.
 *
 * <p><b>Threading:</b> one writer at a time, any number of readers.
 * <p><b>Memory effects:</b> a quote may be read once {@link #await} or {@link #last} has covered its number.
 */
public final class QuoteHistory {
    private static final int FIELDS = 4;
    private static final int CHUNK_QUOTES = 4096;
    private static final int SPINS = 2_000;
    private static final int ABSENT = -1;

    private volatile int[][] chunks = new int[64][];
    private volatile int last;
    private volatile int waiters;

    /** Appends a quote; numbers that were left out become absent. Numbers rise. */
    public void add(int sequence, int askPrice, int askSize, int bidPrice, int bidSize) {
        if (sequence <= last) {
            throw new IllegalArgumentException("sequence must rise: sequence=" + sequence + ", last=" + last);
        }
        for (int missing = last + 1; missing < sequence; missing++) {
            put(missing, 0, ABSENT, 0, ABSENT);
        }
        put(sequence, askPrice, askSize, bidPrice, bidSize);
        last = sequence;
        // A reader counts itself before it looks at last for the last time: one of the two sees the other.
        if (waiters > 0) {
            wakeWaiters();
        }
    }

    private void put(int sequence, int askPrice, int askSize, int bidPrice, int bidSize) {
        int index = sequence - 1;
        int number = index / CHUNK_QUOTES;
        if (number == chunks.length) {
            chunks = Arrays.copyOf(chunks, number * 2);
        }
        int[] chunk = chunks[number];
        if (chunk == null) {
            chunk = new int[CHUNK_QUOTES * FIELDS];
            chunks[number] = chunk;
        }
        int row = index % CHUNK_QUOTES * FIELDS;
        chunk[row] = askPrice;
        chunk[row + 1] = askSize;
        chunk[row + 2] = bidPrice;
        chunk[row + 3] = bidSize;
    }

    private synchronized void wakeWaiters() {
        notifyAll();
    }

    /**
     * Waits until the quote, or a later one, has arrived.
     *
     * @param timeoutNs longest wait
     * @return false if it has not arrived in time
     */
    public boolean await(long sequence, long timeoutNs) {
        if (last >= sequence) {
            return true;
        }
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (last >= sequence) {
                return true;
            }
        }
        return sleep(sequence, System.nanoTime() + timeoutNs);
    }

    private synchronized boolean sleep(long sequence, long deadlineNs) {
        waiters++;
        try {
            while (last < sequence) {
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiters--;
        }
    }

    /** The highest number so far; 0 if there is none. */
    public int last() {
        return last;
    }

    /** Whether the quote with this number came; false for those that were left out and those still to come. */
    public boolean has(long sequence) {
        return sequence >= 1 && sequence <= last && askSize((int) sequence) != ABSENT;
    }

    public int askPrice(int sequence) {
        return field(sequence, 0);
    }

    public int askSize(int sequence) {
        return field(sequence, 1);
    }

    public int bidPrice(int sequence) {
        return field(sequence, 2);
    }

    public int bidSize(int sequence) {
        return field(sequence, 3);
    }

    private int field(int sequence, int field) {
        int index = sequence - 1;
        return chunks[index / CHUNK_QUOTES][index % CHUNK_QUOTES * FIELDS + field];
    }
}
