package io.bindery.bench.calls;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.bench.rig.RoundTrip;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.HdrHistogram.Histogram;

/** A call with many bytes in, as a segment that the handler sums up in place, and a long out. */
public final class SegmentBytes implements RoundTrip {
    private final RigService service;
    private final MemorySegment bytes;
    private final long rest;
    private long next;

    /** Calls with so many bytes, a multiple of 8. */
    public SegmentBytes(RigService service, int length) {
        this.service = service;
        bytes = Arena.global().allocate(length, Long.BYTES);
        long sum = Binder.getCallingUid();
        for (int word = 1; word < length / Long.BYTES; word++) {
            bytes.setAtIndex(ValueLayout.JAVA_LONG, word, word * 0x9e37_79b9_7f4a_7c15L);
            sum += word * 0x9e37_79b9_7f4a_7c15L;
        }
        rest = sum;
    }

    @Override
    public String name() {
        return "bytes-" + bytes.byteSize() + "-segment";
    }

    @Override
    public void burst(int operations, Histogram samples) throws RemoteException {
        exchange();
        for (int i = 0; i < operations; i++) {
            prepare();
            long startNs = System.nanoTime();
            long sum = service.sumSegment(bytes);
            long tookNs = System.nanoTime() - startNs;
            check(sum);
            samples.recordValue(tookNs * 1000);
        }
    }

    @Override
    public void exchange() throws RemoteException {
        prepare();
        check(service.sumSegment(bytes));
    }

    private void prepare() {
        bytes.set(ValueLayout.JAVA_LONG, 0, ++next);
    }

    private void check(long sum) {
        if (sum != next + rest) {
            throw new IllegalStateException("wrong sum: expected=" + (next + rest) + ", returned=" + sum);
        }
    }
}
