package io.bindery.transport.chronicle;

/**
 * Which entries have been taken and not handled yet, and so how far all have been. Entries are taken in order and may be
 * handled in any.
 *
 * <p><b>Threading:</b> any thread.
 */
final class Handled {
    private long[] taken = new long[16];
    private boolean[] done = new boolean[16];
    private int first;
    private int count;

    /** The entry at {@code index} was taken; behind all that were before. */
    synchronized void take(long index) {
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
    synchronized long handle(long index) {
        for (int i = 0; i < count; i++) {
            int at = first + i & taken.length - 1;
            if (taken[at] == index) {
                done[at] = true;
                break;
            }
        }
        long upTo = 0;
        while (count > 0 && done[first]) {
            upTo = taken[first];
            first = first + 1 & taken.length - 1;
            count--;
        }
        return upTo;
    }
}
