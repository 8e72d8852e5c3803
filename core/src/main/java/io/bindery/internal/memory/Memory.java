package io.bindery.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Reads and writes memory outside the heap by its address, through one constant segment that covers all of it. Of a
 * constant the compiler knows class, bounds, scope and mode, so that an access is one instruction; through a segment in a
 * field it would load and check these each time, again after each acquire, and give up inlining after some 25 accesses
 * in one method ({@code docs/decisions/0005-memory-by-address.md}).
 *
 * <p><b>Nothing is checked here.</b> A wrong address ends the JVM. Whoever calls has checked position and length against
 * the bounds of what it was given: a claim, a received record whose length was checked, or a buffer of its own.
 */
public final class Memory {
    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final MemorySegment ALL = allMemory();

    /**
     * All bits that a user address can have. It tells the compiler that an address lies in {@link #ALL}, and so spares a
     * comparison and a branch with each access; that of several with one base is done once.
     */
    private static final long ADDRESS = (1L << 56) - 1;

    /** The same for aligned addresses, where the check of the alignment goes too. */
    private static final long INT_ADDRESS = ADDRESS & -Integer.BYTES;

    private static final long LONG_ADDRESS = ADDRESS & -Long.BYTES;

    private Memory() {}

    @SuppressWarnings("restricted")
    private static MemorySegment allMemory() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** Returns a segment of global scope over {@code length} bytes. */
    @SuppressWarnings("restricted")
    public static MemorySegment segment(long address, long length, boolean readOnly) {
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(length);
        return readOnly ? segment.asReadOnly() : segment;
    }

    /** As the other one, but the segment's life is the arena's. */
    @SuppressWarnings("restricted")
    public static MemorySegment segment(long address, long length, boolean readOnly, Arena arena) {
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(length, arena, null);
        return readOnly ? segment.asReadOnly() : segment;
    }

    // ---- plain

    public static byte getByte(long address) {
        return ALL.get(JAVA_BYTE, address & ADDRESS);
    }

    public static int getInt(long address) {
        return ALL.get(JAVA_INT_UNALIGNED, address & ADDRESS);
    }

    public static long getLong(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address & ADDRESS);
    }

    public static float getFloat(long address) {
        return ALL.get(JAVA_FLOAT_UNALIGNED, address & ADDRESS);
    }

    public static double getDouble(long address) {
        return ALL.get(JAVA_DOUBLE_UNALIGNED, address & ADDRESS);
    }

    public static void putByte(long address, byte value) {
        ALL.set(JAVA_BYTE, address & ADDRESS, value);
    }

    public static void putChar(long address, char value) {
        ALL.set(JAVA_CHAR_UNALIGNED, address & ADDRESS, value);
    }

    public static void putInt(long address, int value) {
        ALL.set(JAVA_INT_UNALIGNED, address & ADDRESS, value);
    }

    public static void putLong(long address, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address & ADDRESS, value);
    }

    public static void putFloat(long address, float value) {
        ALL.set(JAVA_FLOAT_UNALIGNED, address & ADDRESS, value);
    }

    public static void putDouble(long address, double value) {
        ALL.set(JAVA_DOUBLE_UNALIGNED, address & ADDRESS, value);
    }

    // ---- plain, at an offset that the compiler knows not to be negative: a constant, or what Objects.checkIndex
    // returned

    public static int getInt(long base, int offset) {
        return ALL.get(JAVA_INT_UNALIGNED, (base & ADDRESS) + offset);
    }

    public static long getLong(long base, int offset) {
        return ALL.get(JAVA_LONG_UNALIGNED, (base & ADDRESS) + offset);
    }

    public static void putInt(long base, int offset, int value) {
        ALL.set(JAVA_INT_UNALIGNED, (base & ADDRESS) + offset, value);
    }

    public static void putLong(long base, int offset, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, (base & ADDRESS) + offset, value);
    }

    // ---- ordered; the address must be aligned

    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address & INT_ADDRESS);
    }

    public static void putIntOpaque(long address, int value) {
        INT.setOpaque(ALL, address & INT_ADDRESS, value);
    }

    public static void putLongOpaque(long address, long value) {
        LONG.setOpaque(ALL, address & LONG_ADDRESS, value);
    }

    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address & INT_ADDRESS);
    }

    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address & INT_ADDRESS, value);
    }

    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address & LONG_ADDRESS);
    }

    public static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address & LONG_ADDRESS, value);
    }

    // ---- many bytes

    public static void copy(long from, long to, long length) {
        MemorySegment.copy(ALL, from, ALL, to, length);
    }

    /** Stores zeros. */
    public static void clear(long at, long length) {
        ALL.asSlice(at, length).fill((byte) 0);
    }

    /** Returns the offset of the first byte in which two places differ, or -1 if there is none. */
    public static long mismatch(long first, long second, long length) {
        return MemorySegment.mismatch(ALL, first, first + length, ALL, second, second + length);
    }

    /** Copies a segment of any kind. */
    public static void copyFrom(MemorySegment source, long to) {
        MemorySegment.copy(source, 0, ALL, to, source.byteSize());
    }

    /** Fills a segment of any kind. */
    public static void copyTo(long from, MemorySegment target) {
        MemorySegment.copy(ALL, from, target, 0, target.byteSize());
    }

    /** Copies the first {@code length} elements of an array. */
    public static void copyFromArray(Object source, ValueLayout element, long to, int length) {
        MemorySegment.copy(source, 0, ALL, element, to, length);
    }

    /** Fills the first {@code length} elements of an array. */
    public static void copyToArray(long from, ValueLayout element, Object target, int length) {
        MemorySegment.copy(ALL, element, from, target, 0, length);
    }
}
