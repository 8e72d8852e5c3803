package io.bindery.internal.shm;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/**
 * Frees the addresses of lanes that nobody can reach any more. The memory itself went when the session ended: the
 * mappings were replaced by empty pages, at which a thread that was still spinning could look without harm. That no
 * thread still does is what the collector finds out; nothing else could without a cost on every call.
 *
 * <p><b>Threading:</b> any thread.
 */
final class LaneMemory {
    private static final class Entry extends PhantomReference<Object> {
        final Runnable free;

        Entry(Object lane, ReferenceQueue<Object> queue, Runnable free) {
            super(lane, queue);
            this.free = free;
        }
    }

    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private final Set<Entry> entries = new HashSet<>();

    /** Has {@code free} run when {@code lane} cannot be reached any more; it must not refer to the lane. */
    synchronized void add(Object lane, Runnable free) {
        entries.add(new Entry(lane, unreachable, free));
    }

    synchronized void freeUnreachable() {
        Object next;
        while ((next = unreachable.poll()) != null) {
            Entry entry = (Entry) next;
            if (entries.remove(entry)) {
                entry.free.run();
            }
        }
    }

    /** When no thread can be in any lane. */
    synchronized void freeAll() {
        entries.forEach(entry -> entry.free.run());
        entries.clear();
    }
}
