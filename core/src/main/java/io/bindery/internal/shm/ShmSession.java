package io.bindery.internal.shm;

import io.bindery.RemoteException;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.session.ControlSocket;
import io.bindery.internal.session.Frame;
import io.bindery.internal.session.Hello;
import io.bindery.internal.session.LinkedSession;
import io.bindery.internal.session.MessagePort;
import io.bindery.internal.session.PendingLane;
import io.bindery.internal.session.SessionDescriptors;
import io.bindery.transport.Parked;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SessionAcceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A session over shared memory: its messages set up the lanes, whose outboxes travel with them. */
final class ShmSession extends LinkedSession {
    static final int SYNC_RING_BYTES = 32 << 10;
    static final int ONEWAY_RING_BYTES = 64 << 10;

    private static final int MAX_RING_BYTES = 1 << 20;
    private static final int MIN_RING_BYTES = 4096;
    private static final long LONGEST_LOOK_MS = 100;
    private static final String SHORT_OF_DESCRIPTORS =
            "the receiving process has no file descriptor left; raise its RLIMIT_NOFILE";

    private final ShmTransport transport;
    private final ControlSocket socket;
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfOurLanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfTheirLanes = new ConcurrentHashMap<>();
    private final SessionDescriptors descriptors;
    private final List<Runnable> retirements = new ArrayList<>();
    private volatile boolean allReceived;

    ShmSession(
            ShmTransport transport, int descriptor, PeerCredentials peer, SessionAcceptor acceptor, boolean incoming) {
        super(transport, peer, acceptor, incoming);
        this.transport = transport;
        socket = new ControlSocket(descriptor, transport.scratch(), transport.control(), this);
        descriptors = new SessionDescriptors(this, socket);
    }

    @Override
    protected MessagePort port() {
        return socket;
    }

    @Override
    protected int carrier() {
        return Hello.SHARED_MEMORY;
    }

    @Override
    protected void onLaneMessage(byte type, ByteBuffer body) throws IOException {
        if (descriptors.onMessage(type, body)) {
            return;
        }
        switch (type) {
            case Frame.OPEN_LANE -> onOpenLane(body.getInt(), body.getInt(), body.getInt());
            case Frame.LANE_OPENED -> onLaneOpened(body.getInt(), body.getInt());
            case Frame.ATTACH_REGION -> onAttachRegion(body.getInt(), body.getInt(), body.getInt(), body.getInt());
            default -> throw new ProtocolViolationException("unknown message: type=" + type);
        }
    }

    /** What was still in the socket when the peer died: oneway calls that it sent before may need it. */
    @Override
    protected void onLateMessage(byte type, ByteBuffer body) {
        if (descriptors.onLateMessage(type, body)) {
            return;
        }
        switch (type) {
            case Frame.OPEN_LANE, Frame.LANE_OPENED, Frame.ATTACH_REGION ->
                FileDescriptors.close(socket.takeDescriptor());
            default -> {}
        }
    }

    @Override
    protected PendingLane requestLane(int id, int kind) throws IOException {
        int ringBytes = kind == SYNC ? SYNC_RING_BYTES : ONEWAY_RING_BYTES;
        Outbox own = Outbox.create("bindery-lane", ringBytes);
        PendingLane pending = lanes().pend(id, kind, own, () -> {
            own.retire();
            own.unmap();
        });
        ByteBuffer frame =
                Frame.begin(Frame.OPEN_LANE, 12).putInt(id).putInt(kind).putInt(ringBytes);
        socket.send(Frame.end(frame), own);
        return pending;
    }

    private void onOpenLane(int id, int kind, int ringBytes) throws IOException {
        int fd = socket.takeDescriptor();
        if (fd == ControlSocket.LOST) {
            lanes().refuse(id, SHORT_OF_DESCRIPTORS);
            return;
        }
        checkLane(fd, id, kind);
        checkRing(fd, ringBytes);
        PeerOutbox theirs = PeerOutbox.map(fd, ringBytes);
        if (!admit(id, kind, theirs)) {
            return;
        }
        int ownRing = kind == SYNC ? SYNC_RING_BYTES : 0;
        Outbox own;
        try {
            own = Outbox.create("bindery-lane", ownRing);
        } catch (IOException e) {
            theirs.unmap();
            lanes().dismiss(id, kind, String.valueOf(e.getMessage()));
            return;
        }
        ByteBuffer reply = Frame.begin(Frame.LANE_OPENED, 8).putInt(id).putInt(ownRing);
        if (kind == SYNC) {
            ShmSyncLane lane = newSyncLane(own, theirs, id, false);
            lane.setParked(Parked.DOORBELL);
            listener().onSyncLane(lane);
        } else {
            ShmOnewayReceiver lane = new ShmOnewayReceiver(this, own, theirs, transport.maxRecordBytes());
            BulkIn regions = lane.bulkIn();
            regionsOfTheirLanes.put(id, regions);
            track(lane, lane::retire, () -> unmap(own, theirs, null, regions));
            lane.setParked(Parked.DOORBELL);
            listener().onOnewayLane(lane);
        }
        socket.send(Frame.end(reply), own);
    }

