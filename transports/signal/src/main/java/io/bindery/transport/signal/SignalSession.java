package io.bindery.transport.signal;

import io.bindery.transport.InstanceId;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SyncLane;
import io.bindery.transport.Trait;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One side of signals: who sends them to a process or group, or who receives them from whomever. */
final class SignalSession extends Session {
    private final SignalTransport transport;
    private final @Nullable SignalTarget target;
    private final PeerCredentials peer;
    private final InstanceId nobody = InstanceId.random();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** How many threads are about to send; negative once the target is to be closed. */
    private final AtomicInteger uses = new AtomicInteger();

    private volatile @Nullable SessionListener listener;
    private volatile String closeReason = "";
    private long watch;

    /** @param target null in the process that receives */
    SignalSession(SignalTransport transport, @Nullable SignalTarget target, PeerCredentials peer) {
        this.transport = transport;
        this.target = target;
        this.peer = peer;
    }

    /** Says who is told of the session, and begins to watch the process. Control thread. */
    void open(SessionListener told) {
        listener = told;
        SignalTarget process = target;
        if (process != null && !process.isGroup()) {
            try {
                watch = transport
                        .services()
                        .control()
                        .watch(process.pidfd(), events -> close("the process has ended: pid=" + process.pid()));
            } catch (IOException e) {
                close("the process cannot be watched: " + e.getMessage());
            }
        }
    }

    @Override
    public PeerCredentials peer() {
        return peer;
    }

    @Override
    public InstanceId peerInstance() {
        return nobody;
    }

    @Override
    public String peerPlace() {
        return "";
    }

    @Override
    public String scheme() {
        return transport.provider().scheme();
    }

    @Override
    public Set<Trait> traits() {
        return transport.provider().traits();
    }

    @Override
    public SyncLane openSyncLane() {
        throw new UnsupportedOperationException("missing trait=" + Trait.DUPLEX);
    }

    @Override
    public OnewaySender openOnewayLane() {
        SignalTarget process = target;
        if (process == null) {
            throw new UnsupportedOperationException("nobody can be called who sends signals");
        }
        return new SignalSender(this, process);
    }

    @Override
    public void ringDoorbell() {}

    @Override
    public void sendMessage(MemorySegment message) {}

    @Override
    public boolean isOpen() {
        return !closing.get();
    }

    @Override
    public String closeReason() {
        return closeReason;
    }

    /** The target stays open until {@link #endUse}. Returns false if it is not any more. */
    boolean beginUse() {
        if (uses.getAndIncrement() < 0) {
            uses.decrementAndGet();
            return false;
        }
        return true;
    }

    void endUse() {
        uses.decrementAndGet();
    }

    @Override
    public void close(String reason) {
        if (closing.compareAndSet(false, true)) {
            closeReason = reason;
            transport.services().control().execute(() -> {
                if (watch != 0) {
                    transport.services().control().unwatch(watch);
                }
                SessionListener told = listener;
                if (told != null) {
                    told.onClosed(reason);
                }
            });
        }
    }

    /** After the end: closes the target, unless a thread is sending to it. Returns whether it is closed. */
    boolean retire() {
        if (!uses.compareAndSet(0, Integer.MIN_VALUE / 2)) {
            return false;
        }
        SignalTarget process = target;
        if (process != null) {
            process.close();
        }
        return true;
    }
}
