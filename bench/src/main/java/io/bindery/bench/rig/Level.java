package io.bindery.bench.rig;

/**
 * The rounds in which the machine was on one level: how long a bounce takes depends on where the host runs the two
 * virtual CPUs, and changes within seconds.
 *
 * @param name the range of the baseline's median, as {@code 100-200}
 * @param rounds how many rounds fell into it
 * @param baselineP50 median of their baselines, in nanoseconds
 * @param ratioP50 median of their ratios
 */
public record Level(String name, int rounds, double baselineP50, double ratioP50) {}
