package io.bindery.internal.driver;

import io.bindery.internal.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Segments and arrays that are handed out for the time of a transaction and used again, so that handlers with such
 * parameters allocate nothing once the usual shapes have been seen: a call ring delivers the same lengths at the same
 * addresses call after call.
 *
 * <p>Arrays handed out in one transaction are distinct. <b>Threading:</b> that of the parcel.
 */
final class ViewCache {
    private static final int SEGMENTS = 256;
    private static final int LENGTHS = 16;
    private static final MemorySegment[] NO_SEGMENTS = {};
    private static final byte[][][] NO_ARRAYS = {};

    private @Nullable MemorySegment[] segments = NO_SEGMENTS;
    private byte[] @Nullable [][] arrays = NO_ARRAYS;
    private int arraysInUse;

    /** A new transaction begins. */
    void reset() {
        if (arraysInUse != 0) {
            arraysInUse = 0;
        }
    }

    /** Zeroes the arrays of the transaction. */
    void wipe() {
        for (byte[][] byLength : arrays) {
            for (byte[] array : byLength == null ? new byte[0][] : byLength) {
                if (array != null) {
                    Arrays.fill(array, (byte) 0);
                }
            }
        }
    }

    MemorySegment segment(long address, int length, boolean readOnly) {
        if (segments.length == 0) {
            segments = new MemorySegment[SEGMENTS];
        }
        int slot = (int) ((address >>> 2) * 31 + 2L * length + (readOnly ? 1 : 0)) & (SEGMENTS - 1);
        MemorySegment cached = segments[slot];
        if (cached != null
                && cached.address() == address
                && cached.byteSize() == length
                && cached.isReadOnly() == readOnly) {
            return cached;
        }
        MemorySegment fresh = Memory.segment(address, length, readOnly);
        segments[slot] = fresh;
        return fresh;
    }

    byte[] array(int length) {
        int index = arraysInUse++;
        if (index >= arrays.length) {
            arrays = Arrays.copyOf(arrays, index + 1);
        }
        byte[][] byLength = arrays[index];
        if (byLength == null) {
            byLength = new byte[LENGTHS][];
            arrays[index] = byLength;
        }
        int slot = (length >>> 2 ^ length) & (LENGTHS - 1);
        byte[] cached = byLength[slot];
        if (cached == null || cached.length != length) {
            cached = new byte[length];
            byLength[slot] = cached;
        }
        return cached;
    }
}
