package io.bindery.internal.shm;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.Mapping;
import io.bindery.transport.InstanceId;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.SyncLane;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session over shared memory: the control socket, the lanes that it set up, and the watch over the peer's life.
 *
 * <p>Messages are handled on the control thread. Opening a lane waits for it, so it must be done elsewhere.
 */
final class ShmSession extends Session {
    static final int SYNC_RING_BYTES = 32 << 10;
    static final int ONEWAY_RING_BYTES = 64 << 10;

    private static final int SYNC = 0;
    private static final int ONEWAY = 1;
    private static final int MAX_RING_BYTES = 1 << 20;
    private static final int MIN_RING_BYTES = 4096;
    private static final int REFUSED_DUPLICATE = 1;
    private static final int REFUSED_OTHERWISE = 2;
    private static final long LANE_TIMEOUT_S = 10;

    /** What a pending {@link #openLane} waits for. */
    private record PendingLane(int kind, Outbox own, CompletableFuture<Object> result) {}

    private final ShmTransport transport;
    private final ControlSocket socket;
    private final PeerCredentials peer;
    private final boolean incoming;
    private final LifeWatch life;
    private final CompletableFuture<ShmSession> opened = new CompletableFuture<>();
    private final ConcurrentHashMap<Integer, PendingLane> pendingLanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfOurLanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfTheirLanes = new ConcurrentHashMap<>();
    private final AtomicInteger lastLaneId = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Runnable> retirements = new ArrayList<>();
    private volatile boolean open;
    private volatile String closeReason = "";
    private @Nullable Hello hello;
    private @Nullable SessionListener listener;
    private int lanesOfPeer;
    private boolean onewayLaneOfPeer;
    private boolean ended;

    ShmSession(ShmTransport transport, int descriptor, Credentials kernel, boolean incoming) {
        this.transport = transport;
        this.incoming = incoming;
        peer = new PeerCredentials(kernel.pid(), kernel.uid(), kernel.gid());
        socket = new ControlSocket(descriptor, transport.scratch(), transport.control(), new ControlSocket.Listener() {
            @Override
            public void onFrame(byte type, ByteBuffer body, Credentials sender) throws IOException {
                ShmSession.this.onFrame(type, body, sender);
            }

            @Override
            public void onEnd(String reason) {
                end(reason);
            }
        });
        life = new LifeWatch(transport.control(), () -> end("the peer's process is dead: pid=" + peer.pid()));
    }

    // ---- the handshake

    void start() throws IOException {
        socket.open();
        if (!incoming) {
            socket.send(transport.hello().encode(Frame.HELLO), null);
        }
        transport.control().schedule(TimeUnit.MILLISECONDS.toNanos(transport.handshakeMs()), () -> {
            if (!open) {
                end("the handshake took longer than " + transport.handshakeMs() + " ms");
            }
        });
    }

    /** Completed when the session is open, or exceptionally with the reason why it will never be. */
    CompletableFuture<ShmSession> opened() {
        return opened;
    }

    private void onHello(Hello theirs, Credentials sender) throws IOException {
        if (open || hello != null) {
            throw new ProtocolViolationException("a second hello");
        }
        if (sender.pid() != peer.pid() || sender.uid() != peer.uid()) {
            throw new ProtocolViolationException("the hello was sent by another process than the kernel names as the"
                    + " peer: pid=" + sender.pid() + " uid=" + sender.uid() + " peerPid=" + peer.pid() + " peerUid="
                    + peer.uid() + "; a listener must not be inherited");
        }
        hello = theirs;
        if (incoming) {
            // As soon as the acceptor knows the session other threads use it: what they send comes after the welcome.
            socket.hold();
        }
        try {
            life.watch(theirs, peer);
            listener = transport.acceptor().onSession(this, incoming);
        } catch (SessionRefusedException e) {
            int code = e.isDuplicate() ? REFUSED_DUPLICATE : REFUSED_OTHERWISE;
            String text = String.valueOf(e.getMessage());
            ByteBuffer refusal =
                    Frame.begin(Frame.REFUSE, 4 + Frame.stringBytes(text)).putInt(code);
            Frame.putString(refusal, text);
            socket.sendAhead(Frame.end(refusal));
            opened.completeExceptionally(e);
            end(text);
            return;
        }
        if (incoming) {
            socket.sendAhead(transport.hello().encode(Frame.WELCOME));
        }
        open = true;
        opened.complete(this);
    }

    private void onRefuse(ByteBuffer body) {
        boolean duplicate = body.getInt() == REFUSED_DUPLICATE;
        String text = Frame.getString(body);
        opened.completeExceptionally(new SessionRefusedException(text, duplicate));
        end(text);
    }

    // ---- messages

