package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.internal.memory.Memory;
import org.jspecify.annotations.Nullable;

/** Single values and strings in a parcel. */
public abstract sealed class ParcelScalars extends ParcelWindow permits ParcelArrays {
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
        int at = position;
        int value = readInt();
        if ((value & ~1) != 0) {
            throw new BadParcelableException("not a boolean: value=" + value + " position=" + at);
        }
        return value == 1;
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
