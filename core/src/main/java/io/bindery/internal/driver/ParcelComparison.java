package io.bindery.internal.driver;

import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.internal.memory.Memory;
import org.jspecify.annotations.Nullable;

/** Compares parcels: by their bytes, but binders by what they are, for their bytes only number them. */
public final class ParcelComparison {
    private ParcelComparison() {}

    /** See {@link Parcel#hasSameData}. */
    public static boolean isSame(Parcel first, int offset, Parcel second, int secondOffset, int length) {
        return compare((DriverParcel) first, offset, (DriverParcel) second, secondOffset, length) == 0;
    }

    static int compare(DriverParcel first, int offset, DriverParcel second, int secondOffset, int length) {
        if (!first.hasObjects() && !second.hasObjects()) {
            return compareBytes(first.base + offset, second.base + secondOffset, length);
        }
        int at = 0;
        while (at < length) {
            boolean roomForBinder = length - at >= Parcel.BINDER_SIZE;
            IBinder one = roomForBinder ? first.binderAt(offset + at) : null;
            IBinder other = roomForBinder ? second.binderAt(secondOffset + at) : null;
            int bytes = one == null && other == null ? Math.min(Integer.BYTES, length - at) : Parcel.BINDER_SIZE;
            int difference = one == null && other == null
                    ? compareBytes(first.base + offset + at, second.base + secondOffset + at, bytes)
                    : compareBinders(one, other);
            if (difference != 0) {
                return difference;
            }
            at += bytes;
        }
        return 0;
    }

    private static int compareBytes(long first, long second, int length) {
        long at = Memory.mismatch(first, second, length);
        return at < 0 ? 0 : Integer.compare(Memory.getByte(first + at) & 0xff, Memory.getByte(second + at) & 0xff);
    }

    @SuppressWarnings("ReferenceEquality") // two references to one object are one object
    private static int compareBinders(@Nullable IBinder one, @Nullable IBinder other) {
        if (one == other) {
            return 0;
        }
        if (one == null || other == null) {
            return one == null ? -1 : 1;
        }
        return System.identityHashCode(one) < System.identityHashCode(other) ? -1 : 1;
    }
}
