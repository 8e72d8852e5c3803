package io.bindery.bench.worker;

import io.bindery.looper.WaitStrategy;
import java.util.Map;
import java.util.TreeMap;

/** Wait strategies by the names that a command line has for them. */
public final class WaitStrategies {
    private static final Map<String, WaitStrategy> BY_NAME = new TreeMap<>(Map.of(
            "adaptive", WaitStrategy.ADAPTIVE,
            "spin", WaitStrategy.SPIN,
            "park", WaitStrategy.PARK));

    private WaitStrategies() {}

    /**
     * Returns the strategy of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WaitStrategy named(String name) {
        WaitStrategy strategy = BY_NAME.get(name);
        if (strategy == null) {
            throw new IllegalArgumentException("unknown wait strategy: name=" + name + ", known=" + BY_NAME.keySet());
        }
        return strategy;
    }

    /** Returns the name of a strategy. */
    public static String nameOf(WaitStrategy strategy) {
        return BY_NAME.entrySet().stream()
                .filter(entry -> entry.getValue().equals(strategy))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
