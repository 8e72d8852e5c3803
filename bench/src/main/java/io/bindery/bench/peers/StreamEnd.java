package io.bindery.bench.peers;

import io.bindery.bench.baseline.SharedWords;
import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.baseline.StreamResponder;
import io.bindery.bench.baseline.StreamSink;
import io.bindery.bench.rig.Stream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Both ends of a peer's stream of {@link StreamMessage}s. That all of a burst was taken is shown beside the stream, in
 * shared memory.
 */
final class StreamEnd {
    private static final String FILE = "taken";
    private static final int BYTES = 4096;
    private static final long TAKEN = 0;

    private StreamEnd() {}

    /** The client's end. */
    abstract static class Sender implements Stream {
        private final String name;
        private final SharedWords shown;
        private long last;

        Sender(String name, Path directory) throws IOException {
            this.name = name + "-" + StreamMessage.BYTES;
            shown = SharedWords.create(directory.resolve(FILE), BYTES);
        }

        /** Sends message number {@code sequence}. */
        abstract void send(long sequence) throws Exception;

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final void publish() throws Exception {
            send(++last);
        }

        @Override
        public final void awaitTaken() {
            shown.awaitAtLeastAcquire(TAKEN, last);
        }
    }

    /** The server's end. */
    abstract static class Receiver implements StreamResponder {
        private final StreamSink sink = new StreamSink();
        private final SharedWords shown;

        Receiver(Path directory) throws IOException {
            shown = SharedWords.open(directory.resolve(FILE), BYTES);
        }

        /** Waits for messages and gives some to the sink. */
        abstract void receive() throws Exception;

        @Override
        public final StreamSink sink() {
            return sink;
        }

        @Override
        public final void respond(int operations) {
            long last = sink.taken() + operations;
            try {
                while (sink.taken() < last) {
                    receive();
                }
            } catch (Exception e) {
                close(); // so that a client that waits for room does not wait for ever
                throw new IllegalStateException(
                        "not received: end=" + getClass().getName(), e);
            }
            shown.setRelease(TAKEN, last);
        }
    }
}
