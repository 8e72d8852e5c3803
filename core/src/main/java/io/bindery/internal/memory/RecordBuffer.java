package io.bindery.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for one record, which grows with what really comes and shrinks again when that was unusually much. Its address
 * holds until the next {@link #ensure}; who uses it keeps what owns this reachable, and with it the memory.
 */
public class RecordBuffer {
    private static final int INITIAL = 1 << 10;

    /** A buffer that is larger is not kept for the next record, unless that needs it. */
    private static final int USUAL = 128 << 10;

    private MemorySegment memory;
    private long address;

    /** What was replaced last: a caller may still copy from it. */
    @SuppressWarnings("unused") // holds the memory
    private MemorySegment before;

    /** Creates a small one. */
    public RecordBuffer() {
        memory = Arena.ofAuto().allocate(INITIAL, Long.BYTES);
        before = memory;
        address = memory.address();
    }

    public final long address() {
        return address;
    }

    /** Makes room for {@code capacity} bytes; the first {@code keep} stay. Returns the address. */
    public final long ensure(int capacity, int keep) {
        int present = (int) memory.byteSize();
        if (capacity > present || (keep == 0 && present > USUAL && capacity <= USUAL)) {
            replace(keep == 0 ? Math.max(capacity, INITIAL) : Math.max(capacity, 2 * present), keep);
        }
        return address;
    }

    private void replace(int capacity, int keep) {
        MemorySegment larger = Arena.ofAuto().allocate(capacity, Long.BYTES);
        Memory.copy(address, larger.address(), keep);
        before = keep == 0 ? memory : larger;
        memory = larger;
        address = larger.address();
    }
}
