package io.bindery.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NS = 1_000_000;

    private Eventually() {}

    /** Waits until {@code condition} holds; fails after half a minute. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen within " + LONGEST.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }
}
