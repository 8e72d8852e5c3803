package io.bindery.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.HostileCalls;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.system.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A control socket without a driver behind it: any bytes out, whole messages in. */
final class RawSocket implements AutoCloseable {
    /** Stands for the end of the stream. */
    static final int HUNG_UP = 0;

    private static final int HEADER_BYTES = 8;

    /** A message that came; {@code bytes} is all of it, the body begins at 8. */
    record Message(int type, byte[] bytes) {
        ByteBuffer body() {
            return ByteBuffer.wrap(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The text at an offset of the body. */
        String text(int offset) {
            ByteBuffer body = body().position(offset).order(ByteOrder.LITTLE_ENDIAN);
            byte[] text = new byte[body.getInt()];
            body.get(text);
            return new String(text, UTF_8);
        }
    }

    private final int descriptor;
    private final SocketMessage incoming = new SocketMessage(1 << 16);
    private final Deque<Integer> descriptors = new ArrayDeque<>();
    private byte[] unread = {};
    private boolean hungUp;

    RawSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    static RawSocket connect(Path endpoint) throws IOException {
        int fd = UnixSocket.stream();
        UnixSocket.connect(fd, endpoint);
        return new RawSocket(fd);
    }

    /** Sends bytes, and descriptors with the first; nothing if the other side has hung up. */
    void send(byte[] bytes, int... passed) {
        int[] sent = {0};
        Eventually.await("the socket takes " + bytes.length + " bytes", () -> {
            byte[] rest = Arrays.copyOfRange(bytes, sent[0], bytes.length);
            int result = HostileCalls.send(descriptor, rest, sent[0] == 0 ? passed : new int[0]);
            if (result == -Errno.EPIPE || result == -Errno.ECONNRESET) {
                return true;
            }
            sent[0] += Math.max(result, 0);
            return sent[0] == bytes.length;
        });
    }

    /** Waits for the next message. */
    Message receive() {
        Eventually.await("a message", () -> isWhole() || hungUp || !readMore());
        if (!isWhole()) {
            return new Message(HUNG_UP, new byte[HEADER_BYTES]);
        }
        byte[] bytes = Arrays.copyOf(unread, nextLength());
        unread = Arrays.copyOfRange(unread, bytes.length, unread.length);
        return new Message(bytes[0], bytes);
    }

    /** As {@link #receive()}, for a message of this type; doorbells before it are passed over. */
    Message expect(int type) {
        Message next = receive();
        while (next.type == Wire.DOORBELL && type != Wire.DOORBELL) {
            next = receive();
        }
        if (next.type != type) {
            String why = next.type == Wire.BYE ? next.text(0) : "";
            throw new AssertionError("expected a message of type " + type + " but got " + next.type + " " + why);
        }
        return next;
    }

    /** Waits for the end of the session, and returns the reason that the other side gave; empty if it gave none. */
    String awaitEnd() {
        String reason = "";
        while (true) {
            Message next = receive();
            switch (next.type) {
                case HUNG_UP -> {
                    return reason;
                }
                case Wire.BYE -> reason = next.text(0);
                case Wire.REFUSE -> reason = next.text(4);
                default -> {} // what was on its way before
            }
        }
    }

    /** Whether the other side has hung up, as far as one look tells. */
    boolean hasEnded() {
        while (!hungUp) {
            int before = unread.length;
            boolean ignored = readMore();
            if (unread.length == before) {
                return hungUp;
            }
        }
        return true;
    }

    private boolean isWhole() {
        return unread.length > 0 && unread.length >= nextLength();
    }

    private int nextLength() {
        if (unread[0] == Wire.DOORBELL) {
            return 1;
        }
        return unread.length < HEADER_BYTES
                ? Integer.MAX_VALUE
                : ByteBuffer.wrap(unread).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    }

    /** Reads what is there; returns whether the answer is still open. */
    private boolean readMore() {
        try {
            int length = incoming.receive(descriptor);
            if (length == -Errno.EAGAIN) {
                return true;
            }
            hungUp = length <= 0;
            for (int i = 0; i < incoming.descriptorCount(); i++) {
                descriptors.add(incoming.takeDescriptor(i));
            }
            if (length > 0) {
                int before = unread.length;
                unread = Arrays.copyOf(unread, before + length);
                MemorySegment.copy(incoming.buffer(), 0, MemorySegment.ofArray(unread), before, length);
            }
            return !isWhole() && !hungUp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The descriptor that came with the message received last; the caller closes it. */
    int takeDescriptor() {
        return descriptors.remove();
    }

    @Override
    public void close() {
        descriptors.forEach(FileDescriptors::close);
        descriptors.clear();
        incoming.close();
        FileDescriptors.close(descriptor);
    }
}
