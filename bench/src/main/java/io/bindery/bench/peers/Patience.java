package io.bindery.bench.peers;

/** How long a thread looks for what is due before it gives up: ten seconds. One thread. */
final class Patience {
    private static final int LOOKS_PER_CLOCK = 1 << 16;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final String awaited;
    private int looks;
    private long deadlineNs;

    /** {@code awaited} is named when the patience ends. */
    Patience(String awaited) {
        this.awaited = awaited;
    }

    /** What was due has come. */
    void renew() {
        looks = 0;
    }

    /** It has not: tells the processor that this is a loop, and looks at the clock now and then. */
    void spin() {
        Thread.onSpinWait();
        if (++looks % LOOKS_PER_CLOCK == 0) {
            check();
        }
    }

    private void check() {
        long nowNs = System.nanoTime();
        if (looks == LOOKS_PER_CLOCK) {
            deadlineNs = nowNs + PATIENCE_NS;
        } else if (nowNs - deadlineNs > 0) {
            throw new IllegalStateException(
                    "the other process of the measurement does not answer: waited 10 s for " + awaited);
        }
    }
}
