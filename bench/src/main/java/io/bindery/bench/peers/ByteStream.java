package io.bindery.bench.peers;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A stream of bytes each way, over channels that block or do not; messages of known length. One thread. */
final class ByteStream implements AutoCloseable {
    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final Patience patience = new Patience("bytes in a channel");

    /** The ends that this process holds; they may be one and the same. */
    ByteStream(ReadableByteChannel in, WritableByteChannel out) {
        this.in = in;
        this.out = out;
    }

    /** Writes all of {@code buffer} and makes it ready to be filled again. */
    void write(ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (out.write(buffer) == 0) {
                patience.spin();
            }
        }
        patience.renew();
        buffer.clear();
    }

    /** Fills {@code buffer} and makes it ready to be read. */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            readSome(buffer);
        }
        buffer.flip();
    }

    /** Reads at least a byte, as many as there are and {@code buffer} has room for. */
    void readSome(ByteBuffer buffer) throws IOException {
        int read = in.read(buffer);
        while (read == 0) {
            patience.spin();
            read = in.read(buffer);
        }
        if (read < 0) {
            throw new EOFException("the other end is closed");
        }
        patience.renew();
    }

    @Override
    public void close() throws IOException {
        try (in;
                out) {
            // both, whatever becomes of the first
        }
    }
}
