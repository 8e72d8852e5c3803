package io.bindery.transport.chronicle;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which entries have been taken and not handled yet, and so how far all have been. Entries are taken in order and may be
 * handled in any. Most often one is handled before the next is taken: that one needs no lock.
 *
 * <p><b>Threading:</b> one thread at a time takes; any thread says what was handled.
 */
final class Handled {
    private static final long NONE = 0;

    /** The entry that was taken last, as long as none is in the arrays. */
    private final AtomicLong only = new AtomicLong(NONE);

    /** Whether there are any in the arrays. */
    private volatile boolean several;

    private long[] taken = new long[16];
    private boolean[] done = new boolean[16];
    private int first;
    private int count;

    /** The entry at {@code index} was taken; behind all that were before. */
    void take(long index) {
        if (!several && only.getPlain() == NONE) {
            only.setRelease(index);
        } else {
            takeMore(index);
        }
    }

    private synchronized void takeMore(long index) {
        long before = only.getAndSet(NONE);
        if (before != NONE) {
            add(before);
        }
        add(index);
        several = true;
    }

    private void add(long index) {
        if (count == taken.length) {
            grow();
        }
        int at = first + count++ & taken.length - 1;
        taken[at] = index;
        done[at] = false;
    }

    private void grow() {
        long[] indexes = new long[2 * count];
        boolean[] handled = new boolean[2 * count];
        for (int i = 0; i < count; i++) {
            int at = first + i & taken.length - 1;
            indexes[i] = taken[at];
            handled[i] = done[at];
        }
        taken = indexes;
        done = handled;
        first = 0;
    }

    /** Returns the index up to which all entries have been handled now; 0 if this has not moved. */
    long handle(long index) {
        return only.getPlain() == index && only.compareAndSet(index, NONE) ? index : handleOneOfSeveral(index);
    }

    private synchronized long handleOneOfSeveral(long index) {
        for (int i = 0; i < count; i++) {
            int at = first + i & taken.length - 1;
            if (taken[at] == index) {
                done[at] = true;
                break;
            }
        }
        long upTo = NONE;
        while (count > 0 && done[first]) {
            upTo = taken[first];
            first = first + 1 & taken.length - 1;
            count--;
        }
        several = count > 0;
        return upTo;
    }
}
