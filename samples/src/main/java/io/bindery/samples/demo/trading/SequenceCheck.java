package io.bindery.samples.demo.trading;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is missing and what came twice in a stream numbered from 1.
 *
 * <p><b>Threading:</b> one thread at a time writes; {@link #last()}, {@link #lost()} and {@link #duplicated()} may be
 * read by any.
 */
public final class SequenceCheck {
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong duplicated = new AtomicLong();

    /** Takes the next number. Returns false if it, or a later one, was here before. */
    public boolean accept(long sequence) {
        long expected = last.getPlain() + 1;
        if (sequence < expected) {
            duplicated.setRelease(duplicated.getPlain() + 1);
            return false;
        }
        if (sequence > expected) {
            lost.setRelease(lost.getPlain() + sequence - expected);
        }
        last.setRelease(sequence);
        return true;
    }

    /** The sender says how many there were. */
    public void end(long count) {
        long missing = count - last.getPlain();
        if (missing > 0) {
            lost.setRelease(lost.getPlain() + missing);
            last.setRelease(count);
        }
    }

    /** The highest number so far. */
    public long last() {
        return last.getAcquire();
    }

    public long lost() {
        return lost.getAcquire();
    }

    public long duplicated() {
        return duplicated.getAcquire();
    }
}
