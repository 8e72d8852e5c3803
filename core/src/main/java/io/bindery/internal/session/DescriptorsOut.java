package io.bindery.internal.session;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The descriptors that this process sends ahead of its records. They are numbered from 0 in the order in which they go.
 * The sender waits until the kernel has them: what is then committed cannot overtake them.
 *
 * <p>The peer says how many it has used; until then a descriptor counts against the {@linkplain DescriptorsIn#WINDOW
 * window}, so that a peer which is slow does not fill up with ours.
 *
 * <p><b>Threading:</b> any thread; {@link #send} on any but the control thread.
 */
final class DescriptorsOut {
    private static final int MOST_PER_MESSAGE = SocketMessage.DEFAULT_MAX_DESCRIPTORS;
    private static final long RETRY_NS = 50_000;

    private final Session session;
    private final DescriptorPort port;
    private final Semaphore window = new Semaphore(DescriptorsIn.WINDOW);
    private long next;
    private int unused;

    DescriptorsOut(Session session, DescriptorPort port) {
        this.session = session;
        this.port = port;
    }

    /** See {@link io.bindery.transport.Session#sendDescriptors}. */
    boolean send(int[] descriptors, int count, long[] numbers, long timeoutNs) throws RemoteException {
        long deadline = System.nanoTime() + timeoutNs;
        if (!enterWindow(count, timeoutNs)) {
            return false;
        }
        int sent = 0;
        boolean complete = false;
        try {
            while (sent < count) {
                int batch = Math.min(MOST_PER_MESSAGE, count - sent);
                if (trySend(descriptors, sent, batch, numbers)) {
                    sent += batch;
                } else if (System.nanoTime() - deadline >= 0) {
                    return false;
                } else {
                    LockSupport.parkNanos(this, RETRY_NS);
                }
                checkOpen();
            }
            complete = true;
            return true;
        } catch (SystemCallException e) {
            throw new RemoteException(
                    count + " file descriptors could not be sent: " + e.getMessage() + advice(e.errno()), e);
        } finally {
            if (!complete) {
                leaveWindow(count - sent);
                for (int i = 0; i < sent; i++) {
                    forget(numbers[i]);
                }
            }
        }
    }

    private static String advice(int errno) {
        return errno == Errno.ETOOMANYREFS
                ? "; descriptors of this user that no receiver has read yet are as many as RLIMIT_NOFILE allows:"
                        + " wait for the receivers, or raise it"
                : "";
    }

    private boolean enterWindow(int count, long timeoutNs) throws RemoteException {
        try {
            if (!window.tryAcquire(count, timeoutNs, TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while the peer had too many file descriptors of ours", e);
        }
        synchronized (this) {
            unused += count;
        }
        checkOpen();
        return true;
    }

    private void leaveWindow(int count) {
        synchronized (this) {
            unused -= count;
        }
        window.release(count);
    }

    private synchronized boolean trySend(int[] descriptors, int from, int count, long[] numbers)
            throws SystemCallException {
        byte[] frame =
                Frame.end(Frame.begin(Frame.DESCRIPTORS, 12).putLong(next).putInt(count));
        if (!port.trySend(frame, descriptors, from, count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            numbers[from + i] = next++;
        }
        return true;
    }

    private void checkOpen() throws DeadObjectException {
        if (!session.isOpen()) {
            throw new DeadObjectException(
                    "the session ended while file descriptors were being sent: " + session.closeReason());
        }
    }

    /** No record will name this one. */
    void forget(long number) {
        port.send(Frame.end(Frame.begin(Frame.FORGET_DESCRIPTOR, 8).putLong(number)));
    }

    /** The peer has used, or closed, so many more. */
    void onUsed(int count) {
        synchronized (this) {
            if (count <= 0 || count > unused) {
                throw new ProtocolViolationException(
                        "the peer says that it has used descriptors that it does not hold: count=" + count + " held="
                                + unused);
            }
            unused -= count;
        }
        window.release(count);
    }

    /** Wakes who waits: the session has ended. */
    void close() {
        window.release(Integer.MAX_VALUE >> 1);
    }
}
