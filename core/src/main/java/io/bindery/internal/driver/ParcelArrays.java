package io.bindery.internal.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.bindery.BadParcelableException;
import io.bindery.internal.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Arrays of primitives and segments in a parcel: their length, then their elements as they lie in memory. */
public abstract sealed class ParcelArrays extends ParcelScalars permits ParcelObjects {
    /** The most that {@link io.bindery.Limits#parcelBytes} can be. */
    private static final int LARGEST_RESULT = 1 << 23;

    /** Copies {@code length} elements of {@code source} behind their length. */
    private void writeArray(Object source, ValueLayout element, int length) {
        long at = reserveSized(length, Math.multiplyExact(length, (int) element.byteSize()));
        Memory.copyFromArray(source, element, at, length);
    }

    /** Copies as many elements as {@code target} is long. */
    private void readArray(Object target, ValueLayout element, int length) {
        long at = take(padded(length * (int) element.byteSize()));
        Memory.copyToArray(at, element, target, length);
    }

    @Override
    public final void writeBooleanArray(boolean @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        long at = reserveSized(value.length, value.length);
        for (int i = 0; i < value.length; i++) {
            Memory.putByte(at + i, (byte) (value[i] ? 1 : 0));
        }
    }

    @Override
    public final boolean @Nullable [] readBooleanArray() {
        int length = takeLength(1);
        if (length < 0) {
            return null;
        }
        boolean[] result = new boolean[length];
        long at = take(padded(length));
        for (int i = 0; i < length; i++) {
            result[i] = Memory.getByte(at + i) != 0;
        }
        return result;
    }

    @Override
    public final void writeByteArray(byte @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_BYTE, value.length);
        }
    }

    @Override
    public final byte @Nullable [] readByteArray() {
        int length = takeLength(Byte.BYTES);
        if (length < 0) {
            return null;
        }
        byte[] result = new byte[length];
        readArray(result, JAVA_BYTE, length);
        return result;
    }

    @Override
    public final byte @Nullable [] readReusedByteArray() {
        int length = takeLength(Byte.BYTES);
        if (length < 0) {
            return null;
        }
        byte[] result = views().array(length);
        readArray(result, JAVA_BYTE, length);
        return result;
    }

    @Override
    public final void writeCharArray(char @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_CHAR_UNALIGNED, value.length);
        }
    }

    @Override
    public final char @Nullable [] readCharArray() {
        int length = takeLength(Character.BYTES);
        if (length < 0) {
            return null;
        }
        char[] result = new char[length];
        readArray(result, JAVA_CHAR_UNALIGNED, length);
        return result;
    }

    @Override
    public final void writeShortArray(short @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_SHORT_UNALIGNED, value.length);
        }
    }

    @Override
    public final short @Nullable [] readShortArray() {
        int length = takeLength(Short.BYTES);
        if (length < 0) {
            return null;
        }
        short[] result = new short[length];
        readArray(result, JAVA_SHORT_UNALIGNED, length);
        return result;
    }

    @Override
    public final void writeIntArray(int @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_INT_UNALIGNED, value.length);
        }
    }

    @Override
    public final int @Nullable [] readIntArray() {
        int length = takeLength(Integer.BYTES);
        if (length < 0) {
            return null;
        }
        int[] result = new int[length];
        readArray(result, JAVA_INT_UNALIGNED, length);
        return result;
    }

    @Override
    public final void writeLongArray(long @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_LONG_UNALIGNED, value.length);
        }
    }

    @Override
    public final long @Nullable [] readLongArray() {
        int length = takeLength(Long.BYTES);
        if (length < 0) {
            return null;
        }
        long[] result = new long[length];
        readArray(result, JAVA_LONG_UNALIGNED, length);
        return result;
    }

    @Override
    public final void writeFloatArray(float @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_FLOAT_UNALIGNED, value.length);
        }
    }

    @Override
    public final float @Nullable [] readFloatArray() {
        int length = takeLength(Float.BYTES);
        if (length < 0) {
            return null;
        }
        float[] result = new float[length];
        readArray(result, JAVA_FLOAT_UNALIGNED, length);
        return result;
    }

    @Override
    public final void writeDoubleArray(double @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_DOUBLE_UNALIGNED, value.length);
        }
    }

    @Override
    public final double @Nullable [] readDoubleArray() {
        int length = takeLength(Double.BYTES);
        if (length < 0) {
            return null;
        }
        double[] result = new double[length];
        readArray(result, JAVA_DOUBLE_UNALIGNED, length);
        return result;
    }

    @Override
    public final int readOutLength(int elementBytes) {
        int at = position;
        int length = readInt();
        if (length < 0 || length > LARGEST_RESULT / elementBytes) {
            throw new BadParcelableException("no result can hold an array of this length: length=" + length
                    + " elementBytes=" + elementBytes + " position=" + at);
        }
        return length;
    }

    // ---- segments

    @Override
    public final void writeSegment(@Nullable MemorySegment value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = Math.toIntExact(value.byteSize());
        long at = reserveSized(length, length);
        Memory.copyFrom(value, at);
    }

    @Override
    public final MemorySegment writeSegmentInPlace(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative: length=" + length);
        }
        long at = reserveSized(length, length);
        return view(at, length, false);
    }

    @Override
    public final @Nullable MemorySegment readSegment() {
        int length = takeLength(1);
        if (length < 0) {
            return null;
        }
        return view(take(padded(length)), length, true);
    }
}
