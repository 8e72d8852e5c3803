package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A futex word of this process, on which one thread sleeps and which any thread increments to wake it. No wake-up is
 * lost: the sleeper reads {@link #value()}, looks at whatever may have happened, and sleeps only as long as the word
 * still has that value.
 */
public final class WakeWord {
    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment word = Arena.ofAuto().allocate(64, 64);

    /** Creates a word that nobody has incremented. */
    public WakeWord() {}

    /** What the word holds (acquire). */
    public int value() {
        return (int) INT.getAcquire(word, 0L);
    }

    /**
     * Whether the word still holds {@code value}. Ordered behind what the caller stored to a volatile field before: who
     * increments the word and then reads that field, sees it, or this sees the increment.
     */
    public boolean holds(int value) {
        return (int) INT.getVolatile(word, 0L) == value;
    }

    /** Increments the word and wakes who sleeps on it. Any thread. */
    public void wake() {
        int ignored = (int) INT.getAndAdd(word, 0L, 1);
        Futex.wakePrivate(word.address(), Integer.MAX_VALUE);
    }

    /** Sleeps as long as the word holds {@code value}, at most {@code timeoutNs}; spurious returns happen. */
    public void sleep(int value, long timeoutNs) {
        Futex.waitPrivate(word.address(), value, timeoutNs);
    }

    /** Makes this word the one at {@code index} of a set on which a thread will sleep. */
    public void addTo(FutexWaiters set, int index, int value) {
        set.set(index, word.address(), value, true);
    }
}
