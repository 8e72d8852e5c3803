package io.bindery.internal.driver;

import io.bindery.IBinder;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The oneway calls of a peer that came while this process was frozen, oldest first.
 *
 * <p><b>Threading:</b> the leader of the loopers, who may lose the lead between two calls: hence synchronised.
 */
final class HeldOneways {
    /** A call and its object. */
    record Entry(BBinder node, QueuedOneway call) {}

    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);

    synchronized void add(BBinder node, QueuedOneway call) {
        entries.addLast(new Entry(node, call));
    }

    synchronized @Nullable Entry poll() {
        return entries.pollFirst();
    }

    /**
     * Removes the call that the one at {@code at}, with {@link IBinder#FLAG_UPDATE_TXN}, replaces, and returns it; null if
     * there is none. It is of the same object and has the same code and flags.
     */
    synchronized @Nullable QueuedOneway replaced(BBinder node, long at) {
        int flags = RecordHeader.flagsAndObjectBytes(at) & 0xff;
        if ((flags & IBinder.FLAG_UPDATE_TXN) == 0) {
            return null;
        }
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            long other = entry.call.record.address();
            if (entry.node == node
                    && RecordHeader.code(other) == RecordHeader.code(at)
                    && (RecordHeader.flagsAndObjectBytes(other) & 0xff) == flags) {
                all.remove();
                return entry.call;
            }
        }
        return null;
    }
}