    private void onFrame(byte type, ByteBuffer body, Credentials sender) throws IOException {
        if (!open && type != Frame.HELLO && type != Frame.WELCOME && type != Frame.REFUSE && type != Frame.BYE) {
            throw new ProtocolViolationException("a message before the handshake: type=" + type);
        }
        switch (type) {
            case Frame.DOORBELL -> listener().onDoorbell();
            case Frame.HELLO -> onHello(expectRole(Hello.decode(body), incoming), sender);
            case Frame.WELCOME -> onHello(expectRole(Hello.decode(body), !incoming), sender);
            case Frame.REFUSE -> onRefuse(body);
            case Frame.OPEN_LANE -> onOpenLane(body.getInt(), body.getInt(), body.getInt());
            case Frame.LANE_OPENED -> onLaneOpened(body.getInt(), body.getInt());
            case Frame.REFUSE_LANE -> onLaneRefused(body.getInt(), Frame.getString(body));
            case Frame.ATTACH_REGION -> onAttachRegion(body.getInt(), body.getInt(), body.getInt(), body.getInt());
            case Frame.DRIVER -> listener().onMessage(MemorySegment.ofBuffer(body.asReadOnlyBuffer()));
            case Frame.BYE -> end("the peer ended the session: " + Frame.getString(body));
            default -> throw new ProtocolViolationException("unknown message: type=" + type);
        }
    }

    private static Hello expectRole(Hello hello, boolean expected) {
        if (!expected) {
            throw new ProtocolViolationException("hello and welcome are confused");
        }
        return hello;
    }

    private SessionListener listener() {
        SessionListener told = listener;
        if (told == null) {
            throw new ProtocolViolationException("a message before the handshake");
        }
        return told;
    }

    // ---- lanes

    @Override
    public SyncLane openSyncLane() throws RemoteException {
        return (SyncLane) openLane(SYNC, SYNC_RING_BYTES);
    }

    @Override
    public OnewaySender openOnewayLane() throws RemoteException {
        return (OnewaySender) openLane(ONEWAY, ONEWAY_RING_BYTES);
    }

