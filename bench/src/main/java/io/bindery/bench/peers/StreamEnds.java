package io.bindery.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Both ends of the peers that are streams of bytes. An end connects when it is used first. */
final class StreamEnds {
    private StreamEnds() {}

    /** Connects an end; may wait for the other. */
    interface Connector {
        ByteStream connect() throws IOException;
    }

    /** The client's end. */
    static final class Client extends SumClient {
        private final Lazy stream;
        private final int burstUnit;
        private final ByteBuffer request = buffer(REQUEST_BYTES);
        private final ByteBuffer reply = buffer(REPLY_BYTES);

        Client(String name, int burstUnit, Connector connector) {
            super(name);
            this.burstUnit = burstUnit;
            stream = new Lazy(connector);
        }

        @Override
        public int burstUnit() {
            return burstUnit;
        }

        @Override
        long call(long a, long b, long c, long d) throws IOException {
            ByteStream connected = stream.get();
            connected.write(request.putLong(a).putLong(b).putLong(c).putLong(d));
            connected.read(reply);
            return reply.getLong();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** The server's end. */
    static final class Server extends SumServer {
        private final Lazy stream;
        private final ByteBuffer request = buffer(SumClient.REQUEST_BYTES);
        private final ByteBuffer reply = buffer(SumClient.REPLY_BYTES);

        Server(Connector connector) {
            stream = new Lazy(connector);
        }

        @Override
        void serve() throws IOException {
            ByteStream connected = stream.get();
            connected.read(request);
            connected.write(reply.putLong(
                    SumClient.sum(request.getLong(), request.getLong(), request.getLong(), request.getLong())));
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** Outside the heap, as the JDK's channels want it. */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** A stream that is connected when it is first asked for. */
    static final class Lazy {
        private final Connector connector;
        private @Nullable ByteStream stream;

        Lazy(Connector connector) {
            this.connector = connector;
        }

        ByteStream get() throws IOException {
            ByteStream connected = stream;
            return connected == null ? connect() : connected;
        }

        private ByteStream connect() throws IOException {
            ByteStream connected = connector.connect();
            stream = connected;
            return connected;
        }

        void close() {
            ByteStream connected = stream;
            if (connected != null) {
                try {
                    connected.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
