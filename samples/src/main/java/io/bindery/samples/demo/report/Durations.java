package io.bindery.samples.demo.report;

import java.util.Locale;

/** Writes durations as people read them: three digits and a unit. */
final class Durations {
    private static final String[] UNITS = {"ns", "us", "ms", "s"};

    private Durations() {}

    static String text(long ns) {
        return text((double) ns);
    }

    static String text(double ns) {
        double value = ns;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        String number = String.format(Locale.ROOT, "%." + digits + "f", value);
        String shortened = number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
        return shortened + " " + UNITS[unit];
    }
}