    private Object openLane(int kind, int ringBytes) throws RemoteException {
        if (transport.control().isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for a lane");
        }
        int id = lastLaneId.incrementAndGet();
        CompletableFuture<Object> result = new CompletableFuture<>();
        try {
            Outbox own = Outbox.create("bindery-lane", ringBytes);
            pendingLanes.put(id, new PendingLane(kind, own, result));
            ByteBuffer frame =
                    Frame.begin(Frame.OPEN_LANE, 12).putInt(id).putInt(kind).putInt(ringBytes);
            socket.send(Frame.end(frame), own);
            if (!isOpen()) {
                failPending("");
            }
            return result.get(LANE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new RemoteException("no lane could be made: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RemoteException remote
                    ? remote
                    : new RemoteException("no lane could be opened: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new RemoteException("the peer did not answer within " + LANE_TIMEOUT_S
                    + " s when a lane was to be opened: pid=" + peer.pid() + "; is it stopped?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while a lane was being opened", e);
        }
    }

    private void onOpenLane(int id, int kind, int ringBytes) throws IOException {
        int fd = socket.takeDescriptor();
        checkRing(fd, ringBytes);
        PeerOutbox theirs = PeerOutbox.map(fd, ringBytes);
        if (kind == ONEWAY ? onewayLaneOfPeer : lanesOfPeer == transport.maxLanes()) {
            theirs.unmap();
            String text = "too many lanes in this session: limit=" + transport.maxLanes();
            ByteBuffer refusal =
                    Frame.begin(Frame.REFUSE_LANE, 4 + Frame.stringBytes(text)).putInt(id);
            Frame.putString(refusal, text);
            socket.send(Frame.end(refusal), null);
            return;
        }
        if (kind == ONEWAY) {
            onewayLaneOfPeer = true;
        } else {
            lanesOfPeer++;
        }
        int ownRing = kind == SYNC ? SYNC_RING_BYTES : 0;
        Outbox own = createBeside(theirs, ownRing);
        ByteBuffer reply = Frame.begin(Frame.LANE_OPENED, 8).putInt(id).putInt(ownRing);
        switch (kind) {
            case SYNC -> {
                ShmSyncLane lane = newSyncLane(own, theirs, id, false);
                lane.setParked(io.bindery.transport.Parked.DOORBELL);
                listener().onSyncLane(lane);
            }
            case ONEWAY -> {
                ShmOnewayReceiver lane = new ShmOnewayReceiver(this, own, theirs, transport.maxRecordBytes());
                BulkIn regions = lane.bulkIn();
                regionsOfTheirLanes.put(id, regions);
                track(lane, lane::retire, () -> unmap(own, theirs, null, regions));
                lane.setParked(io.bindery.transport.Parked.DOORBELL);
                listener().onOnewayLane(lane);
            }
            default -> throw new ProtocolViolationException("unknown kind of lane: kind=" + kind);
        }
        socket.send(Frame.end(reply), own);
    }

    private static Outbox createBeside(PeerOutbox theirs, int ringBytes) throws IOException {
        try {
            return Outbox.create("bindery-lane", ringBytes);
        } catch (IOException e) {
            theirs.unmap();
            throw e;
        }
    }

    private void onLaneOpened(int id, int ringBytes) throws IOException {
        int fd = socket.takeDescriptor();
        PendingLane pending = pendingLanes.remove(id);
        if (pending == null || (ringBytes == 0) != (pending.kind == ONEWAY)) {
            io.bindery.internal.linux.FileDescriptors.close(fd);
            throw new ProtocolViolationException("a lane that was not asked for: id=" + id + " ringBytes=" + ringBytes);
        }
        if (ringBytes != 0) {
            checkRing(fd, ringBytes);
        }
        PeerOutbox theirs = PeerOutbox.map(fd, ringBytes);
        if (pending.kind == SYNC) {
            pending.result.complete(newSyncLane(pending.own, theirs, id, true));
        } else {
            BulkOut regions = newBulkOut(id, true);
            ShmOnewaySender lane = new ShmOnewaySender(this, pending.own, theirs, transport.maxRecordBytes(), regions);
            track(lane, lane::retire, () -> unmap(pending.own, theirs, regions, null));
            pending.result.complete(lane);
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
        BulkIn regions = (senderOpenedLane == 1 ? regionsOfTheirLanes : regionsOfOurLanes).get(laneId);
        if (regions == null
                || bytes <= 0
                || bytes % Mapping.pageSize() != 0
                || bytes > 4L * transport.maxRecordBytes()) {
            io.bindery.internal.linux.FileDescriptors.close(fd);
            throw new ProtocolViolationException("a region that cannot be: lane=" + laneId + " bytes=" + bytes);
        }
        regions.attach(regionId, PeerOutbox.map(fd, bytes));
    }

    private static void checkRing(int fd, int ringBytes) {
        if (ringBytes < MIN_RING_BYTES || ringBytes > MAX_RING_BYTES || Integer.bitCount(ringBytes) != 1) {
            io.bindery.internal.linux.FileDescriptors.close(fd);
            throw new ProtocolViolationException("a ring that cannot be: bytes=" + ringBytes);
        }
    }

    private void onLaneRefused(int id, String reason) {
        PendingLane pending = pendingLanes.remove(id);
        if (pending != null) {
            pending.own.retire();
            pending.own.unmap();
            pending.result.completeExceptionally(new RemoteException("the peer refused a lane: " + reason));
        }
    }

    // ---- the driver's side

    @Override
    public PeerCredentials peer() {
        return peer;
    }

    @Override
    public InstanceId peerInstance() {
        return requireHello().instance();
    }

    @Override
    public String peerEndpoint() {
        return requireHello().endpoint();
    }

    private Hello requireHello() {
        Hello theirs = hello;
        if (theirs == null) {
            throw new IllegalStateException("before the handshake");
        }
        return theirs;
    }

    @Override
    public boolean isOpen() {
        return !closing.get();
    }

    @Override
    public String closeReason() {
        return closeReason;
    }

    @Override
    public void ringDoorbell() {
        socket.ringDoorbell();
    }

    @Override
    public void sendMessage(MemorySegment message) {
        ByteBuffer frame = Frame.begin(Frame.DRIVER, (int) message.byteSize());
        frame.put(message.toArray(ValueLayout.JAVA_BYTE));
        socket.send(Frame.end(frame), null);
    }

    @Override
    public void close(String reason) {
        if (!closing.get()) {
            ByteBuffer bye = Frame.begin(Frame.BYE, Frame.stringBytes(reason));
            Frame.putString(bye, reason);
            socket.send(Frame.end(bye), null);
        }
        end(reason);
    }

    // ---- the end

    /** From now on the session is closed; what remains is done on the control thread. Any thread, idempotent. */
    private void end(String reason) {
        if (closing.compareAndSet(false, true)) {
            closeReason = reason;
            transport.control().execute(this::tearDown);
        }
    }

    private void tearDown() {
        if (ended) {
            return;
        }
        ended = true;
        life.close();
        socket.close();
        failPending(closeReason);
        retirements.forEach(Runnable::run);
        retirements.clear();
        transport.forget(this);
        opened.completeExceptionally(new DeadObjectException("the session ended during its handshake: " + closeReason));
        if (listener != null && open) {
            listener.onClosed(closeReason);
        }
    }

    private void failPending(String reason) {
        for (Integer id : pendingLanes.keySet()) {
            PendingLane pending = pendingLanes.remove(id);
            if (pending != null) {
                pending.own.retire();
                pending.own.unmap();
                pending.result.completeExceptionally(new DeadObjectException(
                        "the session ended before the lane was open: " + (reason.isEmpty() ? closeReason : reason)));
            }
        }
    }
}
