package io.bindery.internal.session;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Credentials;
import io.bindery.transport.InstanceId;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session that a connection holds together: handshake, messages, the lanes that are being opened, the watch over the
 * peer's life, and the end. What the lanes are made of is the subclass's matter.
 *
 * <p>Messages are handled on the control thread. Opening a lane waits for it, so it must be done elsewhere.
 */
public abstract class LinkedSession extends Session implements MessagePort.Listener {
    protected static final int SYNC = 0;
    protected static final int ONEWAY = 1;

    private static final Logger LOGGER = System.getLogger("io.bindery.transport");
    private static final int LONGEST_REASON = 1000;
    private static final int REFUSED_DUPLICATE = 1;
    private static final int REFUSED_OTHERWISE = 2;

    private final SessionTransport transport;
    private final PeerCredentials peer;
    private final SessionAcceptor acceptor;
    private final boolean incoming;
    private final LifeWatch life;
    private final CompletableFuture<LinkedSession> opened = new CompletableFuture<>();

    @SuppressWarnings("this-escape") // it keeps this session, and does nothing with it yet
    private final LaneOpening lanes = new LaneOpening(this);

    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean open;
    private volatile String closeReason = "";
    private volatile @Nullable Hello hello;
    private @Nullable SessionListener listener;
    private boolean ended;

    protected LinkedSession(
            SessionTransport transport, PeerCredentials peer, SessionAcceptor acceptor, boolean incoming) {
        this.transport = transport;
        this.peer = peer;
        this.acceptor = acceptor;
        this.incoming = incoming;
        life = new LifeWatch(transport.control());
    }

    // ---- the subclass's side

    /** What carries the messages. */
    protected abstract MessagePort port();

    /** What the lanes are made of, of the magic numbers of {@link Hello}. */
    protected abstract int carrier();

    /** A message that concerns lanes. */
    protected abstract void onLaneMessage(byte type, ByteBuffer body) throws IOException;

    /** What is on its way with the records. */
    protected abstract SessionDescriptors descriptors();

    /** Waits until all descriptors were taken in that came before a record; by default, who has read it has read them. */
    protected void awaitReceived() {}

    /** A message that came when the session had ended. */
    protected void onLateMessage(byte type, ByteBuffer body) {}

    /** The session has ended: takes in what the peer sent before. Control thread, once. */
    protected void receiveRest() {}

    /** The session has ended: no lane works any more. Control thread, once. */
    protected abstract void retire();

    /** For subclasses: the transport. */
    public final SessionTransport transport() {
        return transport;
    }

    // ---- the handshake

    void start() throws IOException {
        port().open();
        if (!incoming) {
            port().send(ownHello().encode(Frame.HELLO));
        }
        int handshakeMs = transport.services().limits().handshakeMs();
        transport.control().schedule(TimeUnit.MILLISECONDS.toNanos(handshakeMs), () -> {
            if (!open) {
                fail("the handshake took longer than " + handshakeMs + " ms");
            }
        });
    }

    /** Completed when the session is open, or exceptionally with the reason why it will never be. */
    CompletableFuture<LinkedSession> opened() {
        return opened;
    }

    private Hello ownHello() {
        return transport.hello(carrier(), acceptor.place());
    }

    private void onHello(Hello theirs, @Nullable Credentials sender) throws IOException {
        if (open || hello != null) {
            throw new ProtocolViolationException("a second hello");
        }
        if (sender != null && (sender.pid() != peer.pid() || sender.uid() != peer.uid())) {
            throw new ProtocolViolationException("the hello was sent by another process than the kernel names as the"
                    + " peer: pid=" + sender.pid() + " uid=" + sender.uid() + " peerPid=" + peer.pid() + " peerUid="
                    + peer.uid() + "; a listener must not be inherited");
        }
        if (theirs.carrier() != carrier()) {
            throw new ProtocolViolationException(
                    "the peer speaks another transport: theirs=" + Integer.toHexString(theirs.carrier()) + " ours="
                            + Integer.toHexString(carrier()) + "; use the address of the same transport on both sides");
        }
        hello = theirs;
        if (incoming) {
            // As soon as the acceptor knows the session other threads use it: what they send comes after the welcome.
            port().hold();
        }
        try {
            life.watch(theirs, peer, () -> end("the peer's process is dead: pid=" + peer.pid()));
            listener = acceptor.onSession(this, incoming);
        } catch (SessionRefusedException e) {
            String text = String.valueOf(e.getMessage());
            port().sendAhead(refusal(text, e.isDuplicate()));
            opened.completeExceptionally(e);
            end(text);
            return;
        }
        if (incoming) {
            port().sendAhead(ownHello().encode(Frame.WELCOME));
        }
        open = true;
        opened.complete(this);
    }

