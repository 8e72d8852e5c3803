package io.bindery.transport.signal;

import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.memory.RecordBuffer;
import io.bindery.transport.MissingTraitException;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.Trait;
import java.io.IOException;

/** Sends calls as signals: of each nothing but its transaction code, which says the signal. */
final class SignalSender extends OnewaySender {
    /** A request without arguments; docs/protocol.md has its layout. */
    static final int REQUEST_BYTES = 24;

    static final int CODE_OFFSET = 4;

    private final SignalSession session;
    private final SignalTarget target;
    private final RecordBuffer claimed = new RecordBuffer();

    /** The thread of the receiver that reads real-time signals; 0 until it was looked for. */
    private int tid;

    SignalSender(SignalSession session, SignalTarget target) {
        this.session = session;
        this.target = target;
    }

    @Override
    public int maxLength() {
        return REQUEST_BYTES;
    }

    @Override
    public long claim(int length) {
        return claimed.ensure(length, 0);
    }

    @Override
    public void abort() {}

    @Override
    public void send(int kind, int length) throws RemoteException {
        int signal = Memory.getInt(claimed.address() + CODE_OFFSET) - IBinder.FIRST_SIGNAL_TRANSACTION;
        if (signal < 1 || signal > SignalNames.RTMAX) {
            throw new MissingTraitException("a call of a method that is no @Signal", session.scheme(), Trait.PAYLOAD);
        }
        if (!session.beginUse()) {
            throw new DeadObjectException("the session has ended: " + session.closeReason());
        }
        try {
            if (SignalNames.isRealTime(signal)) {
                sendToThread(signal);
            } else {
                target.send(signal);
            }
        } catch (IOException e) {
            throw new RemoteException(
                    "the signal was not sent: signal=" + SignalNames.name(signal) + ": " + e.getMessage(), e);
        } finally {
            session.endUse();
        }
    }

    private void sendToThread(int signal) throws IOException {
        if (target.isGroup()) {
            throw new IOException("real-time signals go to one process: group=" + target.pid());
        }
        if (tid == 0) {
            tid = SignalThread.find(target.pid());
        }
        target.send(tid, signal);
    }

    @Override
    public void awaitRoom(int length, long timeoutNs) {
        Thread.onSpinWait(); // there is always room, or the kernel takes no more
    }
}
