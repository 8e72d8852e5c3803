package io.bindery.looper;

import java.util.function.Supplier;

/** How threads wait for calls and replies. Chosen per context. */
public sealed interface WaitStrategy {
    /**
     * Spin while that has recently paid off, then sleep in the kernel until woken. With one CPU nobody spins. The
     * default.
     */
    WaitStrategy ADAPTIVE = new Adaptive();

    /** Never sleep while a lane is open: the lowest latency, at the price of a CPU per waiting thread. */
    WaitStrategy SPIN = new Spin();

    /** Sleep at once: the least CPU time. */
    WaitStrategy PARK = new Park();

    /**
     * Never sleep in the kernel on our account, but call {@code idle} between looks; each waiting thread gets an idler
     * of its own.
     */
    static WaitStrategy idling(Supplier<? extends Idler> idlers) {
        return new Idling(idlers);
    }

    /** See {@link #ADAPTIVE}. */
    record Adaptive() implements WaitStrategy {}

    /** See {@link #SPIN}. */
    record Spin() implements WaitStrategy {}

    /** See {@link #PARK}. */
    record Park() implements WaitStrategy {}

    /** See {@link #idling}. */
    record Idling(Supplier<? extends Idler> idlers) implements WaitStrategy {}
}
