package io.bindery.internal.mux;

import io.bindery.internal.linux.Epoll;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.session.DescriptorPort;
import io.bindery.internal.session.Frame;
import io.bindery.internal.session.MessagePort;
import io.bindery.transport.ControlLoop;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a session, as messages and lanes use it.
 *
 * <p><b>Who reads.</b> Whoever waits for a record reads the stream himself, spinning or sleeping on its descriptor, so that
 * neither request nor reply makes a hop through another thread; what he finds for others he puts where they look, and
 * wakes those who sleep. Such a thread <em>looks after</em> the stream. Only while nobody does, the control thread watches
 * it ({@link #look}, {@link #setLookedAfter}), and where call follows call it waits a moment with that ({@link Linger}).
 *
 * <p><b>Half-closed.</b> A peer that has shut down its writing end may still read: it is owed the answers to what it has
 * asked. The session lasts until these are out, or the peer hangs up; but it ends at once when this side waits for
 * anything that such a peer can no longer send.
 *
 * <p><b>Threading:</b> any thread. Messages are handed on to the control thread, in order.
 */
final class StreamChannel implements MessagePort, DescriptorPort, FrameReader.Frames {
    private static final Logger LOGGER = System.getLogger("io.bindery.transport");
    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int MAX_QUEUED_MESSAGE_BYTES = 1 << 20;

    static final String PEER_CLOSED = "the peer closed its end";

    private final ByteStream stream;
    private final ControlLoop control;
    private final Listener listener;
    private final Lanes lanes;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final ReentrantLock reading = new ReentrantLock();
    private final ConcurrentLinkedQueue<Message> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedMessageBytes = new AtomicInteger();
    private final AtomicBoolean doorbell = new AtomicBoolean();
    private boolean failed;

    /** Guards the fields below, and that the descriptors that epoll is told of are still ours. */
    private final Object interest = new Object();

    private long inWatch;
    private long outWatch;
    private int lookingAfter;
    private final Linger linger = new Linger();
    private boolean inputWatched;
    private boolean outputWatched;
    private volatile boolean halfClosed;
    private volatile boolean closed;

    /** A message for the control thread. */
    private static final class Message {
        final byte type;
        final byte[] body;

        Message(byte type, byte[] body) {
            this.type = type;
            this.body = body;
        }
    }

    /** The lanes of the session. */
    interface Lanes {
        /** Where a record goes; throws if there is no such lane. */
        RecordSink sink(int lane, boolean opener);

        /** The peer has room for oneway records up to {@code position}. Any thread. */
        void onCredit(long position);

        /** The peer waits for room. Any thread. */
        void onWantRoom();

        /** A message about descriptors has come. Who reads the stream. */
        void onDescriptors(byte type, ByteBuffer body);

        /** Whether the peer has asked what is not answered yet. Control thread. */
        boolean areAnswersOwed();

        /** Whether this side waits for anything of the peer's. Control thread. */
        boolean areAnswersAwaited();
    }

    StreamChannel(ByteStream stream, ControlLoop control, Listener listener, Lanes lanes, int maxRecord) {
        this.stream = stream;
        this.control = control;
        this.listener = listener;
        this.lanes = lanes;
        reader = new FrameReader(stream, this, maxRecord);
        writer = new FrameWriter(stream, this::updateInterest, this::onEnd);
    }

    // ---- receiving

    @Override
    public void open() throws IOException {
        synchronized (interest) {
            inWatch = control.watch(stream.inDescriptor(), this::onReady);
            inputWatched = true;
            outWatch = inWatch;
            if (stream.outDescriptor() != stream.inDescriptor()) {
                outWatch = control.watch(stream.outDescriptor(), this::onReady);
                control.setInterest(outWatch, false, false);
            }
        }
    }

    private void onReady(int events) {
        if ((events & Epoll.OUT) != 0) {
            writer.flush();
        }
        if ((events & ~Epoll.OUT) != 0) {
            look();
            if (halfClosed && (events & Epoll.HUP) != 0) {
                listener.onEnd(PEER_CLOSED);
            }
        }
    }

    @Override
    public void look() {
        boolean ignored = look(null);
    }

    /**
     * Takes in what has come, unless another thread is at it.
     *
     * @param lane for whose sake; it is not woken if it finds its own
     */
    boolean look(@Nullable Object lane) {
        if (closed || !reading.tryLock()) {
            return false;
        }
        try {
            return !closed && !isFlooded() && read(lane);
        } finally {
            reading.unlock();
        }
    }

    private boolean read(@Nullable Object lane) {
        if (failed) {
            return false;
        }
        try {
            return reader.read(lane);
        } catch (ProtocolViolationException e) {
            failed = true;
            control.execute(() -> listener.onFailure(String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** Messages come faster than the control thread handles them. */
    private boolean isFlooded() {
        return queuedMessageBytes.get() > MAX_QUEUED_MESSAGE_BYTES && !control.isCurrentThread();
    }

    @Override
    public RecordSink sink(int lane, boolean opener) {
        return lanes.sink(lane, opener);
    }

    @Override
    public void onMessage(byte type, byte[] body) {
        switch (type) {
            case Frame.CREDIT -> lanes.onCredit(buffer(body, Long.BYTES).getLong());
            case Frame.WANT_ROOM -> lanes.onWantRoom();
            // In their order among records, which name them, and with what came along.
            case Frame.DESCRIPTORS -> lanes.onDescriptors(type, buffer(body, Long.BYTES + Integer.BYTES));
            case Frame.DESCRIPTORS_USED -> lanes.onDescriptors(type, buffer(body, Integer.BYTES));
            case Frame.FORGET_DESCRIPTOR -> lanes.onDescriptors(type, buffer(body, Long.BYTES));
            default -> {
                // Not at once: the control thread may be looking for a record, in the middle of something else.
                messages.add(new Message(type, body));
                queuedMessageBytes.addAndGet(body.length);
                control.execute(this::handleMessages);
            }
        }
    }

    private static ByteBuffer buffer(byte[] body, int least) {
        if (body.length < least) {
            throw new ProtocolViolationException("message too short: length=" + body.length);
        }
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void handleMessages() {
        Message next;
        while ((next = messages.poll()) != null) {
            queuedMessageBytes.addAndGet(-next.body.length);
            handle(next.type, buffer(next.body, 0));
        }
    }

    private void handle(byte type, ByteBuffer body) {
        try {
            listener.onFrame(type, body, stream.sender());
        } catch (BufferUnderflowException e) {
            listener.onFailure("message too short: type=" + type + " length=" + body.limit());
        } catch (ProtocolViolationException | IOException e) {
            listener.onFailure(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a message in a stream could not be handled", e);
            listener.onFailure("a message could not be handled: " + e);
        }
    }

    /** A record has come for a lane that listens to the doorbell. Any thread. */
    void onCold() {
        if (doorbell.compareAndSet(false, true)) {
            control.execute(this::onDoorbell);
        }
    }

    private void onDoorbell() {
        doorbell.set(false);
        handleMessages();
        handle(Frame.DOORBELL, NO_BODY);
    }

    @Override
    public void onEnd(String reason) {
        control.execute(() -> listener.onEnd(reason));
    }

    @Override
    public void onInputEnd() {
        if (!stream.isHalfClosed()) {
            onEnd(PEER_CLOSED);
            return;
        }
        halfClosed = true;
        updateInterest(); // that nothing comes is no event any more
    }

    /**
     * This side has answered, or asks for something: ends the session of a peer that has shut down its writing end, if it is
     * owed nothing more, or could not give what is waited for. Any thread.
     */
    void endIfHalfClosed() {
        if (halfClosed) {
            control.execute(() -> {
                handleMessages();
                if (lanes.areAnswersAwaited() || !(lanes.areAnswersOwed() || writer.hasBacklog())) {
                    listener.onEnd("the peer shut down its writing end");
                }
            });
        }
    }

    // ---- who looks after the stream

    /** What to sleep on; -1 if nothing more comes. */
    int descriptor() {
        return halfClosed ? -1 : stream.inDescriptor();
    }

    /** One more lane, or one less, has a thread that looks by itself. */
    void setLookedAfter(boolean lookedAfter) {
        synchronized (interest) {
            lookingAfter += lookedAfter ? 1 : -1;
            if (lookingAfter == 0 && !inputWatched && linger.onTurnAway()) {
                beginLinger();
            } else if (!linger.isOn()) {
                updateInterest();
            }
        }
    }

    private void beginLinger() {
        if (!linger.isOn()) {
            linger.begin();
            control.schedule(Linger.NS, this::endLinger);
        }
    }

    /** What came while nobody looked waits no longer. */
    private void endLinger() {
        synchronized (interest) {
            if (linger.goesOn()) {
                control.schedule(Linger.NS, this::endLinger);
            } else {
                updateInterest();
            }
        }
        look();
    }

    /** Whether some thread looks at the stream, so that the control thread does not. */
    boolean isLookedAfter() {
        synchronized (interest) {
            return lookingAfter != 0;
        }
    }

    private void updateInterest() {
        boolean backlog = writer.hasBacklog();
        endIfHalfClosed();
        synchronized (interest) {
            boolean input = lookingAfter == 0 && !linger.isOn() && !halfClosed;
            if (closed || (input == inputWatched && backlog == outputWatched)) {
                return;
            }
            try {
                if (outWatch == inWatch) {
                    control.setInterest(inWatch, input, backlog);
                } else {
                    if (input != inputWatched) {
                        control.setInterest(inWatch, input, false);
                    }
                    if (backlog != outputWatched) {
                        control.setInterest(outWatch, false, backlog);
                    }
                }
                inputWatched = input;
                outputWatched = backlog;
            } catch (IOException e) {
                onEnd(String.valueOf(e.getMessage()));
            }
        }
    }

    // ---- sending

    FrameWriter writer() {
        return writer;
    }

    @Override
    public void send(byte[] message) {
        writer.message(message);
    }

    @Override
    public boolean trySend(byte[] message, int[] descriptors, int from, int count) throws SystemCallException {
        return writer.tryMessage(message, descriptors, from, count);
    }

    @Override
    public int[] takeDescriptors(int count) {
        return stream.takeDescriptors(count);
    }

    /** The records themselves are heard. */
    @Override
    public void ring() {}

    @Override
    public void hold() {
        writer.hold();
    }

    @Override
    public void sendAhead(byte[] message) {
        writer.messageAhead(message);
    }

    @Override
    public void sendLast(byte[] message) {
        writer.messageLast(message);
    }

    @Override
    public void awaitSent(long timeoutNs) {
        writer.awaitSent(timeoutNs);
    }

    // ---- the end

    /** What has come before is taken in first: it is still to be served. */
    @Override
    public void close() {
        reading.lock();
        try {
            if (closed) {
                return;
            }
            boolean ignored = read(null);
            synchronized (interest) {
                closed = true;
                control.unwatch(inWatch);
                if (outWatch != inWatch) {
                    control.unwatch(outWatch);
                }
            }
            writer.close();
            reader.close();
            stream.close();
        } finally {
            reading.unlock();
        }
    }
}
