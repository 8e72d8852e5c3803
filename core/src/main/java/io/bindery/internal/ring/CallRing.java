package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/** What both ends of a call ring agree on: its limits. */
final class CallRing {
    /** One record of one line, and the line behind it. */
    private static final int MIN_CAPACITY = 2 * RecordLayout.ALIGNMENT;

    private static final int MAX_CAPACITY = 1 << 24;

    private CallRing() {}

    /** Checks what the constructors are given, and returns the address of the base. */
    static long place(MemorySegment ring, long base, int capacity, boolean writable) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || capacity % RecordLayout.ALIGNMENT != 0) {
            throw new IllegalArgumentException("capacity must be a multiple of " + RecordLayout.ALIGNMENT + " from "
                    + MIN_CAPACITY + " to " + MAX_CAPACITY + ": capacity=" + capacity);
        }
        return RingMemory.place(ring, base, capacity, writable);
    }

    /** The longest payload at offset 0: the commit word before it and one whole line behind it must have room too. */
    static int maxPayloadLength(int capacity) {
        return capacity - RecordLayout.HEADER_LENGTH - RecordLayout.ALIGNMENT;
    }

    /** The new top when a record of {@code payloadLength} stays open at {@code top}. */
    static int push(int top, int payloadLength, int capacity) {
        if (payloadLength < 0 || payloadLength > maxPayloadLength(capacity) - top) {
            throw new IllegalArgumentException("no such record can be open: payloadLength=" + payloadLength + " top="
                    + top + " capacity=" + capacity);
        }
        return top + RecordLayout.alignedLength(payloadLength);
    }

    /** Checks that {@code newTop} may be where a record below {@code top} began. */
    static int popTo(int newTop, int top) {
        if (newTop < 0 || newTop > top || (newTop & RecordLayout.ALIGNMENT - 1) != 0) {
            throw new IllegalArgumentException("no record begins there: newTop=" + newTop + " top=" + top);
        }
        return newTop;
    }
}
