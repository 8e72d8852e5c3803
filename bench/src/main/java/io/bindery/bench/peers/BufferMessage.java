package io.bindery.bench.peers;

import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.baseline.StreamSink;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A {@link StreamMessage} in one of Agrona's buffers. */
final class BufferMessage {
    private static final int LAST = StreamMessage.BYTES - Long.BYTES;

    private BufferMessage() {}

    static void write(MutableDirectBuffer buffer, int at, long sequence) {
        buffer.putLong(at, sequence);
        for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
            buffer.putLong(at + word * Long.BYTES, StreamMessage.word(sequence, word));
        }
        buffer.putLong(at + LAST, StreamMessage.checksum(sequence));
    }

    static void read(DirectBuffer buffer, int at, StreamSink sink) {
        long sum = 0;
        for (int word = 0; word < StreamMessage.WORDS - 1; word++) {
            sum ^= buffer.getLong(at + word * Long.BYTES);
        }
        sink.accept(buffer.getLong(at), sum, buffer.getLong(at + LAST));
    }
}
