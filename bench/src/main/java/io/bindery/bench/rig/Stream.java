package io.bindery.bench.rig;

import org.HdrHistogram.Histogram;

/** A workload of messages that are not answered one by one. */
public interface Stream extends Workload {
    /**
     * Sends the next message, waiting for room where there is none.
     *
     * @throws Exception if the other side failed
     */
    void publish() throws Exception;

    /** Waits until the other side has taken all messages that were sent. */
    void awaitTaken() throws Exception;

    /** {@inheritDoc} The time of the burst counts until the other side has taken all of it. */
    @Override
    default void burst(int operations, Histogram samples) throws Exception {
        long startNs = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            publish();
        }
        awaitTaken();
        samples.recordValue((System.nanoTime() - startNs) * 1000 / operations);
    }
}
