package io.bindery.bench.baseline;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Stream;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * The baseline of oneway calls: a single-producer single-consumer ring of messages in plain shared memory, as large as a
 * stream ring of Bindery. The sequence number of a message is stored last and is what the consumer waits for, so that a
 * message of 64 bytes is one cache line and nothing else changes hands; the consumer shows its position every quarter of
 * the ring.
 */
public final class BareStream implements Peer {
    public static final String NAME = "bare-stream";

    private static final String CLIENT_FILE = "stream-client";
    private static final String SERVER_FILE = "stream-server";
    private static final long HEAD = 0;
    private static final long READY = 128;
    private static final int RECORDS = 4096;

    /** In messages: 64 KiB, as a stream ring of Bindery. */
    private static final int CAPACITY = Integer.highestOneBit((64 << 10) / StreamMessage.BYTES);

    private static final int SHOW_HEAD_EVERY = CAPACITY / 4;
    private static final int CLIENT_BYTES = RECORDS + CAPACITY * StreamMessage.BYTES;
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

    private static final class Client implements Stream {
        private final SharedWords own;
        private final SharedWords peer;
        private long sequence;
        private long cachedHead;
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
                publish();
            }
            awaitTaken();
            samples.recordValue((System.nanoTime() - startNs) * 1000 / operations);
        }

        @Override
        public void awaitTaken() {
            peer.awaitAtLeastAcquire(HEAD, sequence);
        }

        @Override
        public void publish() {
            long message = ++sequence;
            if (message - cachedHead > CAPACITY) {
                cachedHead = peer.awaitAtLeastAcquire(HEAD, message - CAPACITY);
            }
            long record = place(message);
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                own.setPlain(record + word * 8L, StreamMessage.word(message, word));
            }
            own.setPlain(record + (StreamMessage.WORDS - 1) * 8L, StreamMessage.checksum(message));
            own.setRelease(record, message);
        }
    }

    private static final class Server implements StreamResponder {
        private final SharedWords own;
        private final SharedWords peer;
        private final StreamSink sink = new StreamSink();
        private long sequence;
        private long bursts;

        Server(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public StreamSink sink() {
            return sink;
        }

        @Override
        public void respond(int operations) {
            own.setRelease(READY, ++bursts);
            for (int i = 0; i < operations; i++) {
                take(++sequence);
                if (sequence % SHOW_HEAD_EVERY == 0) {
                    own.setRelease(HEAD, sequence);
                }
            }
            own.setRelease(HEAD, sequence);
        }

        private void take(long expected) {
            long record = place(expected);
            long message = peer.awaitAtLeastAcquire(record, expected);
            long sum = message;
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                sum ^= peer.getPlain(record + word * 8L);
            }
            long checksum = peer.getPlain(record + (StreamMessage.WORDS - 1) * 8L);
            sink.accept(message, sum, checksum);
        }
    }

    private static long place(long sequence) {
        return RECORDS + (sequence & CAPACITY - 1) * StreamMessage.BYTES;
    }
}
