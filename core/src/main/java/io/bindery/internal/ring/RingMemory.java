package io.bindery.internal.ring;

import io.bindery.internal.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The shared words of the rings, each access with its memory order in its name; and the checks of a ring's place.
 *
 * <p>Words are named by their address, and {@link Memory} checks no bounds; so rings check their place once, when they are
 * made, and every top and length before they use it.
 */
final class RingMemory {
    static {
        // The futex sleeps on the sequence, which is the first half of the commit word only in this order.
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException(
                    "rings need a little-endian machine: byteOrder=" + ByteOrder.nativeOrder());
        }
    }

    private RingMemory() {}

    static long commitWordAcquire(long address) {
        return Memory.getLongAcquire(address);
    }

    static void commitWordRelease(long address, long commitWord) {
        Memory.putLongRelease(address, commitWord);
    }

    static long commitWordPlain(long address) {
        return Memory.getLong(address);
    }

    static void clearCommitWordPlain(long address) {
        Memory.putLong(address, 0L);
    }

    /** A store for its effect on the cache: the line becomes this core's. */
    static void touch(long address) {
        Memory.putLong(address, 0L);
    }

    /**
     * As {@link #touch}, for the lines from {@code from} on that begin before {@code end}; but what is there stays. Together,
     * they come in little more time than one.
     */
    static void touchLines(long from, long end) {
        for (long line = from; line < end; line += RecordLayout.ALIGNMENT) {
            // Opaque: the compiler would leave out a plain store of what was just loaded from there.
            Memory.putLongOpaque(line, Memory.getLong(line));
        }
    }

    /** Loads a word of each line from {@code from} on that begins before {@code end}; what they add up to means nothing. */
    static long loadLines(long from, long end) {
        long sum = 0;
        for (long line = from; line < end; line += RecordLayout.ALIGNMENT) {
            sum += Memory.getLong(line);
        }
        return sum;
    }

    static long headAcquire(long address) {
        return Memory.getLongAcquire(address);
    }

    static void headRelease(long address, long head) {
        Memory.putLongRelease(address, head);
    }

    /**
     * Checks that {@code length} bytes at {@code base} exist and stay, begin on a cache line, and may be written if
     * {@code writable} says so.
     *
     * @return the address of the base
     */
    static long place(MemorySegment ring, long base, long length, boolean writable) {
        return checked("a ring", ring, base, length, RecordLayout.ALIGNMENT, writable);
    }

    /** Checks that the eight bytes of a head exist and stay; see {@link #place}. */
    static long headPlace(MemorySegment memory, long offset, boolean writable) {
        return checked("a head", memory, offset, Long.BYTES, Long.BYTES, writable);
    }

    private static long checked(
            String what, MemorySegment memory, long offset, long length, int alignment, boolean writable) {
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
        long address = memory.address() + offset;
        boolean stays =
                memory.isNative() && memory.scope().equals(Arena.global().scope());
        if (!stays || address % alignment != 0 || (writable && memory.isReadOnly())) {
            throw new IllegalArgumentException(what + " needs memory of the global scope, at a multiple of " + alignment
                    + (writable ? ", writable" : "") + ": native=" + memory.isNative() + " global=" + stays
                    + " address=" + address + " readOnly=" + memory.isReadOnly());
        }
        return address;
    }
}
