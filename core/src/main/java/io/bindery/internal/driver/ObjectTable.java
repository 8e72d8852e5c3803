package io.bindery.internal.driver;

import io.bindery.IBinder;
import io.bindery.ParcelFileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a parcel carries that is not in its bytes: binders, file descriptors and shared memory, each with the offset at
 * which it was written. A descriptor belongs to the table until it is read, and is closed with it; memory is pinned as long
 * as it is here. Threading: that of the parcel.
 */
final class ObjectTable {
    private static final int[] NO_OFFSETS = {};
    private static final Object[] NO_OBJECTS = {};

    /** A descriptor in a table, which may be on loan from another, or have been read. */
    private static final class Held {
        final ParcelFileDescriptor descriptor;
        boolean owned;

        Held(ParcelFileDescriptor descriptor, boolean owned) {
            this.descriptor = descriptor;
            this.owned = owned;
        }
    }

    private int[] offsets = NO_OFFSETS;
    private @Nullable Object[] objects = NO_OBJECTS;
    private int count;
    private int descriptors;
    private int memories;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** How many of the objects are file descriptors. */
    int descriptors() {
        return descriptors;
    }

    /** How many of the objects are shared memory. */
    int memories() {
        return memories;
    }

    int offset(int index) {
        return offsets[index];
    }

    /** A binder, shared memory, or a descriptor that still belongs to the table. */
    Object object(int index) {
        Object object = Objects.requireNonNull(objects[index]);
        return object instanceof Held held ? held.descriptor : object;
    }

    /** Adds a binder and returns its index. */
    int add(int offset, IBinder binder) {
        return addObject(offset, binder);
    }

    /** Adds a descriptor, which belongs to the table from now on, and returns its index. */
    int add(int offset, ParcelFileDescriptor descriptor) {
        descriptors++;
        return addObject(offset, new Held(descriptor, true));
    }

    /** Adds memory and returns its index. */
    int add(int offset, DriverMemory memory) {
        memory.pin();
        return addPinned(offset, memory);
    }

    /** Adds memory that was pinned for this table, and returns its index. */
    int addPinned(int offset, DriverMemory memory) {
        memories++;
        return addObject(offset, memory);
    }

    private int addObject(int offset, Object object) {
        if (count == offsets.length) {
            int length = Math.max(4, 2 * count);
            offsets = Arrays.copyOf(offsets, length);
            objects = Arrays.copyOf(objects, length);
        }
        offsets[count] = offset;
        objects[count] = object;
        return count++;
    }

    /** Returns the binder if there is one of this index at this offset. */
    @Nullable
    IBinder binder(int index, int offset) {
        return objectAt(index, offset) instanceof IBinder binder ? binder : null;
    }

    /**
     * Returns the descriptor if there is one of this index at this offset. The first to ask gets the table's own, which is
     * his from then on; others get a duplicate of it.
     *
     * @throws UncheckedIOException if it cannot be duplicated
     */
    @Nullable
    ParcelFileDescriptor takeDescriptor(int index, int offset) {
        if (!(objectAt(index, offset) instanceof Held held)) {
            return null;
        }
        if (held.owned) {
            held.owned = false;
            return held.descriptor;
        }
        try {
            return held.descriptor.dup();
        } catch (IOException e) {
            throw new UncheckedIOException("a file descriptor was read twice: " + e.getMessage(), e);
        }
    }

    /** Returns the memory if there is some of this index at this offset. */
    @Nullable
    DriverMemory memory(int index, int offset) {
        return objectAt(index, offset) instanceof DriverMemory memory ? memory : null;
    }

    private @Nullable Object objectAt(int index, int offset) {
        return index >= 0 && index < count && offsets[index] == offset ? objects[index] : null;
    }

    /** Whether a descriptor was written in the {@code length} bytes from {@code offset} on. */
    boolean hasDescriptors(int offset, int length) {
        for (int i = 0; descriptors != 0 && i < count; i++) {
            if (objects[i] instanceof Held && offsets[i] >= offset && offsets[i] - offset < length) {
                return true;
            }
        }
        return false;
    }

    /** Adds what {@code source} holds; descriptors stay with it, and this must not be used longer than that. */
    void copyFrom(ObjectTable source) {
        for (int i = 0; i < source.count; i++) {
            Object object = Objects.requireNonNull(source.objects[i]);
            if (object instanceof DriverMemory memory) {
                memory.pinAgain();
            }
            addObject(source.offsets[i], object instanceof Held held ? new Held(held.descriptor, false) : object);
        }
        descriptors += source.descriptors;
        memories += source.memories;
    }

    /** Adds what {@code source} holds; descriptors that belong to it belong to this from now on. */
    void moveFrom(ObjectTable source) {
        int before = count;
        copyFrom(source);
        for (int i = 0; i < source.count; i++) {
            if (source.objects[i] instanceof Held theirs && objects[before + i] instanceof Held ours) {
                ours.owned = theirs.owned;
                theirs.owned = false;
            }
        }
    }

    /**
     * Adds one entry of {@code source}, a descriptor as a duplicate, and returns its index.
     *
     * @throws UncheckedIOException if a descriptor cannot be duplicated
     */
    int addCopy(ObjectTable source, int index, int offset) {
        Object object = source.object(index);
        if (object instanceof IBinder binder) {
            return add(offset, binder);
        }
        if (object instanceof DriverMemory memory) {
            memory.pinAgain();
            return addPinned(offset, memory);
        }
        try {
            return add(offset, ((ParcelFileDescriptor) object).dup());
        } catch (IOException e) {
            throw new UncheckedIOException("a file descriptor cannot be copied: " + e.getMessage(), e);
        }
    }

    /** Adds one entry of {@code source}, which does not own it any more, and returns its index. */
    int addMoved(ObjectTable source, int index) {
        Object object = Objects.requireNonNull(source.objects[index]);
        if (object instanceof Held held) {
            descriptors++;
            object = new Held(held.descriptor, held.owned);
            held.owned = false;
        } else if (object instanceof DriverMemory memory) {
            memory.pinAgain();
            memories++;
        }
        return addObject(source.offsets[index], object);
    }

    int[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    void clear() {
        for (int i = 0; descriptors + memories != 0 && i < count; i++) {
            if (objects[i] instanceof Held held && held.owned) {
                held.descriptor.close();
            } else if (objects[i] instanceof DriverMemory memory) {
                memory.unpin();
            }
        }
        Arrays.fill(objects, 0, count, null);
        count = 0;
        descriptors = 0;
        memories = 0;
    }
}
