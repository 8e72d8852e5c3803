package io.bindery.internal.driver;

import io.bindery.internal.linux.Mapping;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Private buffers in which parcels collect values before their target is known. All are anonymous mappings of global
 * scope, so that the accessors of {@link DriverParcel} see one kind of segment. Sizes are powers of two; small ones are
 * kept for reuse, up to a bound, large ones go back to the kernel.
 *
 * <p><b>Threading:</b> any thread.
 */
final class ParcelBuffers {
    private static final int SMALLEST_SHIFT = 12;
    private static final int LARGEST_KEPT_SHIFT = 17;
    private static final int MOST_KEPT_PER_SIZE = 32;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final ArrayDeque<MemorySegment>[] FREE = new ArrayDeque[LARGEST_KEPT_SHIFT - SMALLEST_SHIFT + 1];

    static {
        for (int i = 0; i < FREE.length; i++) {
            FREE[i] = new ArrayDeque<>(MOST_KEPT_PER_SIZE);
        }
    }

    /** A larger one goes back to the kernel when it is given back. */
    static final int LARGEST_KEPT = 1 << LARGEST_KEPT_SHIFT;

    private ParcelBuffers() {}

    /** Returns a buffer of at least {@code size} bytes; its contents are undefined. */
    static MemorySegment take(int size) {
        int shift = Math.max(SMALLEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(size, 1) - 1));
        if (shift <= LARGEST_KEPT_SHIFT) {
            ArrayDeque<MemorySegment> free = FREE[shift - SMALLEST_SHIFT];
            synchronized (free) {
                MemorySegment kept = free.pollLast();
                if (kept != null) {
                    return kept;
                }
            }
        }
        return Mapping.mapAnonymous(1L << shift);
    }

    static void give(MemorySegment buffer) {
        int shift = Long.numberOfTrailingZeros(buffer.byteSize());
        if (shift <= LARGEST_KEPT_SHIFT) {
            ArrayDeque<MemorySegment> free = FREE[shift - SMALLEST_SHIFT];
            synchronized (free) {
                if (free.size() < MOST_KEPT_PER_SIZE) {
                    free.addLast(buffer);
                    return;
                }
            }
        }
        Mapping.unmap(buffer);
    }
}
