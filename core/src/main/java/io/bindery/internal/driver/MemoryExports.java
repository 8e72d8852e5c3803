package io.bindery.internal.driver;

import io.bindery.RemoteException;
import io.bindery.transport.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared memory that one peer has of this process: what its numbers mean. The descriptor goes when the memory is sent
 * for the first time; a record that names it is committed after that, whoever sends it. A number stands until the peer has
 * given back all references that were sent, and is not used again.
 *
 * <p><b>Threading:</b> any thread; {@link #release} and {@link #clear} are fit for the control thread.
 */
final class MemoryExports {
    /** Memory that the peer has, or is about to have. */
    static final class Entry {
        final int id;
        DriverMemory memory;
        private int references;
        private final ReentrantLock sending = new ReentrantLock();
        private volatile long number = UNSENT;

        Entry(int id, DriverMemory memory) {
            this.id = id;
            this.memory = memory;
        }

        /** The number of the descriptor. */
        long number() {
            return number;
        }
    }

    private static final long UNSENT = -1;

    private final Peer peer;
    private final Session session;
    private final IdentityHashMap<DriverMemory, Entry> byMemory = new IdentityHashMap<>();
    private final Map<Integer, Entry> byId = new HashMap<>();
    private int lastId;

    MemoryExports(Peer peer, Session session) {
        this.peer = peer;
        this.session = session;
    }

    /**
     * Counts one more reference that goes to the peer, and has it get the descriptor first if it has not. Returns null if
     * it has not taken it within {@code timeoutNs}.
     */
    @Nullable
    Entry export(DriverMemory memory, long timeoutNs) throws RemoteException {
        Entry entry = count(memory);
        if (entry.number == UNSENT) {
            boolean sent = false;
            try {
                sent = send(entry, timeoutNs);
            } finally {
                if (!sent) {
                    release(entry.id, 1);
                }
            }
            return sent ? entry : null;
        }
        return entry;
    }

    private synchronized Entry count(DriverMemory memory) {
        Entry entry = byMemory.get(memory);
        if (entry == null) {
            entry = new Entry(++lastId, memory);
            memory.beginExport(); // the parcel pins it meanwhile
            byMemory.put(memory, entry);
            byId.put(entry.id, entry);
        }
        entry.references++;
        return entry;
    }

    /** The first to come sends the descriptor, and the others wait for that. */
    private boolean send(Entry entry, long timeoutNs) throws RemoteException {
        entry.sending.lock();
        int fd = entry.memory.descriptor().acquire();
        try {
            if (entry.number != UNSENT) {
                return true;
            }
            long[] number = new long[1];
            boolean sent = session.sendDescriptors(new int[] {fd}, 1, number, timeoutNs);
            if (sent) {
                entry.number = number[0];
            }
            return sent;
        } finally {
            entry.memory.descriptor().release();
            entry.sending.unlock();
        }
    }

    /** The memory of this process that the peer names, pinned; null if it does not hold it. */
    @Nullable
    DriverMemory home(int id) throws IOException {
        DriverMemory closed;
        DriverMemory reopened;
        synchronized (this) {
            Entry entry = byId.get(id);
            if (entry == null) {
                return null;
            }
            closed = entry.memory;
            if (closed.tryPin()) {
                return closed;
            }
            // Closed here, but alive there: it is a new object from now on.
            reopened = closed.reopened();
            reopened.pin();
            reopened.beginExport();
            byMemory.remove(closed);
            entry.memory = reopened;
            byMemory.put(reopened, entry);
        }
        closed.endExport();
        return reopened;
    }

    /** The peer gives references back, or some were counted for a record that was not sent. */
    void release(int id, int count) {
        Entry entry;
        synchronized (this) {
            entry = byId.get(id);
            if (entry == null || count <= 0) {
                return;
            }
            entry.references -= count;
            if (entry.references > 0) {
                return;
            }
            byId.remove(id);
            byMemory.remove(entry.memory);
        }
        if (entry.number != UNSENT) {
            session.forgetDescriptor(entry.number); // if no record that named it was read
            peer.sendMemoryReleased(id);
        }
        entry.memory.endExport();
    }

    /** The peer is gone, and with it all its references. */
    void clear() {
        Map<Integer, Entry> all;
        synchronized (this) {
            all = new HashMap<>(byId);
            byId.clear();
            byMemory.clear();
        }
        all.values().forEach(entry -> entry.memory.endExport());
    }

    /** How many of this process's memories the peer holds. */
    synchronized int count() {
        return byId.size();
    }
}
