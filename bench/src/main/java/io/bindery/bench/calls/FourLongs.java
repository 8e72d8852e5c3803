package io.bindery.bench.calls;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.bench.rig.RoundTrip;
import org.HdrHistogram.Histogram;

/** A call with four longs in and one out, to which the handler adds the caller's uid. */
public final class FourLongs implements RoundTrip {
    private final RigService service;
    private final long uid = Binder.getCallingUid();
    private long next;

    public FourLongs(RigService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "four-longs";
    }

    @Override
    public void burst(int operations, Histogram samples) throws RemoteException {
        exchange();
        for (int i = 0; i < operations; i++) {
            long a = ++next;
            long startNs = System.nanoTime();
            long sum = service.fourLongs(a, 2, 3, 4);
            long tookNs = System.nanoTime() - startNs;
            check(sum);
            samples.recordValue(tookNs * 1000);
        }
    }

    @Override
    public void exchange() throws RemoteException {
        check(service.fourLongs(++next, 2, 3, 4));
    }

    private void check(long sum) {
        long expected = next + 2 + 3 + 4 + uid;
        if (sum != expected) {
            throw new IllegalStateException("wrong sum: expected=" + expected + ", returned=" + sum);
        }
    }
}
