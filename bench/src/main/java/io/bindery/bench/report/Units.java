package io.bindery.bench.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Units {
    /** Stands where there is no number. */
    public static final String NONE = "-";

    private Units() {}

    /** A count with a suffix for thousands or millions, as {@code 3.1M}. */
    public static String count(double count) {
        return scaled(count, 1000, "", "k", "M", "G");
    }

    /** Nanoseconds in the unit that fits, as {@code 3.1 µs}. */
    public static String time(double ns) {
        return scaled(ns, 1000, " ns", " µs", " ms", " s");
    }

    /** Bytes in the unit that fits, as {@code 64 KiB}. */
    public static String bytes(double bytes) {
        return scaled(bytes, 1024, " B", " KiB", " MiB", " GiB");
    }

    private static String scaled(double value, double step, String... suffixes) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        int i = 0;
        double scaled = value;
        while (Math.abs(scaled) >= step && i < suffixes.length - 1) {
            scaled /= step;
            i++;
        }
        String number = scaled == Math.rint(scaled) && Math.abs(scaled) < 10_000
                ? String.format(Locale.ROOT, "%.0f", scaled)
                : String.format(
                        Locale.ROOT, Math.abs(scaled) < 10 ? "%.2f" : Math.abs(scaled) < 100 ? "%.1f" : "%.0f", scaled);
        return number + suffixes[i];
    }
}
