package io.bindery.bench.peers;

import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** A stream through one of Agrona's single-producer single-consumer ring buffers, as large as a stream ring of Bindery. */
public final class AgronaOneway implements Peer {
    public static final String NAME = "agrona-ring-oneway";

    private static final String RING = "ring";
    private static final int CAPACITY = 64 << 10;
    private static final int MOST_MESSAGES = 256;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        return AeronEnd.JVM_FLAGS;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Sender(directory, AgronaRing.create(directory.resolve(RING), CAPACITY));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Receiver(directory, AgronaRing.open(directory.resolve(RING)));
    }

    private static final class Sender extends StreamEnd.Sender {
        private final OneToOneRingBuffer ring;
        private final Patience patience = new Patience("room in a ring buffer");

        Sender(Path directory, OneToOneRingBuffer ring) throws IOException {
            super(NAME, directory);
            this.ring = ring;
        }

        @Override
        void send(long sequence) {
            int at = AgronaRing.claim(ring, StreamMessage.BYTES, patience);
            BufferMessage.write(ring.buffer(), at, sequence);
            ring.commit(at);
        }
    }

    private static final class Receiver extends StreamEnd.Receiver {
        private final OneToOneRingBuffer ring;
        private final Patience patience = new Patience("a message in a ring buffer");
        private final MessageHandler onMessage;

        Receiver(Path directory, OneToOneRingBuffer ring) throws IOException {
            super(directory);
            this.ring = ring;
            onMessage = (type, buffer, at, length) -> BufferMessage.read(buffer, at, sink());
        }

        @Override
        void receive() {
            AgronaRing.awaitOne(ring, onMessage, MOST_MESSAGES, patience);
        }
    }
}
