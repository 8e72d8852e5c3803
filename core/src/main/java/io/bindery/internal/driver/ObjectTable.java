package io.bindery.internal.driver;

import io.bindery.IBinder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The binders of one parcel, each with the offset at which it was written. Threading: that of the parcel. */
final class ObjectTable {
    private static final int[] NO_OFFSETS = {};
    private static final IBinder[] NO_BINDERS = {};

    private int[] offsets = NO_OFFSETS;
    private @Nullable IBinder[] binders = NO_BINDERS;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    int offset(int index) {
        return offsets[index];
    }

    IBinder binder(int index) {
        IBinder binder = binders[index];
        if (binder == null) {
            throw new IllegalStateException("no binder: index=" + index);
        }
        return binder;
    }

    /** Adds a binder and returns its index. */
    int add(int offset, IBinder binder) {
        if (count == offsets.length) {
            int length = Math.max(4, 2 * count);
            offsets = Arrays.copyOf(offsets, length);
            binders = Arrays.copyOf(binders, length);
        }
        offsets[count] = offset;
        binders[count] = binder;
        return count++;
    }

    /** Returns the binder if there is one of this index at this offset. */
    @Nullable
    IBinder get(int index, int offset) {
        return index >= 0 && index < count && offsets[index] == offset ? binders[index] : null;
    }

    void copyFrom(ObjectTable source) {
        for (int i = 0; i < source.count; i++) {
            add(source.offsets[i], source.binder(i));
        }
    }

    int[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    void clear() {
        Arrays.fill(binders, 0, count, null);
        count = 0;
    }
}
