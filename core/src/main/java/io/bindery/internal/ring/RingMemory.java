package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** The shared words of the rings, each access with its memory order in its name; and the checks of a ring's place. */
final class RingMemory {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    static {
        // The futex sleeps on the sequence, which is the first half of the commit word only in this order.
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException(
                    "rings need a little-endian machine: byteOrder=" + ByteOrder.nativeOrder());
        }
    }

    private RingMemory() {}

    static long commitWordAcquire(MemorySegment ring, long offset) {
        return (long) LONG.getAcquire(ring, offset);
    }

    static void commitWordRelease(MemorySegment ring, long offset, long commitWord) {
        LONG.setRelease(ring, offset, commitWord);
    }

    static long commitWordPlain(MemorySegment ring, long offset) {
        return (long) LONG.get(ring, offset);
    }

    static void clearCommitWordPlain(MemorySegment ring, long offset) {
        LONG.set(ring, offset, 0L);
    }

    static long headAcquire(MemorySegment memory, long offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    static void headRelease(MemorySegment memory, long offset, long head) {
        LONG.setRelease(memory, offset, head);
    }

    /** Checks that {@code length} bytes at {@code base} exist, off the heap, and begin on a cache line. */
    static void checkPlace(MemorySegment ring, long base, long length) {
        Objects.checkFromIndexSize(base, length, ring.byteSize());
        if (!ring.isNative() || (ring.address() + base) % RecordLayout.ALIGNMENT != 0) {
            throw new IllegalArgumentException("a ring needs native memory at a multiple of " + RecordLayout.ALIGNMENT
                    + ": native=" + ring.isNative() + " address=" + ring.address() + " base=" + base);
        }
    }

    /** Checks that the eight bytes of a head exist, off the heap, and are aligned. */
    static void checkHead(MemorySegment memory, long offset) {
        Objects.checkFromIndexSize(offset, Long.BYTES, memory.byteSize());
        if (!memory.isNative() || (memory.address() + offset) % Long.BYTES != 0) {
            throw new IllegalArgumentException("a head needs native memory at a multiple of " + Long.BYTES + ": native="
                    + memory.isNative() + " address=" + memory.address() + " offset=" + offset);
        }
    }
}
