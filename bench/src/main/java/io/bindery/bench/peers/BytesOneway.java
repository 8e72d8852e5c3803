package io.bindery.bench.peers;

import io.bindery.bench.baseline.StreamMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Both ends of a stream of messages over a stream of bytes: a write per message, a read of whatever there is. */
final class BytesOneway {
    private static final int READ_BYTES = 64 << 10;

    private BytesOneway() {}

    /** The client's end. */
    static final class Sender extends StreamEnd.Sender {
        private final StreamEnds.Lazy stream;
        private final ByteBuffer message = StreamEnds.buffer(StreamMessage.BYTES);

        Sender(String name, Path directory, StreamEnds.Connector connector) throws IOException {
            super(name, directory);
            stream = new StreamEnds.Lazy(connector);
        }

        @Override
        void send(long sequence) throws IOException {
            message.putLong(sequence);
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                message.putLong(StreamMessage.word(sequence, word));
            }
            message.putLong(StreamMessage.checksum(sequence));
            stream.get().write(message);
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** The server's end. */
    static final class Receiver extends StreamEnd.Receiver {
        private final StreamEnds.Lazy stream;
        private final ByteBuffer read = StreamEnds.buffer(READ_BYTES);

        Receiver(Path directory, StreamEnds.Connector connector) throws IOException {
            super(directory);
            stream = new StreamEnds.Lazy(connector);
        }

        @Override
        void receive() throws IOException {
            stream.get().readSome(read);
            read.flip();
            while (read.remaining() >= StreamMessage.BYTES) {
                take();
            }
            read.compact();
        }

        private void take() {
            long sequence = read.getLong();
            long sum = sequence;
            for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
                sum ^= read.getLong();
            }
            sink().accept(sequence, sum, read.getLong());
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
