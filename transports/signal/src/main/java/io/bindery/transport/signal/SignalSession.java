package io.bindery.transport.signal;

import io.bindery.internal.session.OnewaySession;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.SessionListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One side of signals: who sends them to a process or group, or who receives them from whomever. */
final class SignalSession extends OnewaySession {
    private final @Nullable SignalTarget target;

    /** How many threads are about to send; negative once the target is to be closed. */
    private final AtomicInteger uses = new AtomicInteger();

    private long watch;

    /** @param target null in the process that receives */
    SignalSession(SignalTransport transport, @Nullable SignalTarget target, PeerCredentials peer) {
        super(transport, peer);
        this.target = target;
    }

    /** Begins to watch the process too. */
    @Override
    protected void open(SessionListener told) {
        super.open(told);
        SignalTarget process = target;
        if (process != null && !process.isGroup()) {
            try {
                watch = transport()
                        .services()
                        .control()
                        .watch(process.pidfd(), events -> close("the process has ended: pid=" + process.pid()));
            } catch (IOException e) {
                close("the process cannot be watched: " + e.getMessage());
            }
        }
    }

    @Override
    public OnewaySender openOnewayLane() {
        SignalTarget process = target;
        if (process == null) {
            throw new UnsupportedOperationException("nobody can be called who sends signals");
        }
        return new SignalSender(this, process);
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
    protected void onClosed() {
        if (watch != 0) {
            transport().services().control().unwatch(watch);
        }
    }

    /** Closes the target, unless a thread is sending to it. */
    @Override
    protected boolean retire() {
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
