package io.bindery.samples.demo.market;

import java.util.Random;

/**
 * Quotes that wander by whole cents around 585 dollars. The same on every machine: the algorithm of {@link Random} is
 * part of its specification.
 */
public final class RandomWalk {
    /** As many quotes as the sample day of a busy stock has. */
    public static final int DEFAULT_COUNT = 118_497;

    private static final long SEED = 20_120_621;
    private static final int CENT = 100;
    private static final int LOWEST_BID = 100 * CENT;
    private static final int HIGHEST_BID = 10_000 * 100 * CENT;

    private RandomWalk() {}

    public static Quotes quotes(int count) {
        if (count < 1 || count > Quotes.Builder.MAX_QUOTES) {
            throw new IllegalArgumentException("quotes must be 1 to " + Quotes.Builder.MAX_QUOTES + ": count=" + count);
        }
        Random random = new Random(SEED);
        Quotes.Builder quotes = new Quotes.Builder();
        int bid = 585 * 100 * CENT;
        int spread = 10;
        for (int i = 0; i < count; i++) {
            bid = Math.clamp(bid + (random.nextInt(7) - 3) * CENT, LOWEST_BID, HIGHEST_BID);
            spread = Math.clamp(spread + random.nextInt(3) - 1, 1, 30);
            quotes.add(bid + spread * CENT, size(random), bid, size(random));
        }
        return quotes.build();
    }

    /** Mostly some hundred shares, now and then many more: only then is the book as lopsided as real ones are. */
    private static int size(Random random) {
        int lots = 1 + random.nextInt(5);
        return (random.nextInt(16) == 0 ? lots * 10 : lots) * 50;
    }
}
