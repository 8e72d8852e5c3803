package io.bindery.bench.scale;

import io.bindery.bench.rig.Samples;
import io.bindery.bench.scale.Scenario.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Times of steps that take microseconds or more, by step. */
final class TimedSteps {
    private final Map<String, Histogram> steps = new LinkedHashMap<>();

    /** Adds the time that a step took, in nanoseconds. */
    synchronized void add(String step, long ns) {
        steps.computeIfAbsent(step, name -> Samples.create()).recordValue(ns * 1000);
    }

    /** Forgets all. */
    synchronized void clear() {
        steps.clear();
    }

    synchronized List<Row> rows() {
        return steps.entrySet().stream()
                .map(step -> new Row(step.getKey(), values(step.getValue())))
                .toList();
    }

    private static List<Double> values(Histogram samples) {
        return List.of(
                (double) samples.getTotalCount(),
                samples.getValueAtPercentile(50) / Samples.PS_PER_NS,
                samples.getValueAtPercentile(90) / Samples.PS_PER_NS,
                samples.getValueAtPercentile(99) / Samples.PS_PER_NS,
                samples.getMaxValue() / Samples.PS_PER_NS);
    }
}
