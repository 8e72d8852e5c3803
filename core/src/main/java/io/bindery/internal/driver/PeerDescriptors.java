package io.bindery.internal.driver;

import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.Trait;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptors that cross a session: those of a parcel are sent before its record, those that a record names are
 * taken when its object table is read.
 *
 * <p><b>Threading:</b> any thread but the control thread.
 */
final class PeerDescriptors {
    private static final long[] NONE = {};

    private final Peer peer;
    private final Session session;
    private final int limit;

    /** One for the session, and one for each oneway call whose object table is still to be read. */
    private final AtomicInteger readers = new AtomicInteger(1);

    PeerDescriptors(Peer peer, Session session) {
        this.peer = peer;
        this.session = session;
        limit = peer.context.options().limits().descriptorsPerMessage();
    }

    // ---- out

    /**
     * Sends the descriptors of a parcel, and returns their numbers in the order of the table; null if the peer has not
     * taken them within {@code timeoutNs}.
     */
    long @Nullable [] send(ObjectTable objects, long timeoutNs) throws RemoteException {
        int count = objects.descriptors();
        if (count == 0) {
            return NONE;
        }
        peer.require(Trait.DESCRIPTORS, "a file descriptor in a parcel");
        if (count > limit) {
            throw new IllegalArgumentException("too many file descriptors in one parcel: count=" + count + " limit="
                    + limit + "; send fewer, or raise Limits.descriptorsPerMessage in both processes");
        }
        int[] fds = new int[count];
        int next = 0;
        for (int i = 0; i < objects.count(); i++) {
            if (objects.object(i) instanceof ParcelFileDescriptor descriptor) {
                fds[next++] = descriptor.getFd();
            }
        }
        long[] numbers = new long[count];
        return session.sendDescriptors(fds, count, numbers, timeoutNs) ? numbers : null;
    }

    /** No record will name it. */
    void forget(long number) {
        session.forgetDescriptor(number);
    }

    // ---- in

    int limit() {
        return limit;
    }

    /**
     * Takes the descriptor of this number.
     *
     * @throws DescriptorsLostException if this process had no room for it
     * @throws ProtocolViolationException if it was never sent; the session is closed
     */
    ParcelFileDescriptor take(long number) throws DescriptorsLostException {
        int fd = takeRaw(number);
        try {
            return ParcelFileDescriptor.adoptFd(fd);
        } catch (IOException e) {
            throw new IllegalStateException("a descriptor that was just received is not open: fd=" + fd, e);
        }
    }

    /** As {@link #take}, as a number that the caller closes. */
    int takeRaw(long number) throws DescriptorsLostException {
        int fd;
        try {
            fd = session.takeDescriptor(number);
        } catch (ProtocolViolationException e) {
            if (!session.isOpen()) {
                throw new DescriptorsLostException(
                        "the session ended before a file descriptor was read: " + session.closeReason());
            }
            throw peer.violation(String.valueOf(e.getMessage()));
        }
        if (fd == Session.LOST) {
            throw new DescriptorsLostException("a file descriptor was lost on its way: the receiving process has none"
                    + " left; raise its RLIMIT_NOFILE, or close what it does not need");
        }
        return fd;
    }

    /** Takes the descriptor of this number if it came, and closes it. */
    void discard(long number) {
        try {
            take(number).close();
        } catch (DescriptorsLostException e) {
            // then there is nothing to close
        }
    }

    /** A oneway call whose table names descriptors waits to be read. Ends with {@link #release}. */
    void retain() {
        readers.incrementAndGet();
    }

    /** A call was read, or the session has ended. */
    void release() {
        if (readers.decrementAndGet() == 0) {
            session.dropDescriptors();
        }
    }
}
