package io.bindery.bench.peers;

import io.bindery.bench.rig.RoundTrip;
import org.HdrHistogram.Histogram;

/** The client's end of a round trip that does the work of {@code four-longs}. */
abstract class SumClient implements RoundTrip {
    /** Bytes of a request: four longs. */
    static final int REQUEST_BYTES = 4 * Long.BYTES;

    /** Bytes of a reply: a long. */
    static final int REPLY_BYTES = Long.BYTES;

    /** Where Bindery's handler adds the caller's uid. */
    private static final long SALT = 0x5eed;

    private final String name;
    private long next;

    SumClient(String name) {
        this.name = name;
    }

    /** What the server has to answer. */
    static long sum(long a, long b, long c, long d) {
        return a + b + c + d + SALT;
    }

    /** Sends four longs and returns the long that comes back. */
    abstract long call(long a, long b, long c, long d) throws Exception;

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void exchange() throws Exception {
        check(call(++next, 2, 3, 4));
    }

    @Override
    public final void burst(int operations, Histogram samples) throws Exception {
        exchange();
        for (int i = 0; i < operations; i++) {
            long a = ++next;
            long startNs = System.nanoTime();
            long sum = call(a, 2, 3, 4);
            long tookNs = System.nanoTime() - startNs;
            check(sum);
            samples.recordValue(tookNs * 1000);
        }
    }

    private void check(long sum) {
        if (sum != sum(next, 2, 3, 4)) {
            throw new IllegalStateException(
                    "wrong sum: peer=" + name + ", expected=" + sum(next, 2, 3, 4) + ", returned=" + sum);
        }
    }
}
