package io.bindery.internal.driver;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of this process that one peer may call: what its handles mean. A handle is an index and a generation, so
 * that one that was given back never names another object.
 *
 * <p><b>Threading:</b> {@link #find} is wait-free; the rest synchronises on this.
 */
final class Exports {
    private static final int INDEX_BITS = 20;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int GENERATION_MASK = (1 << (Integer.SIZE - 1 - INDEX_BITS)) - 1;

    private static final class Entry {
        final int handle;
        final BBinder node;
        int references;

        Entry(int handle, BBinder node) {
            this.handle = handle;
            this.node = node;
        }
    }

    private static final @Nullable Entry[] NONE = {};

    private final ExportedNodes nodes;
    private final BBinder driverObject;
    private final IdentityHashMap<BBinder, Entry> byNode = new IdentityHashMap<>();
    private int[] generations = new int[8];
    private int nextFresh = 1;
    private int[] free = new int[8];
    private int freeCount;

    /** The table; guarded by this. */
    private @Nullable Entry[] table = new Entry[8];

    /** What {@link #find} looks at: the table, or nothing while this process is frozen. Published with each change. */
    private volatile @Nullable Entry[] entries = table;

    private boolean hidden;

    /**
     * @param driverObject what {@link RecordHeader#DRIVER_HANDLE} names
     * @param contextManager what handle 0 names, if this process hosts the service manager
     */
    Exports(ExportedNodes nodes, BBinder driverObject, @Nullable BBinder contextManager) {
        this.nodes = nodes;
        this.driverObject = driverObject;
        if (contextManager != null) {
            table[0] = new Entry(0, contextManager);
        }
    }

    /** Returns the object that {@code handle} names, or null; null for all but the driver while they are hidden. */
    @Nullable
    BBinder find(int handle) {
        return handle == RecordHeader.DRIVER_HANDLE ? driverObject : find(entries, handle);
    }

    private static @Nullable BBinder find(@Nullable Entry[] table, int handle) {
        int index = handle & INDEX_MASK;
        Entry entry = index < table.length ? table[index] : null;
        return entry != null && entry.handle == handle ? entry.node : null;
    }

    /** As {@link #find}, but finds what is hidden too. */
    @Nullable
    BBinder findHidden(int handle) {
        BBinder visible = find(handle);
        if (visible != null) {
            return visible;
        }
        synchronized (this) {
            return find(table, handle);
        }
    }

    /** Hides all objects from {@link #find} if this process is frozen, or shows them again if it is not. */
    synchronized void hideWhile(Freezer freezer) {
        hidden = freezer.isFrozen();
        publish();
    }

    private void publish() {
        entries = hidden ? NONE : table;
    }

    /** Counts one more reference that goes to the peer, and returns the object's handle. */
    synchronized int export(BBinder node) {
        Entry entry = byNode.get(node);
        if (entry == null) {
            entry = add(node);
        }
        entry.references++;
        return entry.handle;
    }

    private Entry add(BBinder node) {
        int index = freeCount > 0 ? free[--freeCount] : nextFresh++;
        if (index > INDEX_MASK) {
            throw new IllegalStateException("a peer holds too many objects: limit=" + INDEX_MASK);
        }
        if (index >= generations.length) {
            generations = Arrays.copyOf(generations, 2 * index);
        }
        Entry entry = new Entry(index | generations[index] << INDEX_BITS, node);
        if (index >= table.length) {
            table = Arrays.copyOf(table, 2 * index);
        }
        table[index] = entry;
        publish();
        byNode.put(node, entry);
        nodes.retain(node);
        return entry;
    }

    /** The peer gives {@code count} references back. A handle that it does not hold is ignored: it may be a late one. */
    synchronized void release(int handle, int count) {
        int index = handle & INDEX_MASK;
        Entry entry = index < table.length ? table[index] : null;
        if (entry == null || entry.handle != handle || handle == 0 || count <= 0) {
            return;
        }
        entry.references -= count;
        if (entry.references <= 0) {
            remove(index, entry);
        }
    }

    private void remove(int index, Entry entry) {
        table[index] = null;
        publish();
        byNode.remove(entry.node);
        generations[index] = generations[index] + 1 & GENERATION_MASK;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = index;
        nodes.release(entry.node);
    }

    /** The peer is gone, and with it all its references. */
    synchronized void clear() {
        byNode.keySet().forEach(nodes::release);
        byNode.clear();
        table = NONE;
        publish();
    }

    /** How many objects the peer holds. */
    synchronized int count() {
        return byNode.size();
    }
}
