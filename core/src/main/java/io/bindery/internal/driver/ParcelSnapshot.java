package io.bindery.internal.driver;

import io.bindery.Parcel;

/**
 * A part of a parcel that outlives it: bytes and binders on the heap. What is kept may be read later, or written to
 * another parcel as it is.
 *
 * <p><b>Threading:</b> any thread; it does not change.
 */
public final class ParcelSnapshot {
    private final byte[] bytes;
    private final ObjectTable objects;

    ParcelSnapshot(byte[] bytes, ObjectTable objects) {
        this.bytes = bytes;
        this.objects = objects;
    }

    /** Keeps the rest of {@code parcel}, from its position on, and moves the position to its end. */
    public static ParcelSnapshot ofRest(Parcel parcel) {
        DriverParcel from = (DriverParcel) parcel;
        ParcelSnapshot rest = from.snapshot(from.dataPosition(), from.dataAvail());
        from.setDataPosition(from.dataSize());
        return rest;
    }

    /** Writes what was kept at the position of {@code parcel}. */
    public void appendTo(Parcel parcel) {
        ((DriverParcel) parcel).append(this);
    }

    byte[] bytes() {
        return bytes;
    }

    ObjectTable objects() {
        return objects;
    }
}
