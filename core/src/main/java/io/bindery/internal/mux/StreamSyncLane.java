package io.bindery.internal.mux;

import io.bindery.internal.memory.RecordBuffer;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SyncLane;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sync lane in a stream. Requests that are open, in either direction, lie in buffers of their own, one for each level of
 * nesting, so that each stays in place until its reply is there.
 *
 * <p>The two sides take turns, so at most one record of a lane is under way at any time. {@code peersTurn} says whether
 * one may come; it is stored before ours goes out.
 *
 * <p><b>Waking.</b> Who waits stores {@code parked}, and looks at {@code arrived}; who has taken in a record stores
 * {@code arrived}, and looks at {@code parked}. All four are volatile, so at least one of the two sees the other's store.
 */
final class StreamSyncLane extends SyncLane implements RecordSink {
    /** Deeper nesting than the driver allows on one lane. */
    private static final int MOST_LEVELS = 1 << 10;

    private final StreamSession session;
    private final StreamChannel channel;
    private final int id;
    private final boolean ours;
    private final int maxLength;

    private OutgoingRecord[] out = {new OutgoingRecord()};
    private int outLevel;
    private int lastSent;

    private RecordBuffer[] in = {new RecordBuffer()};
    private int inLevel;
    private int lastReceived;
    private int arrivedKind;
    private int arrivedLength;
    private long receivedAddress;

    private volatile boolean arrived;
    private volatile boolean peersTurn;
    private volatile int parked;
    private boolean lookedAfter;

    /** Sequences of the record that came last, and of the one to which nothing more is owed: it was answered, or ends a call. */
    private volatile int cameLast;

    private volatile int settledLast;

    /** A request of this side's has no answer yet. */
    private volatile boolean awaitsAnswer;

    StreamSyncLane(StreamSession session, StreamChannel channel, int id, boolean ours, int maxLength) {
        this.session = session;
        this.channel = channel;
        this.id = id;
        this.ours = ours;
        this.maxLength = maxLength;
        peersTurn = !ours;
        parked = ours ? Parked.POLLING : Parked.DOORBELL;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    // ---- sending

    @Override
    public long claim(int length) {
        if (length > maxLength || outLevel == MOST_LEVELS) {
            return -1;
        }
        if (outLevel == out.length) {
            out = grow(out, OutgoingRecord::new);
        }
        OutgoingRecord buffer = out[outLevel];
        channel.writer().requireOut(buffer);
        return buffer.ensure(RecordFrame.HEADER_BYTES + length, 0) + RecordFrame.HEADER_BYTES;
    }

    @Override
    public long claimReply(int length) {
        return claim(length);
    }

    @Override
    public void abort() {}

    @Override
    public long sendRequest(int kind, int length) {
        int level = outLevel++;
        send(out[level], kind, length);
        return level;
    }

    @Override
    public void sendReply(int kind, int length) {
        send(out[outLevel], kind, length);
    }

    private void send(OutgoingRecord buffer, int kind, int length) {
        RecordFrame.put(buffer.address(), kind, ours, length, id, ++lastSent);
        peersTurn = true;
        updateLookedAfter();
        awaitsAnswer = outLevel != 0;
        int answered = cameLast;
        channel.writer().record(buffer, RecordFrame.HEADER_BYTES + length);
        settle(answered);
    }

    private void settle(int sequence) {
        settledLast = sequence;
        channel.endIfHalfClosed();
    }

    @Override
    public void forget(long mark) {
        outLevel = (int) mark;
    }

    /** Whether the peer has asked what is not answered yet. Any thread, as the next. */
    boolean owesAnswer() {
        return cameLast != settledLast;
    }

    boolean awaitsAnswer() {
        return awaitsAnswer;
    }

    // ---- receiving: whoever reads the stream

    @Override
    public void begin(int kind, int sequence, int length) {
        if (!peersTurn || arrived || sequence != lastReceived + 1 || length > maxLength) {
            throw new ProtocolViolationException("a record out of turn: lane=" + id + " sequence=" + sequence
                    + " expected=" + (lastReceived + 1) + " length=" + length + " limit=" + maxLength);
        }
        lastReceived = sequence;
        arrivedKind = kind;
        arrivedLength = length;
        if (inLevel == in.length) {
            in = grow(in, RecordBuffer::new);
        }
    }

    @Override
    public long place(int from, int to) {
        return in[inLevel].ensure(to, from) + from;
    }

    @Override
    public void end(@Nullable Object reader) {
        awaitsAnswer = false;
        cameLast = lastReceived;
        arrived = true;
        int mode = parked;
        if (mode == Parked.DOORBELL) {
            channel.onCold();
        } else if (mode == Parked.FUTEX && reader != this) {
            notifyArrival();
        }
    }

    // ---- receiving: the lane's thread

    @Override
    public boolean hasRecord() {
        if (!arrived && peersTurn && parked != Parked.DOORBELL) {
            boolean ignored = channel.look(this);
        }
        return arrived;
    }

    @Override
    public long poll() {
        if (!arrived) {
            return EMPTY;
        }
        peersTurn = false;
        arrived = false;
        updateLookedAfter();
        if (ours && outLevel == 1 && arrivedKind != RecordFrame.REQUEST) {
            settle(lastReceived);
        }
        receivedAddress = in[inLevel].address();
        return RecordFrame.polled(arrivedKind, arrivedLength);
    }

    @Override
    public long receivedAddress() {
        return receivedAddress;
    }

    @Override
    public int hold() {
        return inLevel++;
    }

    @Override
    public void release(int mark) {
        inLevel = mark;
    }

    private static <T> T[] grow(T[] buffers, Supplier<T> fresh) {
        T[] more = Arrays.copyOf(buffers, 2 * buffers.length);
        for (int i = buffers.length; i < more.length; i++) {
            more[i] = fresh.get();
        }
        return more;
    }

    // ---- waiting

    /** What is sent is heard of: the kernel wakes who sleeps on the stream, and else the control thread looks. */
    @Override
    public void markTaken() {}

    @Override
    public boolean isTaken() {
        return true;
    }

    @Override
    public void setParked(int mode) {
        parked = mode;
        updateLookedAfter();
    }

    private void updateLookedAfter() {
        boolean wanted = peersTurn && parked != Parked.DOORBELL;
        if (wanted != lookedAfter) {
            lookedAfter = wanted;
            channel.setLookedAfter(wanted);
        }
    }

    @Override
    public int descriptor() {
        return channel.descriptor();
    }
}