    private void checkLane(int fd, int id, int kind) {
        try {
            lanes().check(id, kind);
        } catch (ProtocolViolationException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    private boolean admit(int id, int kind, PeerOutbox theirs) {
        boolean admitted = false;
        try {
            admitted = lanes().admit(id, kind);
        } finally {
            if (!admitted) {
                theirs.unmap();
            }
        }
        return admitted;
    }

    private void onLaneOpened(int id, int ringBytes) throws IOException {
        int fd = socket.takeDescriptor();
        PendingLane pending = lanes().pending(id);
        if (fd == ControlSocket.LOST && pending != null && lanes().take(id, pending)) {
            pending.fail(new RemoteException("no lane could be opened: " + SHORT_OF_DESCRIPTORS));
            return;
        }
        if (pending == null || (ringBytes == 0) != (pending.kind == ONEWAY)) {
            FileDescriptors.close(fd);
            throw new ProtocolViolationException("a lane that was not asked for: id=" + id + " ringBytes=" + ringBytes);
        }
        if (ringBytes != 0) {
            checkRing(fd, ringBytes);
        }
        PeerOutbox theirs = PeerOutbox.map(fd, ringBytes);
        if (!lanes().take(id, pending)) {
            theirs.unmap(); // the session ends, and who waited has been told
            return;
        }
        Outbox own = (Outbox) Objects.requireNonNull(pending.own);
        if (pending.kind == SYNC) {
            pending.complete(newSyncLane(own, theirs, id, true));
        } else {
            BulkOut regions = newBulkOut(id, true);
            ShmOnewaySender lane = new ShmOnewaySender(this, own, theirs, transport.maxRecordBytes(), regions);
            track(lane, lane::retire, () -> unmap(own, theirs, regions, null));
            pending.complete(lane);
        }
    }

    private ShmSyncLane newSyncLane(Outbox own, PeerOutbox theirs, int id, boolean ours) {
        BulkOut regions = newBulkOut(id, ours);
        ShmSyncLane lane = new ShmSyncLane(this, own, theirs, transport.maxRecordBytes(), regions);
        BulkIn theirRegions = lane.bulkIn();
        (ours ? regionsOfOurLanes : regionsOfTheirLanes).put(id, theirRegions);
        track(lane, lane::retire, () -> unmap(own, theirs, regions, theirRegions));
        return lane;
    }

    /** The lane's memory goes when the session ends; its addresses, when nobody can use the lane any more. */
    private void track(Object lane, Runnable retire, Runnable unmap) {
        retirements.add(retire);
        transport.laneMemory().add(lane, unmap);
    }

    private static void unmap(Outbox own, PeerOutbox theirs, @Nullable BulkOut out, @Nullable BulkIn in) {
        own.closeDescriptor();
        own.unmap();
        theirs.unmap();
        if (out != null) {
            out.unmap();
        }
        if (in != null) {
            in.unmap();
        }
    }

    private BulkOut newBulkOut(int laneId, boolean ours) {
        return new BulkOut("bindery-region", transport.maxRecordBytes(), (regionId, region) -> {
            ByteBuffer frame = Frame.begin(Frame.ATTACH_REGION, 16)
                    .putInt(laneId)
                    .putInt(ours ? 1 : 0)
                    .putInt(regionId)
                    .putInt(region.ringBytes());
            socket.send(Frame.end(frame), region);
        });
    }

    private void onAttachRegion(int laneId, int senderOpenedLane, int regionId, int bytes) throws IOException {
        int fd = socket.takeDescriptor();
        if (fd == ControlSocket.LOST) {
            throw new IOException("a region was lost on its way: " + SHORT_OF_DESCRIPTORS);
        }
        BulkIn regions = (senderOpenedLane == 1 ? regionsOfTheirLanes : regionsOfOurLanes).get(laneId);
        if (regions == null
                || bytes <= 0
                || bytes % Mapping.pageSize() != 0
                || bytes > 4L * transport.maxRecordBytes()) {
            FileDescriptors.close(fd);
            throw new ProtocolViolationException("a region that cannot be: lane=" + laneId + " bytes=" + bytes);
        }
        regions.attach(regionId, PeerOutbox.map(fd, bytes));
    }

    private static void checkRing(int fd, int ringBytes) {
        if (ringBytes < MIN_RING_BYTES || ringBytes > MAX_RING_BYTES || Integer.bitCount(ringBytes) != 1) {
            FileDescriptors.close(fd);
            throw new ProtocolViolationException("a ring that cannot be: bytes=" + ringBytes);
        }
    }

    // ---- descriptors

    @Override
    protected SessionDescriptors descriptors() {
        return descriptors;
    }

    /** Waits until the control thread has handled what lies in the socket now. Nothing is waited for at the peer. */
    @Override
    protected void awaitReceived() {
        CompletableFuture<Boolean> received = new CompletableFuture<>();
        transport.control().execute(() -> {
            if (!allReceived) {
                socket.receiveNow();
            }
            received.complete(true);
        });
        boolean interrupted = false;
        while (!allReceived && !received.isDone()) {
            try {
                boolean ignored = received.get(LONGEST_LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TimeoutException e) {
                Thread.onSpinWait(); // perhaps the session has ended, and with it the control thread
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the end

    @Override
    protected void receiveRest() {
        socket.receiveRest();
        allReceived = true;
    }

    @Override
    protected void retire() {
        retirements.forEach(Runnable::run);
        retirements.clear();
    }
}
