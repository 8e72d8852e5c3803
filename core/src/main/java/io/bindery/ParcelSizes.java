package io.bindery;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What values take in a {@link Parcel}, in bytes; for the bound of a claim. */
abstract sealed class ParcelSizes permits ParcelContainers {
    /** Bytes that {@link Parcel#writeString} takes for {@code value}. */
    public static int sizeOf(@Nullable String value) {
        return value == null ? 4 : align(4 + Math.multiplyExact(2, value.length()));
    }

    /** Bytes that {@link Parcel#writeByteArray} takes for {@code value}. */
    public static int sizeOf(byte @Nullable [] value) {
        return value == null ? 4 : align(Math.addExact(4, value.length));
    }

    /** Bytes that {@link Parcel#writeBooleanArray} takes for {@code value}. */
    public static int sizeOf(boolean @Nullable [] value) {
        return value == null ? 4 : align(Math.addExact(4, value.length));
    }

    /** Bytes that {@link Parcel#writeShortArray} takes for {@code value}. */
    public static int sizeOf(short @Nullable [] value) {
        return value == null ? 4 : align(sizeOfArray(value.length, Short.BYTES));
    }

    /** Bytes that {@link Parcel#writeCharArray} takes for {@code value}. */
    public static int sizeOf(char @Nullable [] value) {
        return value == null ? 4 : align(sizeOfArray(value.length, Character.BYTES));
    }

    /** Bytes that {@link Parcel#writeIntArray} takes for {@code value}. */
    public static int sizeOf(int @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Integer.BYTES);
    }

    /** Bytes that {@link Parcel#writeLongArray} takes for {@code value}. */
    public static int sizeOf(long @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Long.BYTES);
    }

    /** Bytes that {@link Parcel#writeFloatArray} takes for {@code value}. */
    public static int sizeOf(float @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Float.BYTES);
    }

    /** Bytes that {@link Parcel#writeDoubleArray} takes for {@code value}. */
    public static int sizeOf(double @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Double.BYTES);
    }

    /** Bytes that {@link Parcel#writeSegment} takes for {@code value}. */
    public static int sizeOf(@Nullable MemorySegment value) {
        return value == null ? 4 : align(Math.toIntExact(Math.addExact(4L, value.byteSize())));
    }

    /** Bytes that {@link Parcel#writeStrongBinder} takes. */
    public static final int BINDER_SIZE = 8;

    /** Bytes that {@link Parcel#writeFileDescriptor} takes. */
    public static final int FILE_DESCRIPTOR_SIZE = 8;

    /** Bytes that {@link Parcel#writeSharedMemory} takes. */
    public static final int SHARED_MEMORY_SIZE = 8;

    private static int sizeOfArray(int length, int elementSize) {
        return Math.addExact(4, Math.multiplyExact(length, elementSize));
    }

    private static int align(int size) {
        return Math.addExact(size, 3) & ~3;
    }
}
