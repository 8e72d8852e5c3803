package io.bindery.internal.session;

import io.bindery.transport.Endpoint;
import io.bindery.transport.InstanceId;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One side of a transport that carries oneway calls only, either who calls or who is called. No process is connected with
 * another by it: there is no handshake, nobody answers, and messages of the driver go nowhere.
 */
public abstract class OnewaySession extends Session {
    private final OnewayTransport<?> transport;
    private final PeerCredentials peer;
    private final InstanceId nobody = InstanceId.random();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable SessionListener listener;
    private volatile String closeReason = "";

    /** @param peer as far as anybody is */
    protected OnewaySession(OnewayTransport<?> transport, PeerCredentials peer) {
        this.transport = transport;
        this.peer = peer;
    }

    /** Says who is told of the session. Control thread. */
    protected void open(SessionListener told) {
        listener = told;
    }

    protected final OnewayTransport<?> transport() {
        return transport;
    }

    @Override
    public final PeerCredentials peer() {
        return peer;
    }

    @Override
    public final InstanceId peerInstance() {
        return nobody;
    }

    @Override
    public final String peerPlace() {
        return "";
    }

    @Override
    public final String scheme() {
        return transport.provider().scheme();
    }

    @Override
    public final Set<Trait> traits() {
        return transport.provider().traits();
    }

    @Override
    public final SyncLane openSyncLane() {
        throw new UnsupportedOperationException("missing trait=" + Trait.DUPLEX);
    }

    @Override
    public void ringDoorbell() {}

    @Override
    public final void sendMessage(MemorySegment message) {}

    /** Has the driver look at the lane of who is called, which listens to the doorbell. Any thread. */
    public final void attend() {
        transport.services().control().execute(() -> {
            SessionListener told = listener;
            if (told != null && isOpen()) {
                told.onDoorbell();
            }
        });
    }

    @Override
    public final boolean isOpen() {
        return !closing.get();
    }

    @Override
    public final String closeReason() {
        return closeReason;
    }

    @Override
    public final void close(String reason) {
        if (closing.compareAndSet(false, true)) {
            closeReason = reason;
            transport.services().control().execute(() -> {
                onClosed();
                SessionListener told = listener;
                if (told != null) {
                    told.onClosed(reason);
                }
            });
        }
    }

    /** Ends the session of who is called, which is reached at {@code endpoint} no more. */
    public final void close(Endpoint endpoint, String reason) {
        close(reason);
        transport.forget(endpoint);
    }

    /** The session has ended. Control thread. */
    protected void onClosed() {}

    /** No looper runs any more: nobody takes what has come. */
    protected void onLoopersEnded() {}

    /** After the end: frees what the session holds, unless a thread uses it. Returns whether it is free. */
    protected abstract boolean retire();
}