    /** The message that says that no session is wanted. */
    static byte[] refusal(String text, boolean duplicate) {
        return Frame.text(Frame.REFUSE, duplicate ? REFUSED_DUPLICATE : REFUSED_OTHERWISE, text);
    }

    private void onRefuse(ByteBuffer body) {
        boolean duplicate = body.getInt() == REFUSED_DUPLICATE;
        String text = Frame.getString(body);
        opened.completeExceptionally(new SessionRefusedException(text, duplicate));
        end(text);
    }

    // ---- messages

    @Override
    public void onFrame(byte type, ByteBuffer body, @Nullable Credentials sender) throws IOException {
        if (!open && type != Frame.HELLO && type != Frame.WELCOME && type != Frame.REFUSE && type != Frame.BYE) {
            throw new ProtocolViolationException("a message before the handshake: type=" + type);
        }
        if (ended) {
            onLateMessage(type, body);
            return;
        }
        switch (type) {
            case Frame.DOORBELL -> listener().onDoorbell();
            case Frame.HELLO -> onHello(expectRole(Hello.decode(body), incoming), sender);
            case Frame.WELCOME -> onHello(expectRole(Hello.decode(body), !incoming), sender);
            case Frame.REFUSE -> onRefuse(body);
            case Frame.REFUSE_LANE -> lanes.onRefused(body.getInt(), Frame.getString(body));
            case Frame.DRIVER -> listener().onMessage(MemorySegment.ofBuffer(body.asReadOnlyBuffer()));
            case Frame.BYE -> end("the peer ended the session: " + Frame.getString(body));
            default -> onLaneMessage(type, body);
        }
    }

    private static Hello expectRole(Hello hello, boolean expected) {
        if (!expected) {
            throw new ProtocolViolationException("hello and welcome are confused");
        }
        return hello;
    }

    /** Who is told of what happens here. */
    protected final SessionListener listener() {
        SessionListener told = listener;
        if (told == null) {
            throw new ProtocolViolationException("a message before the handshake");
        }
        return told;
    }

    @Override
    public void onEnd(String reason) {
        end(reason);
    }

    @Override
    public void onFailure(String reason) {
        fail(reason);
    }

    // ---- lanes

    @Override
    public SyncLane openSyncLane() throws RemoteException {
        return (SyncLane) lanes.open(SYNC);
    }

    @Override
    public OnewaySender openOnewayLane() throws RemoteException {
        return (OnewaySender) lanes.open(ONEWAY);
    }

    /** The lanes that are being opened, by either side. */
    protected final LaneOpening lanes() {
        return lanes;
    }

    /**
     * Asks the peer to accept a lane: {@link LaneOpening#pend}, then a message of the subclass's. Returns what was pended.
     */
    protected abstract PendingLane requestLane(int id, int kind) throws IOException;

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
    public String peerPlace() {
        return requireHello().place();
    }

    private Hello requireHello() {
        Hello theirs = hello;
        if (theirs == null) {
            throw new IllegalStateException("before the handshake");
        }
        return theirs;
    }

    @Override
    public String scheme() {
        return transport.scheme();
    }

    @Override
    public Set<Trait> traits() {
        return transport.traits();
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
        port().ring();
    }

    @Override
    public void sendMessage(MemorySegment message) {
        ByteBuffer frame = Frame.begin(Frame.DRIVER, (int) message.byteSize());
        frame.put(message.toArray(ValueLayout.JAVA_BYTE));
        port().send(Frame.end(frame));
    }

    @Override
    public void close(String reason) {
        if (beginEnd(reason)) { // first: the peer answers a farewell by hanging up, which is not the reason
            String told = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
            ByteBuffer bye = Frame.begin(Frame.BYE, Frame.stringBytes(told));
            Frame.putString(bye, told);
            port().sendLast(Frame.end(bye));
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

    // ---- descriptors

    @Override
    public final boolean sendDescriptors(int[] sent, int count, long[] numbers, long timeoutNs) throws RemoteException {
        return descriptors().send(sent, count, numbers, timeoutNs);
    }

    @Override
    public final void forgetDescriptor(long number) {
        descriptors().forget(number);
    }

    @Override
    public final int takeDescriptor(long number) {
        return descriptors().take(number, this::awaitReceived);
    }

    @Override
    public final void dropDescriptors() {
        descriptors().closeIn();
    }

    // ---- the end

    private void tearDown() {
        if (ended) {
            return;
        }
        ended = true;
        receiveRest();
        life.close();
        port().close();
        lanes.fail(closeReason);
        descriptors().closeOut();
        retire();
        transport.forget(this);
        opened.completeExceptionally(new DeadObjectException("the session ended during its handshake: " + closeReason));
        if (listener != null && open) {
            listener.onClosed(closeReason);
            // What frees the lanes' memory knows this session, and must not by way of it know the lanes.
            listener = null;
        } else {
            dropDescriptors();
        }
    }
}
