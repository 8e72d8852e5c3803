package io.bindery.internal.session;

import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.Epoll;
import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.ControlLoop;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
public final class ControlSocket implements MessagePort, DescriptorPort {
    private static final Logger LOGGER = System.getLogger("io.bindery.transport");
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final int MOST_RECEIVES_AT_END = 1024;

    /** What a descriptor is that the kernel dropped. */
    public static final int LOST = Session.LOST;

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A message on its way, and what goes with it. */
    private static final class Outgoing {
        final byte[] bytes;
        final @Nullable Attachment attachment;

        Outgoing(byte[] bytes, @Nullable Attachment attachment) {
            this.bytes = bytes;
            this.attachment = attachment;
        }
    }

    private static final Outgoing DOORBELL = new Outgoing(new byte[] {Frame.DOORBELL}, null);

    /** Memory for one message in each direction, shared by all sockets of a control thread. */
    public static final class Scratch implements AutoCloseable {
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
    private final ControlLoop control;
    private final Listener listener;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final ReceivedDescriptors received = new ReceivedDescriptors();
    private ByteBuffer incoming = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private int sentOfFirst;
    private long queuedBytes;
    private boolean watchesOutput;
    private boolean held;
    private boolean broken;
    private boolean closed;
    private long watch;

    /** Takes over the descriptor. */
    public ControlSocket(int descriptor, Scratch scratch, ControlLoop control, Listener listener) {
        this.descriptor = descriptor;
        this.scratch = scratch;
        this.control = control;
        this.listener = listener;
    }

    @Override
    public void open() throws IOException {
        watch = control.watch(descriptor, this::onReady);
    }

    // ---- sending

    @Override
    public void send(byte[] message) {
        send(message, null);
    }

    /** Sends or queues a message. The attachment's descriptor is closed once it is out. */
    public synchronized void send(byte[] bytes, @Nullable Attachment attachment) {
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

    /** Allocates nothing as long as the socket takes it at once. */
    @Override
    public synchronized void ring() {
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

    @Override
    public synchronized boolean trySend(byte[] bytes, int[] descriptors, int from, int count)
            throws SystemCallException {
        if (!queue.isEmpty()) {
            flush();
        }
        if (closed || held || !queue.isEmpty()) {
            return false;
        }
        int sent;
        synchronized (scratch) {
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, scratch.outgoing, 0, bytes.length);
            sent = scratch.sender.send(descriptor, scratch.outgoing, bytes.length, descriptors, from, count);
        }
        if (sent > 0 && sent < bytes.length) {
            throw new IllegalStateException("the kernel divided a short message: sent=" + sent); // it never does
        }
        return sent > 0;
    }

    @Override
    public synchronized void hold() {
        held = true;
    }

    @Override
    public synchronized void sendAhead(byte[] bytes) {
        held = false;
        if (!closed) {
            queue.addFirst(new Outgoing(bytes, null));
            queuedBytes += bytes.length;
            flush();
        }
    }

    @Override
    public synchronized void sendLast(byte[] bytes) {
        held = false;
        if (!closed) {
            queue.addLast(new Outgoing(bytes, null));
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
            if (!closed && watchesOutput == queue.isEmpty()) {
                watchesOutput = !watchesOutput;
                control.watchOutput(watch, watchesOutput);
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
        if ((events & Epoll.OUT) != 0) {
            flush();
        }
        if ((events & ~Epoll.OUT) == 0) {
            return;
        }
        boolean failed = true;
        try {
            receiveAll();
            failed = false;
        } catch (ProtocolViolationException | IOException e) {
            listener.onFailure(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a message on a control socket could not be handled", e);
            listener.onFailure("a message could not be handled: " + e);
        } finally {
            broken |= failed; // what comes behind a message that could not be read means nothing
            scratch.receiver.closeDescriptors();
        }
    }

    /** Receives what has come until now, as if the socket had become readable. */
    public void receiveNow() {
        onReady(Epoll.IN);
    }

    private void receiveAll() throws IOException {
        boolean more = true;
        while (more && !closed && !broken) {
            more = receiveOnce();
        }
    }

    /** Receives what the peer sent before it ended, as far as it fits a socket. */
    public void receiveRest() {
        try {
            for (int i = 0; i < MOST_RECEIVES_AT_END && !broken && receiveOnce(); i++) {
                Thread.onSpinWait();
            }
        } catch (ProtocolViolationException | IOException e) {
            listener.onEnd(String.valueOf(e.getMessage()));
        }
    }

    /** Returns false when nothing is there, or nothing will ever come. */
    private boolean receiveOnce() throws IOException {
        SocketMessage message = scratch.receiver;
        int length = message.receive(descriptor);
        if (length == 0) {
            listener.onEnd("the peer closed its socket");
            return false;
        }
        if (length < 0) {
            if (length != -Errno.EAGAIN) {
                listener.onEnd("the socket failed: " + Errno.describe(-length));
            }
            return false;
        }
        received.add(message);
        append(message.buffer(), length);
        deliver(message.credentials());
        received.check(incoming.position() == 0);
        return true;
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
        incoming.flip();
        while (incoming.hasRemaining() && !closed) {
            int start = incoming.position();
            byte type = incoming.get(start);
            if (type == Frame.DOORBELL) {
                incoming.position(start + 1);
                listener.onFrame(type, NO_BODY, sender);
                continue;
            }
            if (incoming.remaining() < Frame.HEADER_BYTES) {
                break;
            }
            int length = incoming.getInt(start + 4);
            Frame.checkLength(type, length, Frame.MAX_BYTES);
            if (incoming.remaining() < length) {
                break;
            }
            ByteBuffer body = incoming.slice(start + Frame.HEADER_BYTES, length - Frame.HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            incoming.position(start + length);
            try {
                listener.onFrame(type, body, sender);
            } catch (java.nio.BufferUnderflowException e) {
                throw new ProtocolViolationException("message too short: type=" + type + " length=" + length, e);
            }
        }
        incoming.compact();
    }

    /** Takes the descriptor that came with the message being delivered; {@link #LOST} if the kernel dropped it. */
    public int takeDescriptor() {
        return received.take();
    }

    @Override
    public int[] takeDescriptors(int count) {
        return received.take(count);
    }

    // ---- the end

    @Override
    public synchronized void close() {
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
        received.close();
        FileDescriptors.close(descriptor);
    }
}
