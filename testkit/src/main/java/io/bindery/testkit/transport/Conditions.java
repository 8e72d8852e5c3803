package io.bindery.testkit.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself. */
public final class Conditions {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NS = 1_000_000;

    private Conditions() {}

    /** Something that holds or does not. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds now. */
        boolean holds() throws Exception;
    }

    /** Waits until {@code condition} holds; fails after half a minute. */
    public static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen within " + LONGEST.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }
}
