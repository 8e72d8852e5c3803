package io.bindery.internal.mux;

import io.bindery.internal.session.Frame;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import org.jspecify.annotations.Nullable;

/** The receiving end of the oneway lane in a stream; how it waits is told in {@link StreamSyncLane}. */
final class StreamOnewayReceiver extends InboxReceiver implements RecordSink {
    private static final int CREDIT_EVERY = OnewayWindow.BYTES / 4;

    private final StreamSession session;
    private final StreamChannel channel;
    private int lastReceived;
    private long credited;
    private volatile boolean roomWanted;
    private volatile int parked = Parked.DOORBELL;
    private boolean lookedAfter;

    StreamOnewayReceiver(StreamSession session, StreamChannel channel) {
        this.session = session;
        this.channel = channel;
    }

    @Override
    public Session session() {
        return session;
    }

    // ---- whoever reads the stream

    @Override
    public void begin(int kind, int sequence, int length) {
        if (sequence != lastReceived + 1) {
            throw new ProtocolViolationException(
                    "a oneway record out of order: sequence=" + sequence + " expected=" + (lastReceived + 1));
        }
        lastReceived = sequence;
        inbox.begin(kind, length);
    }

    @Override
    public long place(int from, int to) {
        return inbox.place(from, to);
    }

    @Override
    public void end(@Nullable Object reader) {
        inbox.end();
        int mode = parked;
        if (mode == Parked.DOORBELL) {
            channel.onCold();
        } else if (mode == Parked.FUTEX && reader != this) {
            notifyArrival();
        }
    }

    void onWantRoom() {
        roomWanted = true;
        if (parked == Parked.DOORBELL) {
            channel.onCold();
        } else {
            notifyArrival();
        }
    }

    // ---- the leader

    @Override
    public boolean hasRecord() {
        if (inbox.isEmpty() && parked != Parked.DOORBELL) {
            boolean ignored = channel.look(this);
        }
        return !inbox.isEmpty();
    }

    @Override
    public void done(long position) {
        inbox.done(position);
        if (position - credited >= CREDIT_EVERY || roomWanted) {
            doneNow(position);
        }
    }

    @Override
    public void doneNow(long position) {
        inbox.done(position);
        if (position > credited) {
            credited = position;
            roomWanted = false;
            channel.send(Frame.end(Frame.begin(Frame.CREDIT, Long.BYTES).putLong(position)));
        }
    }

    @Override
    public void setParked(int mode) {
        parked = mode;
        boolean wanted = mode != Parked.DOORBELL;
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
