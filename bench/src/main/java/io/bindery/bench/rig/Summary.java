package io.bindery.bench.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What many rounds say together. Each figure is a median over rounds of a figure of the single round: ratios are taken
 * between neighbours first and only then put in order, so that the levels of the machine cancel out.
 *
 * @param workP50 median over rounds of the work's median, in nanoseconds; so are the other times
 * @param ratioP50 median over rounds of {@link Round#ratioP50()}
 * @param ratioP50Low a tenth of the rounds were below
 * @param ratioP50High a tenth of the rounds were above
 * @param ratioP99 median over rounds of {@link Round#ratioP99()}
 * @param levels the same ratio by level of the baseline; levels without rounds are left out
 */
public record Summary(
        double workP50,
        double workP99,
        double baselineP50,
        double baselineP99,
        double ratioP50,
        double ratioP50Low,
        double ratioP50High,
        double ratioP99,
        List<Level> levels) {
    /** Limits between levels, in nanoseconds: the lower ones for streams, the upper ones for round trips. */
    private static final double[] LEVEL_LIMITS = {25, 50, 100, 200, 350};

    /**
     * Summarises rounds.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Summary of(List<Round> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("nothing to summarise: rounds=0");
        }
        return new Summary(
                quantile(rounds, Round::workP50, 0.5),
                quantile(rounds, Round::workP99, 0.5),
                quantile(rounds, Round::baselineP50, 0.5),
                quantile(rounds, Round::baselineP99, 0.5),
                quantile(rounds, Round::ratioP50, 0.5),
                quantile(rounds, Round::ratioP50, 0.1),
                quantile(rounds, Round::ratioP50, 0.9),
                quantile(rounds, Round::ratioP99, 0.5),
                levels(rounds));
    }

    /**
     * How the ratio of this run compares with that of another: the quotient of their ratios on each level on which both were,
     * weighted by this run's rounds. The ratio itself differs from level to level, since of a call only a part is transfer.
     *
     * @return NaN if there is no such level
     */
    public double ratioTo(Summary other) {
        double sum = 0;
        int rounds = 0;
        for (Level own : levels) {
            for (Level theirs : other.levels) {
                if (own.name().equals(theirs.name())) {
                    sum += own.rounds() * own.ratioP50() / theirs.ratioP50();
                    rounds += own.rounds();
                }
            }
        }
        return rounds == 0 ? Double.NaN : sum / rounds;
    }

    private static List<Level> levels(List<Round> rounds) {
        List<Level> levels = new ArrayList<>();
        double from = 0;
        for (int i = 0; i <= LEVEL_LIMITS.length; i++) {
            double low = from;
            double high = i < LEVEL_LIMITS.length ? LEVEL_LIMITS[i] : Double.POSITIVE_INFINITY;
            List<Round> members = rounds.stream()
                    .filter(round -> round.baselineP50() >= low && round.baselineP50() < high)
                    .toList();
            if (!members.isEmpty()) {
                levels.add(new Level(
                        levelName(low, high),
                        members.size(),
                        quantile(members, Round::baselineP50, 0.5),
                        quantile(members, Round::ratioP50, 0.5)));
            }
            from = high;
        }
        return List.copyOf(levels);
    }

    private static String levelName(double low, double high) {
        if (low == 0) {
            return "<" + (int) high;
        }
        return high == Double.POSITIVE_INFINITY ? ">=" + (int) low : (int) low + "-" + (int) high;
    }

    /** The quantile {@code q} of one figure over rounds, interpolated between neighbours. */
    private static double quantile(List<Round> rounds, ToDoubleFunction<Round> figure, double q) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        double rank = q * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (rank - below);
    }
}
