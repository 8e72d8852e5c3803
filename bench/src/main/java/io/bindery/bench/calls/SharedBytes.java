package io.bindery.bench.calls;

import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** As {@link SegmentBytes}, but the bytes are written into shared memory, which the call names. */
public final class SharedBytes extends SummedBytes {
    private final RigService service;
    private final SharedMemory memory;
    private final MemorySegment mapped;

    /** Calls with so many bytes, a multiple of 8. */
    public SharedBytes(RigService service, int length) throws IOException {
        super(length);
        this.service = service;
        memory = SharedMemory.create("bindery-bench", length);
        mapped = memory.mapReadWrite();
    }

    @Override
    public String name() {
        return "shared-bytes-" + memory.size();
    }

    @Override
    long sum(MemorySegment bytes) throws RemoteException {
        MemorySegment.copy(bytes, 0, mapped, 0, bytes.byteSize());
        return service.sumShared(memory);
    }

    @Override
    public void close() {
        memory.close();
    }
}
