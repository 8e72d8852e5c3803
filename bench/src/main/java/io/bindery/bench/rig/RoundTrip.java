package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/** A workload of which each operation waits for an answer, so that operations can be told apart and paced. */
public interface RoundTrip extends Workload {
    /**
     * Does one operation and checks its result.
     *
     * @throws IllegalStateException if the result is not what it must be
     * @throws Exception if the other side failed
     */
    void exchange() throws Exception;

    /** {@inheritDoc} One exchange goes first, untimed. */
    @Override
    default void burst(int operations, Histogram samples) throws Exception {
        exchange();
        for (int i = 0; i < operations; i++) {
            long startNs = System.nanoTime();
            exchange();
            samples.recordValue((System.nanoTime() - startNs) * 1000);
        }
    }
}
