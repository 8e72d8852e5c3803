package io.bindery.bench.peers;

import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** A stream through a Chronicle queue in files in memory, which keeps all of it. */
public final class ChronicleOneway implements Peer {
    public static final String NAME = "chronicle-queue-oneway";

    private static final String QUEUE = "queue";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        return ChronicleQueuePeer.JVM_FLAGS;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Sender(directory, ChronicleQueuePeer.open(directory.resolve(QUEUE)));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Receiver(directory, ChronicleQueuePeer.open(directory.resolve(QUEUE)));
    }

    private static final class Sender extends StreamEnd.Sender {
        private final ChronicleQueue queue;
        private final ExcerptAppender appender;

        Sender(Path directory, ChronicleQueue queue) throws IOException {
            super(NAME, directory);
            this.queue = queue;
            appender = ChronicleQueuePeer.appender(queue);
        }

        @Override
        void send(long sequence) {
            try (DocumentContext document = appender.writingDocument()) {
                Bytes<?> bytes = ChronicleQueuePeer.bytes(document);
                bytes.writeLong(sequence);
                for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                    bytes.writeLong(StreamMessage.word(sequence, word));
                }
                bytes.writeLong(StreamMessage.checksum(sequence));
            }
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private static final class Receiver extends StreamEnd.Receiver {
        private final ChronicleQueue queue;
        private final ExcerptTailer tailer;
        private final Patience patience = new Patience("a message in a queue");

        Receiver(Path directory, ChronicleQueue queue) throws IOException {
            super(directory);
            this.queue = queue;
            tailer = ChronicleQueuePeer.tailer(queue);
        }

        @Override
        void receive() {
            try (DocumentContext document = tailer.readingDocument()) {
                if (document.isPresent()) {
                    patience.renew();
                    take(ChronicleQueuePeer.bytes(document));
                    return;
                }
            }
            patience.spin();
        }

        private void take(Bytes<?> bytes) {
            long sequence = bytes.readLong();
            long sum = sequence;
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                sum ^= bytes.readLong();
            }
            sink().accept(sequence, sum, bytes.readLong());
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
