package io.bindery.internal.driver;

import io.bindery.looper.WaitStrategy;

/**
 * For how long a thread spins before it sleeps. Spinning is worth it as long as what is awaited comes sooner than a
 * sleeping thread would be awake again, so the most is about what a wake-up costs. When sleeps turn out long, the budget
 * shrinks, since spinning only took a CPU from somebody; when they turn out short, it grows again.
 *
 * <p><b>Threading:</b> one thread.
 */
final class SpinBudget {
    private static final long MOST_NS = 100_000;
    private static final long LEAST_NS = 2_000;
    /** A sleep shorter than this would have been saved by the longest spin, the wake-up itself taken into account. */
    private static final long SHORT_SLEEP_NS = 3 * MOST_NS / 2;

    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    private final long mostNs;
    private long budgetNs;

    SpinBudget(WaitStrategy strategy) {
        mostNs = switch (strategy) {
            case WaitStrategy.Spin spin -> Long.MAX_VALUE;
            case WaitStrategy.Idling idling -> Long.MAX_VALUE;
            case WaitStrategy.Park park -> 0;
            case WaitStrategy.Adaptive adaptive -> CPUS == 1 ? 0 : MOST_NS;
        };
        budgetNs = mostNs;
    }

    long budgetNs() {
        return budgetNs;
    }

    boolean isUnbounded() {
        return mostNs == Long.MAX_VALUE;
    }

    /** What was awaited came while the thread was spinning. */
    void onHit() {
        if (budgetNs != mostNs) {
            budgetNs = Math.min(mostNs, 2 * budgetNs);
        }
    }

    /** The thread slept so long. */
    void onSleep(long sleptNs) {
        if (mostNs == 0 || isUnbounded()) {
            return;
        }
        budgetNs = sleptNs < SHORT_SLEEP_NS ? Math.min(mostNs, 2 * budgetNs) : Math.max(LEAST_NS, budgetNs / 2);
    }
}
