package io.bindery.bench.calls;

import io.bindery.bench.baseline.SharedWords;
import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.rig.Workload;
import org.HdrHistogram.Histogram;

/**
 * Typed oneway calls of 64 bytes, one after the other for as long as the burst goes on. The server checks that each is
 * the one that is due and is undamaged; the burst ends when it has counted them all.
 */
public final class OnewayStream implements Workload {
    /** The server shows every so many messages how far it is. */
    static final int COUNT_EVERY = BURST_UNIT;

    private final RigService service;
    private final SharedWords counted;
    private long next;

    /**
     * Tells the server to begin to count.
     *
     * @throws Exception if the memory could not be shared, or the server failed
     */
    public OnewayStream(RigService service) throws Exception {
        this.service = service;
        try (SharedDirectory directory = SharedDirectory.create()) {
            counted = SharedWords.create(directory.path().resolve(RigServer.COUNT_FILE), RigServer.COUNT_BYTES);
            service.countMessages(directory.path().toString());
        }
    }

    @Override
    public String name() {
        return "oneway-64";
    }

    @Override
    public void burst(int operations, Histogram samples) throws Exception {
        long startNs = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            publish(next++);
        }
        counted.awaitAtLeastAcquire(RigServer.COUNT, next);
        samples.recordValue((System.nanoTime() - startNs) * 1000 / operations);
    }

    private void publish(long sequence) throws Exception {
        service.publish(
                sequence,
                StreamMessage.word(sequence, 1),
                StreamMessage.word(sequence, 2),
                StreamMessage.word(sequence, 3),
                StreamMessage.word(sequence, 4),
                StreamMessage.word(sequence, 5),
                StreamMessage.word(sequence, 6),
                StreamMessage.checksum(sequence));
    }
}
