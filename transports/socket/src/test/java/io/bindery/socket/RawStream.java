package io.bindery.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A peer without a driver: messages and records as in docs/protocol.md, written and read by hand. Reads block. */
final class RawStream implements AutoCloseable {
    static final int HELLO = 2;
    static final int WELCOME = 3;
    static final int OPEN_LANE = 5;
    static final int LANE_OPENED = 6;
    static final int RECORD = 14;
    static final int SYNC = 0;
    static final int ONEWAY = 1;

    private static final int HEADER_BYTES = 8;
    private static final int HELLO_BYTES = 40;
    private static final int LANES_IN_STREAM = 0x426e6473;
    private static final int VERSION = 1;
    private static final int REQUEST = 1;
    private static final int ONEWAY_REQUEST = 3;
    private static final int REQUEST_BYTES = 24;

    private final SocketChannel channel;

    /** @param channel connected */
    RawStream(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and shakes hands. */
    static RawStream connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean ignored = channel.connect(UnixDomainSocketAddress.of(socket));
        RawStream stream = new RawStream(channel);
        stream.sendHello(HELLO);
        stream.expect(WELCOME);
        return stream;
    }

    void sendHello(int type) throws IOException {
        int pid = (int) ProcessHandle.current().pid();
        ByteBuffer hello = begin(type, HELLO_BYTES);
        hello.putInt(LANES_IN_STREAM).putInt(VERSION).putInt(pid).putInt(pid).putInt(pid);
        hello.putLong(System.nanoTime()).putLong(hashCode()).putInt(0);
        write(hello);
    }

    void openLane(int lane, int kind) throws IOException {
        write(begin(OPEN_LANE, 8).putInt(lane).putInt(kind));
        expect(LANE_OPENED);
    }

    void answerLaneOpened(int lane) throws IOException {
        write(begin(LANE_OPENED, 4).putInt(lane));
    }

    /** Calls the root object, as the first on the lane. */
    void request(int lane, int code, long argument) throws IOException {
        record(lane, REQUEST, 1, 1, code, argument);
    }

    void oneway(int lane, int sequence, int code, long argument) throws IOException {
        record(lane, ONEWAY_REQUEST, sequence, 0, code, argument);
    }

    private void record(int lane, int kind, int sequence, long chain, int code, long argument) throws IOException {
        ByteBuffer record = begin(RECORD, 8 + REQUEST_BYTES + Long.BYTES);
        record.put(1, (byte) kind).put(2, (byte) 1);
        record.putInt(lane).putInt(sequence);
        record.putInt(0).putInt(code).putLong(chain).putInt(0).putInt(0).putLong(argument);
        write(record);
    }

    private static ByteBuffer begin(int type, int bodyBytes) {
        int length = HEADER_BYTES + bodyBytes;
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return message.putInt(type).putInt(length);
    }

    private void write(ByteBuffer message) throws IOException {
        message.flip();
        while (message.hasRemaining()) {
            int ignored = channel.write(message);
        }
    }

    void shutDownWriting() throws IOException {
        SocketChannel ignored = channel.shutdownOutput();
    }

    /** Reads messages up to one of this type, and returns its body. */
    ByteBuffer expect(int type) throws IOException {
        while (true) {
            ByteBuffer header = read(HEADER_BYTES);
            if (header == null) {
                throw new IOException("the other side hung up: awaited type=" + type);
            }
            ByteBuffer body = read(header.getInt(4) - HEADER_BYTES);
            if (body != null && header.get(0) == type) {
                return body;
            }
        }
    }

    /** Reads all that comes until the other side hangs up. */
    void awaitEnd() throws IOException {
        ByteBuffer dropped = ByteBuffer.allocate(1024);
        while (channel.read(dropped) >= 0) {
            dropped.clear();
        }
    }

    /** Returns null at the end of the stream. */
    private @Nullable ByteBuffer read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
