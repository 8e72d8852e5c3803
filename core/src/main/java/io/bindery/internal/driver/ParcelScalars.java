package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.internal.memory.Memory;
import org.jspecify.annotations.Nullable;

/** Single values and strings in a parcel. */
public abstract sealed class ParcelScalars extends ParcelWindow permits ParcelArrays {
    // ---- in place

    @Override
    public final int writeInplace(int bytes) {
        checkInplace(bytes);
        int at = position;
        long address = reserve(bytes);
        if (isPrivate()) {
            Memory.clear(address, bytes);
        }
        return at;
    }

    @Override
    public final void putBoolean(int position, boolean value) {
        putInt(position, value ? 1 : 0);
    }

    @Override
    public final void putInt(int position, int value) {
        int at = reserved(position, Integer.BYTES);
        Memory.putInt(base, at, value);
    }

    @Override
    public final void putLong(int position, long value) {
        int at = reserved(position, Long.BYTES);
        Memory.putLong(base, at, value);
    }

    @Override
    public final void putFloat(int position, float value) {
        putInt(position, Float.floatToRawIntBits(value));
    }

    @Override
    public final void putDouble(int position, double value) {
        putLong(position, Double.doubleToRawLongBits(value));
    }

    @Override
    public final int readInplace(int bytes) {
        checkInplace(bytes);
        int at = position;
        long ignored = take(bytes);
        return at;
    }

    private static void checkInplace(int bytes) {
        if (bytes < 0 || padded(bytes) != bytes) {
            throw new IllegalArgumentException("must be a multiple of 4, not negative: bytes=" + bytes);
        }
    }

    @Override
    public final boolean getBoolean(int position) {
        int value = getInt(position);
        if ((value & ~1) != 0) {
            throw new BadParcelableException("not a boolean: value=" + value + " position=" + position);
        }
        return value == 1;
    }

    @Override
    public final int getInt(int position) {
        int at = readable(position, Integer.BYTES);
        return Memory.getInt(base, at);
    }

    @Override
    public final long getLong(int position) {
        int at = readable(position, Long.BYTES);
        return Memory.getLong(base, at);
    }

    @Override
    public final float getFloat(int position) {
        return Float.intBitsToFloat(getInt(position));
    }

    @Override
    public final double getDouble(int position) {
        return Double.longBitsToDouble(getLong(position));
    }

    // ---- one after another

    @Override
    public final void writeBoolean(boolean value) {
        writeInt(value ? 1 : 0);
    }

    @Override
    public final void writeByte(byte value) {
        writeInt(value);
    }

    @Override
    public final void writeChar(char value) {
        writeInt(value);
    }

    @Override
    public final void writeShort(short value) {
        writeInt(value);
    }

    @Override
    public final void writeInt(int value) {
        long at = reserve(Integer.BYTES);
        Memory.putInt(at, value);
    }

    @Override
    public final void writeLong(long value) {
        long at = reserve(Long.BYTES);
        Memory.putLong(at, value);
    }

    @Override
    public final void writeFloat(float value) {
        long at = reserve(Float.BYTES);
        Memory.putFloat(at, value);
    }

    @Override
    public final void writeDouble(double value) {
        long at = reserve(Double.BYTES);
        Memory.putDouble(at, value);
    }

    @Override
    public final boolean readBoolean() {
        return getBoolean(readInplace(Integer.BYTES));
    }

    @Override
    public final byte readByte() {
        return (byte) readInt();
    }

    @Override
    public final char readChar() {
        return (char) readInt();
    }

    @Override
    public final short readShort() {
        return (short) readInt();
    }

    @Override
    public final int readInt() {
        return Memory.getInt(take(Integer.BYTES));
    }

    @Override
    public final long readLong() {
        return Memory.getLong(take(Long.BYTES));
    }

    @Override
    public final float readFloat() {
        return Memory.getFloat(take(Float.BYTES));
    }

    @Override
    public final double readDouble() {
        return Memory.getDouble(take(Double.BYTES));
    }

    @Override
    public final void writeString(@Nullable String value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = value.length();
        long at = reserveSized(length, Math.multiplyExact(2, length));
        for (int i = 0; i < length; i++) {
            Memory.putChar(at + 2L * i, value.charAt(i));
        }
    }

    @Override
    public final @Nullable String readString() {
        char[] units = readCharArray();
        return units == null ? null : new String(units);
    }
}
