package io.bindery.internal.shm;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.transport.InstanceId;
import io.bindery.transport.LaneRefusedException;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.SyncLane;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import org.jspecify.annotations.Nullable;

/**
 * A session over shared memory: the control socket, the lanes that it set up, and the watch over the peer's life.
 *
 * <p>Messages are handled on the control thread. Opening a lane waits for it, so it must be done elsewhere.
 */
final class ShmSession extends Session {
    private static final Logger LOGGER = System.getLogger("io.bindery.shm");

    static final int SYNC_RING_BYTES = 32 << 10;
    static final int ONEWAY_RING_BYTES = 64 << 10;

    private static final int SYNC = 0;
    private static final int ONEWAY = 1;
    private static final int MAX_RING_BYTES = 1 << 20;
    private static final int MIN_RING_BYTES = 4096;
    private static final int REFUSED_DUPLICATE = 1;
    private static final int REFUSED_OTHERWISE = 2;
    private static final long LANE_TIMEOUT_S = 10;
    private static final int LONGEST_REASON = 1000;
    private static final long LONGEST_LOOK_MS = 100;
    private static final String SHORT_OF_DESCRIPTORS =
            "the receiving process has no file descriptor left; raise its RLIMIT_NOFILE";

    /** What a pending {@link #openLane} waits for. */
    private record PendingLane(int kind, Outbox own, CompletableFuture<Object> result) {
        void fail(RemoteException reason) {
            own.retire();
            own.unmap();
            result.completeExceptionally(reason);
        }
    }

    private final ShmTransport transport;
    private final ControlSocket socket;
    private final PeerCredentials peer;
    private final boolean incoming;
    private final LifeWatch life;
    private final CompletableFuture<ShmSession> opened = new CompletableFuture<>();
    private final ConcurrentHashMap<Integer, PendingLane> pendingLanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfOurLanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, BulkIn> regionsOfTheirLanes = new ConcurrentHashMap<>();
    private final DescriptorsIn descriptorsIn = new DescriptorsIn();
    private final DescriptorsOut descriptorsOut;
    private final Object laneOpening = new Object();
    private int lastLane;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Runnable> retirements = new ArrayList<>();
    private volatile boolean open;
    private volatile String closeReason = "";
    private @Nullable Hello hello;
    private @Nullable SessionListener listener;
    private int lanesOfPeer;
    private int lastLaneOfPeer;
    private boolean onewayLaneOfPeer;
    private boolean ended;
    private volatile boolean allReceived;

