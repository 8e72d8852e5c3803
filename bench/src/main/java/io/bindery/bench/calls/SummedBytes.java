package io.bindery.bench.calls;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.bench.baseline.BareCopy;
import io.bindery.bench.rig.RoundTrip;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.HdrHistogram.Histogram;

/** A call by which the handler sees many bytes, which it sums up where they lie, and a long out. */
abstract class SummedBytes implements RoundTrip {
    private final MemorySegment bytes;
    private final long rest;
    private long next;

    /** Calls with so many bytes, a multiple of 8. */
    SummedBytes(int length) {
        bytes = Arena.global().allocate(length, Long.BYTES);
        long sum = Binder.getCallingUid();
        for (int word = 1; word < length / Long.BYTES; word++) {
            bytes.setAtIndex(ValueLayout.JAVA_LONG, word, word * 0x9e37_79b9_7f4a_7c15L);
            sum += word * 0x9e37_79b9_7f4a_7c15L;
        }
        rest = sum;
    }

    /** Brings the bytes to the other side, whose handler sums them up and adds the caller's uid. */
    abstract long sum(MemorySegment bytes) throws RemoteException;

    @Override
    public final int burstUnit() {
        return BareCopy.burstUnit(bytes.byteSize());
    }

    @Override
    public final void burst(int operations, Histogram samples) throws RemoteException {
        exchange();
        for (int i = 0; i < operations; i++) {
            prepare();
            long startNs = System.nanoTime();
            long sum = sum(bytes);
            long tookNs = System.nanoTime() - startNs;
            check(sum);
            samples.recordValue(tookNs * 1000);
        }
    }

    @Override
    public final void exchange() throws RemoteException {
        prepare();
        check(sum(bytes));
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
