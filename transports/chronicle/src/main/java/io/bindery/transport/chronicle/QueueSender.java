package io.bindery.transport.chronicle;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.OnewaySender;
import java.util.concurrent.atomic.AtomicBoolean;

/** Appends oneway calls to a queue. There is always room, or the disk is full. */
final class QueueSender extends OnewaySender {
    /** Each is a system call. */
    private static final int PID = Processes.pid();

    private static final int UID = Processes.uid();

    private final QueueSession session;
    private final QueueAppender appender;
    private final int maxLength;
    private final AtomicBoolean inUse = new AtomicBoolean();
    private long claimedAt;
    private boolean sensitive;

    QueueSender(QueueSession session, QueueAppender appender, int maxLength) {
        this.session = session;
        this.appender = appender;
        this.maxLength = Math.min(maxLength, appender.maxLength());
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public long claim(int length) throws RemoteException {
        if (!session.isOpen() || !inUse.compareAndSet(false, true)) {
            throw new DeadObjectException("the session has ended: " + session.closeReason());
        }
        boolean claimed = false;
        try {
            claimedAt = appender.claim(length);
            claimed = true;
            return claimedAt;
        } finally {
            if (!claimed) {
                inUse.setRelease(false);
            }
        }
    }

    @Override
    public void abort() {
        if (inUse.getPlain()) {
            appender.abort();
            inUse.setRelease(false);
        }
    }

    /** What is kept on disk cannot be zeroed after use: it is in backups, and in blocks that were given back. */
    @Override
    public void wipeAfterUse(long address, int length) {
        Memory.clear(address, length);
        sensitive = true;
    }

    @Override
    public void send(int kind, int length) throws RemoteException {
        try {
            if (sensitive) {
                sensitive = false;
                Memory.clear(claimedAt, length);
                appender.abort();
                throw new RemoteException("sensitive arguments are not kept on disk: the call was not sent: directory="
                        + session.files().directory());
            }
            EntryLayout.putCaller(claimedAt, PID, UID);
            appender.append(length);
        } finally {
            inUse.setRelease(false);
        }
    }

    @Override
    public void awaitRoom(int length, long timeoutNs) {
        Thread.onSpinWait(); // a claim has room, or throws
    }

    /** Closes the queue, if no thread is appending to it. Returns whether it is closed. */
    boolean retire() {
        if (inUse.compareAndSet(false, true)) {
            appender.close();
            return true;
        }
        return false;
    }
}