    ShmSession(ShmTransport transport, int descriptor, Credentials kernel, List<Integer> groups, boolean incoming) {
        this.transport = transport;
        this.incoming = incoming;
        peer = new PeerCredentials(
                kernel.pid(), kernel.uid(), kernel.gid(), groups, UnixSocket.peerSecurityContext(descriptor));
        socket = new ControlSocket(descriptor, transport.scratch(), transport.control(), new ControlSocket.Listener() {
            @Override
            public void onFrame(byte type, ByteBuffer body, Credentials sender) throws IOException {
                ShmSession.this.onFrame(type, body, sender);
            }

            @Override
            public void onEnd(String reason) {
                end(reason);
            }

            @Override
            public void onFailure(String reason) {
                fail(reason);
            }
        });
        descriptorsOut = new DescriptorsOut(this, socket);
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
                fail("the handshake took longer than " + transport.handshakeMs() + " ms");
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
            String text = String.valueOf(e.getMessage());
            socket.sendAhead(refusal(text, e.isDuplicate()));
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

    /** The message that says that no session is wanted. */
    static byte[] refusal(String text, boolean duplicate) {
        ByteBuffer refusal = Frame.begin(Frame.REFUSE, 4 + Frame.stringBytes(text));
        refusal.putInt(duplicate ? REFUSED_DUPLICATE : REFUSED_OTHERWISE);
        Frame.putString(refusal, text);
        return Frame.end(refusal);
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
        if (ended) {
            onLateFrame(type, body);
            return;
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
            case Frame.DESCRIPTORS -> onDescriptors(body.getLong(), body.getInt());
            case Frame.DESCRIPTORS_USED -> descriptorsOut.onUsed(body.getInt());
            case Frame.FORGET_DESCRIPTOR -> onForgetDescriptor(body.getLong());
            default -> throw new ProtocolViolationException("unknown message: type=" + type);
        }
    }

    /** What was still in the socket when the peer died: oneway calls that it sent before may need it. */
    private void onLateFrame(byte type, ByteBuffer body) {
        switch (type) {
            case Frame.DESCRIPTORS -> descriptorsIn.add(body.getLong(), socket.takeDescriptors(body.getInt()));
            case Frame.FORGET_DESCRIPTOR -> descriptorsIn.forget(body.getLong());
            case Frame.OPEN_LANE, Frame.LANE_OPENED, Frame.ATTACH_REGION ->
                FileDescriptors.close(socket.takeDescriptor());
            default -> {}
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
        CompletableFuture<Object> result = new CompletableFuture<>();
        try {
            Outbox own = Outbox.create("bindery-lane", ringBytes);
            synchronized (laneOpening) { // numbers rise on the wire
                int id = ++lastLane;
                pendingLanes.put(id, new PendingLane(kind, own, result));
                ByteBuffer frame =
                        Frame.begin(Frame.OPEN_LANE, 12).putInt(id).putInt(kind).putInt(ringBytes);
                socket.send(Frame.end(frame), own);
            }
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
        if (fd == ControlSocket.LOST) {
            refuseLane(id, SHORT_OF_DESCRIPTORS);
            return;
        }
        checkRing(fd, ringBytes);
        if ((kind != SYNC && kind != ONEWAY) || id <= lastLaneOfPeer) {
            FileDescriptors.close(fd);
            throw new ProtocolViolationException("a lane that cannot be: id=" + id + " kind=" + kind
                    + "; numbers are used once and rise, the last was " + lastLaneOfPeer);
        }
        lastLaneOfPeer = id;
        PeerOutbox theirs = PeerOutbox.map(fd, ringBytes);
        if (kind == ONEWAY ? onewayLaneOfPeer : lanesOfPeer == transport.maxLanes()) {
            theirs.unmap();
            refuseLane(
                    id,
                    kind == ONEWAY
                            ? "a session has one lane for oneway calls in each direction"
                            : "too many lanes in this session: limit=" + transport.maxLanes());
            return;
        }
        int ownRing = kind == SYNC ? SYNC_RING_BYTES : 0;
        Outbox own;
        try {
            own = Outbox.create("bindery-lane", ownRing);
        } catch (IOException e) {
            theirs.unmap();
            refuseLane(id, String.valueOf(e.getMessage()));
            return;
        }
        if (kind == ONEWAY) {
            onewayLaneOfPeer = true;
        } else {
            lanesOfPeer++;
        }
        ByteBuffer reply = Frame.begin(Frame.LANE_OPENED, 8).putInt(id).putInt(ownRing);
        if (kind == SYNC) {
            ShmSyncLane lane = newSyncLane(own, theirs, id, false);
            lane.setParked(io.bindery.transport.Parked.DOORBELL);
            listener().onSyncLane(lane);
        } else {
            ShmOnewayReceiver lane = new ShmOnewayReceiver(this, own, theirs, transport.maxRecordBytes());
            BulkIn regions = lane.bulkIn();
            regionsOfTheirLanes.put(id, regions);
            track(lane, lane::retire, () -> unmap(own, theirs, null, regions));
            lane.setParked(io.bindery.transport.Parked.DOORBELL);
            listener().onOnewayLane(lane);
        }
        socket.send(Frame.end(reply), own);
    }

    private void refuseLane(int id, String text) {
        ByteBuffer refusal =
                Frame.begin(Frame.REFUSE_LANE, 4 + Frame.stringBytes(text)).putInt(id);
        Frame.putString(refusal, text);
        socket.send(Frame.end(refusal), null);
    }

    private void onLaneOpened(int id, int ringBytes) throws IOException {
        int fd = socket.takeDescriptor();
        PendingLane pending = pendingLanes.get(id);
        if (fd == ControlSocket.LOST && pending != null && pendingLanes.remove(id, pending)) {
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
        if (!pendingLanes.remove(id, pending)) {
            theirs.unmap(); // the session ends, and who waited has been told
            return;
        }
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

    private void onLaneRefused(int id, String reason) {
        PendingLane pending = pendingLanes.remove(id);
        if (pending != null) {
            pending.fail(new LaneRefusedException("the peer refused a lane: " + reason));
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

    // ---- descriptors

    private void onDescriptors(long first, int count) {
        descriptorsIn.add(first, socket.takeDescriptors(count));
    }

    private void onForgetDescriptor(long number) {
        descriptorsIn.forget(number);
        tellUsedDescriptors();
    }

    private void tellUsedDescriptors() {
        int used = descriptorsIn.toTell();
        if (used > 0) {
            socket.send(Frame.end(Frame.begin(Frame.DESCRIPTORS_USED, 4).putInt(used)), null);
        }
    }

    @Override
    public boolean sendDescriptors(int[] descriptors, int count, long[] numbers, long timeoutNs)
            throws RemoteException {
        if (transport.control().isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for the peer");
        }
        return descriptorsOut.send(descriptors, count, numbers, timeoutNs);
    }

    @Override
    public void forgetDescriptor(long number) {
        descriptorsOut.forget(number);
    }

    @Override
    public int takeDescriptor(long number) {
        int fd = descriptorsIn.take(number);
        if (fd == DescriptorsIn.ABSENT) {
            awaitReceived();
            fd = descriptorsIn.take(number);
        }
        if (fd == DescriptorsIn.ABSENT) {
            throw new ProtocolViolationException(
                    "a record names a file descriptor that did not come before it: number=" + number);
        }
        tellUsedDescriptors();
        return fd;
    }

    /** Waits until the control thread has handled what lies in the socket now. Nothing is waited for at the peer. */
    private void awaitReceived() {
        CompletableFuture<Boolean> received = new CompletableFuture<>();
        transport.control().execute(() -> {
            if (!ended) {
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

    @Override
    public void dropDescriptors() {
        descriptorsIn.close();
    }

    @Override
    public void close(String reason) {
        if (beginEnd(reason)) { // first: the peer answers a farewell by hanging up, which is not the reason
            String told = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
            ByteBuffer bye = Frame.begin(Frame.BYE, Frame.stringBytes(told));
            Frame.putString(bye, told);
            socket.sendLast(Frame.end(bye));
            transport.control().execute(this::tearDown);
        }
    }

    // ---- the end

    /** The peer has done what it must not. It is told, and so is who reads the log here. */
    private void fail(String reason) {
        if (!closing.get()) {
            LOGGER.log(
                    Level.WARNING, "ended a session: pid=" + peer.pid() + " uid=" + peer.uid() + " reason=" + reason);
        }
        close(reason);
    }

    /** From now on the session is closed; what remains is done on the control thread. Any thread, idempotent. */
    private void end(String reason) {
        if (beginEnd(reason)) {
            transport.control().execute(this::tearDown);
        }
    }

    private boolean beginEnd(String reason) {
        boolean first = closing.compareAndSet(false, true);
        if (first) {
            closeReason = reason;
        }
        return first;
    }

    private void tearDown() {
        if (ended) {
            return;
        }
        ended = true;
        socket.receiveRest();
        allReceived = true;
        life.close();
        socket.close();
        descriptorsOut.close();
        failPending(closeReason);
        retirements.forEach(Runnable::run);
        retirements.clear();
        transport.forget(this);
        opened.completeExceptionally(new DeadObjectException("the session ended during its handshake: " + closeReason));
        if (listener != null && open) {
            listener.onClosed(closeReason);
            // What frees the lanes' memory knows this session, and must not by way of it know the lanes.
            listener = null;
        } else {
            descriptorsIn.close();
        }
    }

    private void failPending(String reason) {
        for (Integer id : pendingLanes.keySet()) {
            PendingLane pending = pendingLanes.remove(id);
            if (pending != null) {
                pending.fail(new DeadObjectException(
                        "the session ended before the lane was open: " + (reason.isEmpty() ? closeReason : reason)));
            }
        }
    }
}
