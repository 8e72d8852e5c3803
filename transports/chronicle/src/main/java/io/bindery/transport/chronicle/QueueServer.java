package io.bindery.transport.chronicle;

import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileLock;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Parked;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one that serves a queue. Calls are taken by the loopers, as from any lane; a thread of this class hears the doorbell
 * while the lane is cold, and deletes files that were handled.
 */
final class QueueServer implements Endpoint {
    private static final Logger LOGGER = System.getLogger("io.bindery.transport");
    private static final String LOCK = "bindery.server";
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    private final Address address;
    private final QueueFiles files;
    private final QueueSession session;
    private final QueueReceiver receiver;
    private final Retention retention;
    private final int lock;
    private volatile boolean closed;

    QueueServer(Address address, int keep, int lock, QueueSession session, QueueReceiver receiver) {
        this.address = address;
        this.lock = lock;
        this.session = session;
        this.receiver = receiver;
        files = session.files();
        retention = new Retention(files, keep);
    }

    /** Takes the right to serve a queue. Returns what {@link FileLock#unlock} takes. */
    static int lock(Path directory) throws IOException {
        int lock = FileLock.tryLock(directory.resolve(LOCK));
        if (lock == -Errno.EWOULDBLOCK) {
            throw new IOException("another context serves the queue: directory=" + directory + " lock=" + LOCK);
        }
        return lock;
    }

    void start(ThreadFactory threads) {
        Thread thread = threads.newThread(this::listen);
        thread.setName("bindery-queue-" + files.directory().getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        session.attend(); // for what came while nobody listened
        QueueState state = files.state();
        while (!closed) {
            int heard = state.doorbell();
            if (state.parked() == Parked.DOORBELL) {
                session.attend();
            }
            state.awaitDoorbell(heard, LOOK_NS);
            try {
                retention.onUsed(state.handled());
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOGGER.log(Level.WARNING, "files that were handled cannot be deleted: " + e);
                }
            }
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            receiver.close();
            session.close(this, "this process listens no longer: address=" + address);
            files.state().setParked(Parked.POLLING); // nobody is there to be woken
            files.state().ringDoorbell();
            FileLock.unlock(lock);
        }
    }
}
