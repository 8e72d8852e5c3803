package io.bindery.bench.calls;

import io.bindery.RemoteException;
import java.lang.foreign.MemorySegment;

/** A call with many bytes in, as a segment that the handler sums up in place, and a long out. */
public final class SegmentBytes extends SummedBytes {
    private final RigService service;
    private final String name;

    /** Calls with so many bytes, a multiple of 8. */
    public SegmentBytes(RigService service, int length) {
        super(length);
        this.service = service;
        name = "bytes-" + length + "-segment";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    long sum(MemorySegment bytes) throws RemoteException {
        return service.sumSegment(bytes);
    }
}
