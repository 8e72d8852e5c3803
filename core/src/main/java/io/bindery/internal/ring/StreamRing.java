package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/** What both ends of a stream ring agree on: its limits. */
final class StreamRing {
    /** A claim of a quarter must hold at least one line. */
    private static final int MIN_CAPACITY = 4 * RecordLayout.ALIGNMENT;

    /** A quarter of it is still a length of 24 bits. */
    private static final int MAX_CAPACITY = 1 << 25;

    private StreamRing() {}

    /** Checks what the constructors are given, and returns the address of the base. */
    static long place(MemorySegment ring, long base, int capacity, boolean writable) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two from " + MIN_CAPACITY + " to "
                    + MAX_CAPACITY + ": capacity=" + capacity);
        }
        return RingMemory.place(ring, base, 2L * capacity, writable);
    }

    static int maxPayloadLength(int capacity) {
        return capacity / 4;
    }
}
