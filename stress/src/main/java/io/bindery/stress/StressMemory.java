package io.bindery.stress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory outside the heap for the states of a test, which come by the million: handed out in turn from one block. A
 * slot comes round again after {@value #SLOTS} states, several times as many as jcstress has in use at once.
 */
final class StressMemory {
    private static final int SLOT_LENGTH = 1024;
    private static final int SLOTS = 1 << 15;
    private static final MemorySegment BLOCK = Arena.global().allocate((long) SLOTS * SLOT_LENGTH, 64);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private StressMemory() {}

    /** Zeroed, on a cache line, at most {@value #SLOT_LENGTH} bytes; of the global scope, as mappings are. */
    static MemorySegment allocate(int length) {
        long slot = NEXT.getAndIncrement() & SLOTS - 1;
        return BLOCK.asSlice(slot * SLOT_LENGTH, length).fill((byte) 0);
    }
}
