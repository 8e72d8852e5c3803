package io.bindery.internal.local;

import io.bindery.internal.memory.Memory;
import io.bindery.internal.memory.RecordBuffer;
import io.bindery.transport.OnewaySender;
import java.util.concurrent.TimeUnit;

/** The sending end of a oneway lane within a process. */
final class LocalOnewaySender extends OnewaySender {
    private final LocalSession session;
    private final LocalOnewayReceiver receiver;
    private final int maxLength;
    private final RecordBuffer claimed = new RecordBuffer();
    private int wipe;

    LocalOnewaySender(LocalSession session, LocalOnewayReceiver receiver, int maxLength) {
        this.session = session;
        this.receiver = receiver;
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public long claim(int length) {
        return receiver.hasRoom(length) ? claimed.ensure(length, 0) : -1;
    }

    @Override
    public void abort() {}

    @Override
    public void wipeAfterUse(long address, int length) {
        wipe = (int) (address - claimed.address()) + length;
    }

    @Override
    public void send(int kind, int length) {
        receiver.accept(kind, claimed.address(), length);
        if (wipe != 0) {
            Memory.clear(claimed.address(), wipe);
            wipe = 0;
        }
    }

    @Override
    public void awaitRoom(int length, long timeoutNs) {
        receiver.wantRoom();
        synchronized (this) {
            if (session.isOpen() && !receiver.hasRoom(length)) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, timeoutNs);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** There may be room, or the session has ended. */
    synchronized void retire() {
        notifyAll();
    }
}
