package io.bindery.internal.mux;

import io.bindery.internal.session.Frame;
import io.bindery.internal.session.Hello;
import io.bindery.internal.session.LinkedSession;
import io.bindery.internal.session.MessagePort;
import io.bindery.internal.session.PendingLane;
import io.bindery.internal.session.SessionDescriptors;
import io.bindery.internal.session.SessionTransport;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SessionAcceptor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session over a stream of bytes, which all its lanes share. */
public final class StreamSession extends LinkedSession implements StreamChannel.Lanes {
    /** What the driver puts around a parcel. */
    private static final int RECORD_OVERHEAD = 24;

    private final StreamChannel channel;
    private final SessionDescriptors descriptors;
    private final int maxRecord;
    private final Map<Integer, StreamSyncLane> ours = new ConcurrentHashMap<>();
    private final Map<Integer, RecordSink> theirs = new ConcurrentHashMap<>();
    private volatile @Nullable StreamOnewaySender onewayOut;
    private volatile @Nullable StreamOnewayReceiver onewayIn;

    /** Takes over the stream. */
    public StreamSession(
            SessionTransport transport,
            ByteStream stream,
            PeerCredentials peer,
            SessionAcceptor acceptor,
            boolean incoming) {
        super(transport, peer, acceptor, incoming);
        maxRecord = transport.services().limits().parcelBytes() + RECORD_OVERHEAD;
        channel = new StreamChannel(stream, transport.control(), this, this, maxRecord);
        descriptors = new SessionDescriptors(this, channel);
    }

    @Override
    protected MessagePort port() {
        return channel;
    }

    @Override
    protected int carrier() {
        return Hello.STREAM;
    }

    // ---- opening lanes

    @Override
    protected PendingLane requestLane(int id, int kind) {
        PendingLane pending = lanes().pend(id, kind, null, () -> {});
        channel.send(Frame.end(Frame.begin(Frame.OPEN_LANE, 8).putInt(id).putInt(kind)));
        channel.endIfHalfClosed();
        return pending;
    }

    @Override
    protected void onLaneMessage(byte type, ByteBuffer body) {
        switch (type) {
            case Frame.OPEN_LANE -> onOpenLane(body.getInt(), body.getInt());
            case Frame.LANE_OPENED -> onLaneOpened(body.getInt());
            default -> throw new ProtocolViolationException("unknown message: type=" + type);
        }
    }

    private void onOpenLane(int id, int kind) {
        lanes().check(id, kind);
        if (!lanes().admit(id, kind)) {
            return;
        }
        if (kind == SYNC) {
            StreamSyncLane lane = new StreamSyncLane(this, channel, id, false, maxRecord);
            theirs.put(id, lane);
            listener().onSyncLane(lane);
        } else {
            StreamOnewayReceiver lane = new StreamOnewayReceiver(this, channel);
            theirs.put(id, lane);
            onewayIn = lane;
            listener().onOnewayLane(lane);
        }
        channel.send(Frame.end(Frame.begin(Frame.LANE_OPENED, 4).putInt(id)));
    }

    private void onLaneOpened(int id) {
        PendingLane pending = lanes().pending(id);
        if (pending == null || !lanes().take(id, pending)) {
            throw new ProtocolViolationException("a lane that was not asked for: id=" + id);
        }
        if (pending.kind == SYNC) {
            StreamSyncLane lane = new StreamSyncLane(this, channel, id, true, maxRecord);
            ours.put(id, lane);
            pending.complete(lane);
        } else {
            StreamOnewaySender lane = new StreamOnewaySender(this, channel, id, maxRecord);
            onewayOut = lane;
            pending.complete(lane);
        }
    }

    // ---- what comes in

    @Override
    public RecordSink sink(int lane, boolean opener) {
        RecordSink sink = opener ? theirs.get(lane) : ours.get(lane);
        if (sink == null) {
            throw new ProtocolViolationException("a record of a lane that is not open: lane=" + lane);
        }
        return sink;
    }

    @Override
    public void onCredit(long position) {
        StreamOnewaySender lane = onewayOut;
        if (lane == null) {
            throw new ProtocolViolationException("room in a lane that is not open");
        }
        lane.onCredit(position);
    }

    @Override
    public void onWantRoom() {
        StreamOnewayReceiver lane = onewayIn;
        if (lane == null) {
            throw new ProtocolViolationException("room is wanted in a lane that is not open");
        }
        lane.onWantRoom();
    }

    // ---- a peer that has shut down its writing end

    @Override
    public boolean areAnswersOwed() {
        return syncLanes().anyMatch(StreamSyncLane::owesAnswer);
    }

    @Override
    public boolean areAnswersAwaited() {
        return lanes().arePending() || syncLanes().anyMatch(StreamSyncLane::awaitsAnswer);
    }

    private Stream<StreamSyncLane> syncLanes() {
        return Stream.concat(ours.values().stream(), theirs.values().stream())
                .filter(StreamSyncLane.class::isInstance)
                .map(StreamSyncLane.class::cast);
    }

    // ---- descriptors

    @Override
    public void onDescriptors(byte type, ByteBuffer body) {
        boolean known = isOpen() ? descriptors.onMessage(type, body) : descriptors.onLateMessage(type, body);
        if (!known) {
            throw new ProtocolViolationException("no message about descriptors: type=" + type);
        }
    }

    @Override
    protected SessionDescriptors descriptors() {
        return descriptors;
    }

    // ---- the end

    @Override
    protected void retire() {
        StreamOnewaySender lane = onewayOut;
        if (lane != null) {
            lane.retire();
        }
    }
}
