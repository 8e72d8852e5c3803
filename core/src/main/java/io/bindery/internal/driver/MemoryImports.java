package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.linux.OwnedDescriptor;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared memory of one peer that this process holds: one object for each number. When an object is closed or
 * collected, the references that have come until then go back; a reference that is on its way at that moment makes a new
 * object, for which the descriptor is kept until the peer confirms that no reference is left.
 *
 * <p><b>Threading:</b> any thread; {@link #onReleased} and {@link #clear} are fit for the control thread.
 */
final class MemoryImports {
    /** An object that the collector may take, and what it stands for. */
    private static final class Held {
        final int id;
        final @Nullable OwnedDescriptor descriptor;
        final long size;
        final @Nullable String refusal;

        @Nullable
        Gone object;

        int references;

        Held(int id, @Nullable OwnedDescriptor descriptor, long size, @Nullable String refusal) {
            this.id = id;
            this.descriptor = descriptor;
            this.size = size;
            this.refusal = refusal;
        }
    }

    /** Notices that an object was collected. */
    private static final class Gone extends WeakReference<DriverMemory> {
        final MemoryImports imports;
        final int id;

        Gone(MemoryImports imports, int id, DriverMemory memory, ReferenceQueue<DriverMemory> queue) {
            super(memory, queue);
            this.imports = imports;
            this.id = id;
        }
    }

    private final Peer peer;
    private final ReferenceQueue<DriverMemory> collected;
    private final Map<Integer, Held> held = new HashMap<>();

    /** Held while a descriptor is awaited: apart from the monitor, which the control thread needs. */
    private final ReentrantLock importing = new ReentrantLock();

    private boolean ended;

    MemoryImports(Peer peer, ReferenceQueue<DriverMemory> collected) {
        this.peer = peer;
        this.collected = collected;
    }

    /** Gives back what was collected. Called by the control thread now and then. */
    static void drain(ReferenceQueue<DriverMemory> collected) {
        Object next;
        while ((next = collected.poll()) != null) {
            Gone gone = (Gone) next;
            gone.imports.giveBack(gone.id, gone);
        }
    }

    /**
     * A reference has come: returns the one object of that memory, pinned.
     *
     * @param number of the descriptor, which came before the first record that names it
     * @throws DescriptorsLostException if the descriptor was lost
     * @throws BadParcelableException if it is not such memory
     */
    DriverMemory receive(int id, long number, long size) throws DescriptorsLostException {
        DriverMemory known = find(id, size);
        return known == null ? admit(id, number, size) : known;
    }

    private @Nullable DriverMemory find(int id, long size) throws DescriptorsLostException {
        String refusal;
        synchronized (this) {
            Held entry = held.get(id);
            if (entry == null) {
                return null;
            }
            if (entry.size != size) {
                throw peer.violation(
                        "shared memory has changed its size: id=" + id + " size=" + size + " before=" + entry.size);
            }
            refusal = entry.refusal;
            if (refusal == null) {
                entry.references++;
                return pinnedObjectOf(entry);
            }
        }
        peer.sendMemoryRelease(id, 1);
        throw refused(refusal);
    }

    private DriverMemory pinnedObjectOf(Held entry) {
        Gone reference = entry.object;
        DriverMemory object = reference == null ? null : reference.get();
        if (object != null && object.tryPin()) {
            return object;
        }
        if (object != null) {
            object.supersede(); // closed, but something still pins it
        }
        DriverMemory fresh = new DriverMemory(Objects.requireNonNull(entry.descriptor), entry.size, this, entry.id);
        fresh.pin();
        entry.object = new Gone(this, entry.id, fresh, collected);
        return fresh;
    }

    private static DescriptorsLostException refused(String refusal) {
        return new DescriptorsLostException("shared memory cannot be used: " + refusal);
    }

    private DriverMemory admit(int id, long number, long size) throws DescriptorsLostException {
        importing.lock();
        try {
            DriverMemory known = find(id, size);
            if (known != null) {
                return known;
            }
            OwnedDescriptor descriptor = null;
            String refusal = null;
            try {
                descriptor = open(number, size);
            } catch (DescriptorsLostException | IOException e) {
                refusal = String.valueOf(e.getMessage());
            }
            add(new Held(id, descriptor, size, refusal));
        } finally {
            importing.unlock();
        }
        DriverMemory admitted = find(id, size);
        if (admitted == null) {
            throw refused("the session has ended");
        }
        return admitted;
    }

    private OwnedDescriptor open(long number, long size) throws DescriptorsLostException, IOException {
        int fd = peer.descriptors.takeRaw(number);
        try {
            Memfd.checkShared(fd, size);
            return new OwnedDescriptor(fd);
        } catch (IOException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    private void add(Held entry) throws DescriptorsLostException {
        synchronized (this) {
            if (!ended) {
                held.put(entry.id, entry);
                return;
            }
        }
        if (entry.descriptor != null) {
            entry.descriptor.close();
        }
        throw refused("the session has ended");
    }

    /** An object was closed. */
    void giveBack(int id, DriverMemory closed) {
        Gone reference;
        synchronized (this) {
            if (ended) {
                reference = null;
            } else {
                Held entry = held.get(id);
                reference = entry == null ? null : entry.object;
                if (reference == null || reference.get() != closed) {
                    return; // another has taken its place, and its references with it
                }
            }
        }
        if (reference != null) {
            giveBack(id, reference);
        } else if (!closed.isSuperseded()) {
            closed.descriptor().close(); // it was the last to hold it
        }
    }

    private void giveBack(int id, Gone reference) {
        int references;
        synchronized (this) {
            Held entry = held.get(id);
            if (entry == null || entry.object != reference) {
                return;
            }
            entry.object = null;
            references = entry.references;
            entry.references = 0;
        }
        peer.sendMemoryRelease(id, references);
    }

    /** The peer has all its references back, and will not use the number again. */
    void onReleased(int id) {
        Held entry;
        synchronized (this) {
            entry = held.get(id);
            if (entry == null) {
                return;
            }
            if (entry.references != 0) {
                throw new ProtocolViolationException(
                        "the peer releases shared memory that is in use: id=" + id + " references=" + entry.references);
            }
            held.remove(id);
        }
        if (entry.descriptor != null) {
            entry.descriptor.close();
        }
    }

    /** The session has ended: what is in use stays, and belongs to its objects from now on. */
    void clear() {
        Map<Integer, Held> all;
        synchronized (this) {
            ended = true;
            all = new HashMap<>(held);
            held.clear();
        }
        for (Held entry : all.values()) {
            Gone reference = entry.object;
            DriverMemory object = reference == null ? null : reference.get();
            if (entry.descriptor != null && (object == null || !object.isOpen())) {
                entry.descriptor.close();
            }
        }
    }

    /** How many memories of the peer this process holds. */
    synchronized int count() {
        return held.size();
    }
}
