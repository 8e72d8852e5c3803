package io.bindery.bench.calls;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.bench.rig.RoundTrip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.HdrHistogram.Histogram;

/** A call with 256 bytes in, as an array that the server uses again and again, and a long out. */
public final class ReusedBytes implements RoundTrip {
    private static final int BYTES = 256;

    private final RigService service;
    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private final long rest;
    private long next;

    public ReusedBytes(RigService service) {
        this.service = service;
        long sum = Binder.getCallingUid();
        for (int word = 1; word < bytes.length / Long.BYTES; word++) {
            view.putLong(word * Long.BYTES, word * 0x9e37_79b9_7f4a_7c15L);
            sum += word * 0x9e37_79b9_7f4a_7c15L;
        }
        rest = sum;
    }

    @Override
    public String name() {
        return "bytes-256-reused";
    }

    @Override
    public void burst(int operations, Histogram samples) throws RemoteException {
        exchange();
        for (int i = 0; i < operations; i++) {
            prepare();
            long startNs = System.nanoTime();
            long sum = service.sumReused(bytes);
            long tookNs = System.nanoTime() - startNs;
            check(sum);
            samples.recordValue(tookNs * 1000);
        }
    }

    @Override
    public void exchange() throws RemoteException {
        prepare();
        check(service.sumReused(bytes));
    }

    private void prepare() {
        view.putLong(0, ++next);
    }

    private void check(long sum) {
        if (sum != next + rest) {
            throw new IllegalStateException("wrong sum: expected=" + (next + rest) + ", returned=" + sum);
        }
    }
}
