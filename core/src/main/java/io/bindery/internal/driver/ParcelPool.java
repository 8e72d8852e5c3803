package io.bindery.internal.driver;

import java.util.ArrayDeque;

/** Parcels from {@link io.bindery.Parcel#obtain()} that wait to be used again. Any thread. */
final class ParcelPool {
    private static final int MOST_KEPT = 64;
    private static final ArrayDeque<DriverParcel> FREE = new ArrayDeque<>(MOST_KEPT);

    private ParcelPool() {}

    static DriverParcel take() {
        synchronized (FREE) {
            DriverParcel free = FREE.pollLast();
            return free == null ? new DriverParcel() : free;
        }
    }

    static void give(DriverParcel parcel) {
        synchronized (FREE) {
            if (FREE.size() < MOST_KEPT) {
                FREE.addLast(parcel);
            }
        }
    }
}
