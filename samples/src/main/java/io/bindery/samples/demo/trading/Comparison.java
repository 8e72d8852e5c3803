package io.bindery.samples.demo.trading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares what processes did with what they should have done. */
public final class Comparison {
    private final List<String> differences = new ArrayList<>();

    /**
     * Compares two lists row by row.
     *
     * @param what whose list it is, as "orders that the gateway received"
     */
    public Comparison add(String what, Journal actual, Journal expected) {
        int row = actual.firstDifference(expected);
        if (row >= 0) {
            differences.add(String.format(
                    Locale.ROOT,
                    "%s, %,d of %,d expected: number %,d is %s; expected %s",
                    what,
                    actual.rows(),
                    expected.rows(),
                    row + 1,
                    actual.describe(row),
                    expected.describe(row)));
        }
        return this;
    }

    /** Compares two numbers. */
    public Comparison add(String what, long actual, long expected) {
        if (actual != expected) {
            differences.add(String.format(Locale.ROOT, "%s: %,d; expected %,d", what, actual, expected));
        }
        return this;
    }

    /** One sentence for each difference. */
    public List<String> differences() {
        return List.copyOf(differences);
    }
}
