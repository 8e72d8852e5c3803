package io.bindery.internal.shm;

import io.bindery.internal.control.ControlThread;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The Unix socket of a session: messages in order, descriptors with them. Sending never blocks: what the socket does not
 * take waits in a bounded queue.
 *
 * <p><b>Threading:</b> {@link #send} from any thread; all else on the control thread.
 */
final class ControlSocket {
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final int MAX_QUEUED_DESCRIPTORS = 16;
    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** What is told of the socket. */
    interface Listener {
        /** One whole message; the buffer's position is at its body. */
        void onFrame(byte type, ByteBuffer body, Credentials sender) throws IOException;

        /** The socket has hung up, or the peer has sent what no correct peer sends. */
        void onEnd(String reason);
    }

    /** A message on its way, and what goes with it. */
    private static final class Outgoing {
        final byte[] bytes;
        final @Nullable Outbox attachment;

        Outgoing(byte[] bytes, @Nullable Outbox attachment) {
            this.bytes = bytes;
            this.attachment = attachment;
        }
    }

    private static final Outgoing DOORBELL = new Outgoing(new byte[] {Frame.DOORBELL}, null);

    /** Memory for one message in each direction, shared by all sockets of a control thread. */
    static final class Scratch implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final SocketMessage receiver = new SocketMessage(Frame.MAX_BYTES);
        private final SocketMessage sender = new SocketMessage(1);
        private final MemorySegment outgoing = arena.allocate(Frame.MAX_BYTES);
        private final MemorySegment doorbell = arena.allocateFrom(ValueLayout.JAVA_BYTE, Frame.DOORBELL);

        @Override
        public void close() {
            receiver.close();
            sender.close();
            arena.close();
        }
    }

    private final int descriptor;
    private final Scratch scratch;
    private final ControlThread control;
    private final Listener listener;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final ArrayDeque<Integer> received = new ArrayDeque<>();
    private ByteBuffer incoming = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private int sentOfFirst;
    private long queuedBytes;
    private boolean held;
    private boolean closed;
    private long watch;

    ControlSocket(int descriptor, Scratch scratch, ControlThread control, Listener listener) {
        this.descriptor = descriptor;
        this.scratch = scratch;
        this.control = control;
        this.listener = listener;
    }

    void open() throws IOException {
        watch = control.watch(descriptor, this::onReady);
    }

    // ---- sending

    /** Sends or queues a message. The attachment's descriptor is closed once it is out. */
    synchronized void send(byte[] bytes, @Nullable Outbox attachment) {
        if (closed) {
            if (attachment != null) {
                attachment.closeDescriptor();
            }
            return;
        }
        enqueue(new Outgoing(bytes, attachment));
    }

    private void enqueue(Outgoing message) {
        queue.addLast(message);
        queuedBytes += message.bytes.length;
        if (queue.size() == 1 && !held) {
            flush();
        }
        if (queuedBytes > MAX_QUEUED_BYTES) {
            queuedBytes = 0;
            control.execute(() -> listener.onEnd("the peer does not read its control socket"));
        }
    }

    /** Sends a doorbell; as {@link #send}, but allocates nothing as long as the socket takes it at once. */
    synchronized void ringDoorbell() {
        if (closed) {
            return;
        }
        if (!queue.isEmpty() || held || !sendDoorbell()) {
            enqueue(DOORBELL);
        }
    }

    private boolean sendDoorbell() {
        synchronized (scratch) {
            try {
                return scratch.sender.send(descriptor, scratch.doorbell, 1, -1) == 1;
            } catch (IOException e) {
                return false; // as a queued message it fails again, and is reported
            }
        }
    }

    /** From now on messages wait for {@link #sendAhead}. */
    synchronized void hold() {
        held = true;
    }

    /** Sends a message before all those that wait, and then these. */
    synchronized void sendAhead(byte[] bytes) {
        held = false;
        if (!closed) {
            queue.addFirst(new Outgoing(bytes, null));
            queuedBytes += bytes.length;
            flush();
        }
    }

    private synchronized void flush() {
        if (held) {
            return;
        }
        try {
            while (!queue.isEmpty() && sendFirst()) {
                Outgoing done = queue.removeFirst();
                queuedBytes -= done.bytes.length;
                sentOfFirst = 0;
                if (done.attachment != null) {
                    done.attachment.closeDescriptor();
                }
            }
            if (!closed) {
                control.watchOutput(watch, !queue.isEmpty());
            }
        } catch (IOException e) {
            control.execute(() -> listener.onEnd(String.valueOf(e.getMessage())));
        }
    }

    /** Returns whether the first message is out as a whole. */
    private boolean sendFirst() throws SystemCallException {
        Outgoing first = queue.getFirst();
        int left = first.bytes.length - sentOfFirst;
        int attached = first.attachment != null && sentOfFirst == 0 ? first.attachment.descriptor() : -1;
        int sent;
        synchronized (scratch) {
            MemorySegment.copy(MemorySegment.ofArray(first.bytes), sentOfFirst, scratch.outgoing, 0, left);
            sent = first.bytes[0] == Frame.HELLO || first.bytes[0] == Frame.WELCOME
                    ? scratch.sender.sendWithCredentials(descriptor, scratch.outgoing, left, attached)
                    : scratch.sender.send(descriptor, scratch.outgoing, left, attached);
        }
        if (sent > 0) {
            sentOfFirst += sent;
        }
        return sentOfFirst == first.bytes.length;
    }

    // ---- receiving

    private void onReady(int events) {
        if ((events & io.bindery.internal.linux.Epoll.OUT) != 0) {
            flush();
        }
        if ((events & ~io.bindery.internal.linux.Epoll.OUT) == 0) {
            return;
        }
        try {
            receiveAll();
        } catch (ProtocolViolationException | IOException e) {
            listener.onEnd(String.valueOf(e.getMessage()));
        }
    }

    private void receiveAll() throws IOException {
        while (!closed) {
            SocketMessage message = scratch.receiver;
            int length = message.receive(descriptor);
            if (length == 0) {
                listener.onEnd("the peer closed its socket");
                return;
            }
            if (length < 0) {
                if (length != -io.bindery.internal.linux.Errno.EAGAIN) {
                    listener.onEnd("the socket failed: " + io.bindery.internal.linux.Errno.describe(-length));
                }
                return;
            }
            if (message.truncated()) {
                throw new ProtocolViolationException("descriptors were lost on the way: this process is short of them"
                        + " (raise RLIMIT_NOFILE), or the peer sent too many");
            }
            for (int i = 0; i < message.descriptorCount(); i++) {
                received.addLast(message.takeDescriptor(i));
            }
            if (received.size() > MAX_QUEUED_DESCRIPTORS) {
                throw new ProtocolViolationException("descriptors without messages: count=" + received.size());
            }
            append(message.buffer(), length);
            deliver(message.credentials());
        }
    }

    private void append(MemorySegment source, int length) {
        if (incoming.remaining() < length) {
            ByteBuffer larger =
                    ByteBuffer.allocate(incoming.position() + length).order(ByteOrder.LITTLE_ENDIAN);
            incoming.flip();
            incoming = larger.put(incoming);
        }
        MemorySegment.copy(source, 0, MemorySegment.ofArray(incoming.array()), incoming.position(), length);
        incoming.position(incoming.position() + length);
    }

    private void deliver(@Nullable Credentials sender) throws IOException {
        Credentials from = sender == null ? new Credentials(0, -1, -1) : sender;
        incoming.flip();
        while (incoming.hasRemaining() && !closed) {
            int start = incoming.position();
            byte type = incoming.get(start);
            if (type == Frame.DOORBELL) {
                incoming.position(start + 1);
                listener.onFrame(type, NO_BODY, from);
                continue;
            }
            if (incoming.remaining() < Frame.HEADER_BYTES) {
                break;
            }
            int length = incoming.getInt(start + 4);
            if (length < Frame.HEADER_BYTES || length > Frame.MAX_BYTES) {
                throw new ProtocolViolationException("malformed message: type=" + type + " length=" + length);
            }
            if (incoming.remaining() < length) {
                break;
            }
            ByteBuffer body = incoming.slice(start + Frame.HEADER_BYTES, length - Frame.HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            incoming.position(start + length);
            try {
                listener.onFrame(type, body, from);
            } catch (java.nio.BufferUnderflowException e) {
                throw new ProtocolViolationException("message too short: type=" + type + " length=" + length, e);
            }
        }
        incoming.compact();
    }

    /** Takes the descriptor that came with the message being delivered. */
    int takeDescriptor() {
        Integer fd = received.pollFirst();
        if (fd == null) {
            throw new ProtocolViolationException("a message came without its descriptor");
        }
        return fd;
    }

    // ---- the end

    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        control.unwatch(watch);
        queue.forEach(outgoing -> {
            if (outgoing.attachment != null) {
                outgoing.attachment.closeDescriptor();
            }
        });
        queue.clear();
        received.forEach(FileDescriptors::close);
        received.clear();
        FileDescriptors.close(descriptor);
    }
}
