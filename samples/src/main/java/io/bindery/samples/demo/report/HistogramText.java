package io.bindery.samples.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Draws a histogram of durations with characters: one line for each step of 1, 2, 5, 10, 20 and so on. */
final class HistogramText {
    private static final int BAR = 40;
    private static final long[] STEPS = {1, 2, 5};

    private HistogramText() {}

    static List<String> lines(Histogram histogram) {
        List<Row> rows = rows(histogram);
        long most = rows.stream().mapToLong(Row::count).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            int length = (int) Math.ceilDiv(row.count * BAR, most);
            lines.add(String.format(
                    Locale.ROOT,
                    "%10s  %-" + BAR + "s %,9d  %5.1f %%",
                    "< " + Durations.text(row.belowNs),
                    "#".repeat(length),
                    row.count,
                    100.0 * row.count / (double) histogram.getTotalCount()));
        }
        return lines;
    }

    private static List<Row> rows(Histogram histogram) {
        List<Row> rows = new ArrayList<>();
        long from = 0;
        long left = histogram.getTotalCount();
        long decade = 10;
        for (int i = 0; left > 0; i++) {
            long below = STEPS[i % STEPS.length] * decade;
            decade = i % STEPS.length == STEPS.length - 1 ? decade * 10 : decade;
            long count = histogram.getCountBetweenValues(from, below - 1);
            if (count > 0 || !rows.isEmpty()) {
                rows.add(new Row(below, count));
            }
            left -= count;
            from = histogram.nextNonEquivalentValue(below - 1);
        }
        return rows;
    }

    private record Row(long belowNs, long count) {}
}
