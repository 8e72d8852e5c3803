package io.bindery.internal.driver;

import java.lang.ref.WeakReference;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the thread in which a chain of calls waits, so that a call that comes back to this process by way of others runs
 * on that very thread, and its locks are re-entrant.
 *
 * <p>A chain's name says in which process and on which of its threads the chain began: 32 bits that each process draws,
 * 12 bits of the thread's slot, 20 bits that count that thread's chains. A process through which the chain passes finds
 * its waiting thread by comparing names, but only while one of its handlers waits for a call of its own.
 *
 * <p>A name is known only to processes that take part in the chain. One that uses it later, or guesses it, gets its
 * request served by another thread than otherwise; with the same identity and no more rights.
 */
final class Chains {
    static final int COUNTER_MASK = 0xf_ffff;

    private static final int COUNTER_BITS = 20;
    private static final int SLOTS = 1 << 12;
    private static final int PROCESS = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

    /** Slot 0 is for threads that cannot be found: virtual ones, and those beyond the number of slots. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final @Nullable WeakReference<ThreadState>[] THREADS = new WeakReference[SLOTS];

    private static final AtomicInteger NESTED_WAITERS = new AtomicInteger();

    private static int usedSlots = 1;

    private Chains() {}

    /** Gives a thread its slot, and returns the name of its chains, the counter being zero. */
    static long register(ThreadState state) {
        return (long) PROCESS << 32 | (long) slotFor(state) << COUNTER_BITS;
    }

    private static synchronized int slotFor(ThreadState state) {
        if (state.virtual) {
            return 0;
        }
        for (int slot = 1; slot < usedSlots; slot++) {
            WeakReference<ThreadState> taken = THREADS[slot];
            if (taken == null || taken.refersTo(null)) {
                THREADS[slot] = new WeakReference<>(state);
                return slot;
            }
        }
        if (usedSlots == SLOTS) {
            return 0;
        }
        THREADS[usedSlots] = new WeakReference<>(state);
        return usedSlots++;
    }

    /** A handler begins to wait for a call of its own. */
    static void beginNestedWait() {
        NESTED_WAITERS.incrementAndGet();
    }

    static void endNestedWait() {
        NESTED_WAITERS.decrementAndGet();
    }

    /**
     * Returns the thread of this process that waits in {@code chain} for a call through {@code context}, or null if none
     * does. A process can call itself, by way of two contexts: its call must not come back to the thread that made it.
     */
    static @Nullable ThreadState waitingIn(long chain, DriverContext context) {
        if ((int) (chain >>> 32) == PROCESS) {
            ThreadState own = ownThread(chain, context);
            if (own != null) {
                return own;
            }
        }
        return NESTED_WAITERS.get() == 0 || chain == 0 ? null : nestedThread(chain, context);
    }

    private static @Nullable ThreadState ownThread(long chain, DriverContext context) {
        WeakReference<ThreadState> thread = THREADS[(int) (chain >>> COUNTER_BITS) & SLOTS - 1];
        ThreadState state = thread == null ? null : thread.get();
        return state != null && state.isIn(chain, context) ? state : null;
    }

    private static @Nullable ThreadState nestedThread(long chain, DriverContext context) {
        for (int slot = 1; slot < SLOTS; slot++) {
            WeakReference<ThreadState> thread = THREADS[slot];
            if (thread == null) {
                return null;
            }
            ThreadState state = thread.get();
            if (state != null && state.isIn(chain, context)) {
                return state;
            }
        }
        return null;
    }
}
