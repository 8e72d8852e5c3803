package io.bindery.bench.baseline;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * The baseline of oneway calls: a single-producer single-consumer ring of 64-byte messages in plain shared memory, as
 * large as a stream ring of Bindery. The producer keeps the consumer's position cached and the other way round, so that
 * a line changes hands only when one side has caught up with what it last knew.
 */
public final class BareStream implements Peer {
    public static final String NAME = "bare-stream";

    private static final String CLIENT_FILE = "stream-client";
    private static final String SERVER_FILE = "stream-server";
    private static final long POSITION = 0;
    private static final long READY = 128;
    private static final int RECORDS = 4096;
    private static final int CAPACITY = 64 << 10;
    private static final int MASK = CAPACITY - 1;
    private static final int CLIENT_BYTES = RECORDS + CAPACITY;
    private static final int SERVER_BYTES = 4096;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Client(
                SharedWords.create(directory.resolve(CLIENT_FILE), CLIENT_BYTES),
                SharedWords.create(directory.resolve(SERVER_FILE), SERVER_BYTES));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Server(
                SharedWords.open(directory.resolve(SERVER_FILE), SERVER_BYTES),
                SharedWords.open(directory.resolve(CLIENT_FILE), CLIENT_BYTES));
    }

    private static final class Client implements Workload {
        private final SharedWords own;
        private final SharedWords peer;
        private long tail;
        private long cachedHead;
        private long sequence;
        private long bursts;

        Client(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void burst(int operations, Histogram samples) {
            peer.awaitAtLeastAcquire(READY, ++bursts);
            long startNs = System.nanoTime();
            for (int i = 0; i < operations; i++) {
                publish(sequence++);
            }
            peer.awaitAtLeastAcquire(POSITION, tail);
            samples.recordValue((System.nanoTime() - startNs) * 1000 / operations);
        }

        private void publish(long message) {
            if (tail - cachedHead == CAPACITY) {
                cachedHead = peer.awaitAtLeastAcquire(POSITION, tail - CAPACITY + StreamMessage.BYTES);
            }
            long record = RECORDS + (tail & MASK);
            own.setPlain(record, message);
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                own.setPlain(record + word * 8L, StreamMessage.word(message, word));
            }
            own.setPlain(record + (StreamMessage.WORDS - 1) * 8L, StreamMessage.checksum(message));
            tail += StreamMessage.BYTES;
            own.setRelease(POSITION, tail);
        }
    }

    private static final class Server implements Responder {
        private static final int PUBLISH_EVERY = CAPACITY / 4;

        private final SharedWords own;
        private final SharedWords peer;
        private long head;
        private long published;
        private long cachedTail;
        private long sequence;
        private long bursts;

        Server(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public void respond(int operations) {
            own.setRelease(READY, ++bursts);
            for (int i = 0; i < operations; i++) {
                if (cachedTail == head) {
                    cachedTail = peer.awaitAtLeastAcquire(POSITION, head + StreamMessage.BYTES);
                }
                take();
                if (head - published >= PUBLISH_EVERY) {
                    published = head;
                    own.setRelease(POSITION, head);
                }
            }
            published = head;
            own.setRelease(POSITION, head);
        }

        private void take() {
            long record = RECORDS + (head & MASK);
            long message = peer.getPlain(record);
            long sum = message;
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                sum ^= peer.getPlain(record + word * 8L);
            }
            long checksum = peer.getPlain(record + (StreamMessage.WORDS - 1) * 8L);
            StreamMessage.check(sequence++, message, sum, checksum);
            head += StreamMessage.BYTES;
        }
    }
}
