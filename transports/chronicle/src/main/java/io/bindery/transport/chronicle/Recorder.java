package io.bindery.transport.chronicle;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.transport.Address;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Copies the transactions that come for an object of another process to a queue, until it is closed: whoever calls that
 * object, by whatever transport, before it handles them. The object's process needs no flag and no library for that; it
 * must belong to the same user, or the recorder to root. Arguments that are sensitive are not copied, and neither are
 * those with objects among them, which mean something between two processes only.
 *
 * <p>A recorder that does not keep up slows the object's callers; one whose disk is full, or that dies, ends the recording
 * and leaves the object alone.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class Recorder implements AutoCloseable {
    private static final long END_MS = 5_000;

    private final IBinder target;
    private final TransactionFilter filter;
    private final Retention retention;
    private final QueueAppender appender;
    private final Sink sink = new Sink();
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable Exception failure;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    private Recorder(IBinder target, TransactionFilter filter, QueueFiles files, int keep) {
        this.target = target;
        this.filter = filter;
        retention = new Retention(files, keep);
        appender = new QueueAppender(files, false);
    }

    /**
     * Begins to record.
     *
     * @param target a proxy whose transport has {@link io.bindery.transport.Trait#DUPLEX}
     * @param queue {@code chronicle:DIRECTORY} with options as {@link ChronicleTransportProvider} has them; {@code keep} is
     *     how many full files stay, handled or not
     * @throws IOException if the queue cannot be used
     * @throws SecurityException if the object's process belongs to another user
     * @throws RemoteException if it cannot be asked, or is being recorded already
     */
    public static Recorder start(IBinder target, String queue, TransactionFilter filter)
            throws IOException, RemoteException {
        JvmFlags.check();
        QueueAddress address = QueueAddress.parse(Address.parse(queue));
        QueueFiles files = QueueFiles.toAppend(address, QueueState.RECORDING, new RollGuard(address.directory()));
        Recorder recorder = new Recorder(target, filter, files, address.keep());
        boolean started = false;
        try {
            recorder.ask(IBinder.START_RECORDING_TRANSACTION);
            started = true;
            return recorder;
        } finally {
            if (!started) {
                recorder.appender.close();
            }
        }
    }

    private void ask(int code) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            data.writeStrongBinder(sink);
            if (!target.transact(code, data, reply, 0)) {
                throw new RemoteException("the object's process knows no recording: target=" + target);
            }
            reply.readException();
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    /** Gets each transaction, from a looper; one at a time. */
    private final class Sink extends Binder {
        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
            switch (code) {
                case FIRST_CALL_TRANSACTION -> accept(data);
                case FIRST_CALL_TRANSACTION + 1 -> ended.countDown();
                default -> {
                    return super.onTransact(code, data, reply, flags);
                }
            }
            return true;
        }
    }

    private synchronized void accept(Parcel data) {
        long timeNs = data.readLong();
        int pid = data.readInt();
        int uid = data.readInt();
        int code = data.readInt();
        int flags = data.readInt();
        int token = data.readInt();
        boolean hasObjects = data.readInt() != 0;
        String interfaceName = Objects.requireNonNullElse(data.readString(), "");
        String method = Objects.requireNonNullElse(data.readString(), "");
        byte[] arguments = data.readByteArray();
        RecordedTransaction transaction = new RecordedTransaction(
                0, timeNs, pid, uid, interfaceName, method, code, flags, token, hasObjects ? null : arguments);
        if (closed || failure != null || !filter.test(transaction)) {
            return;
        }
        try {
            transaction.append(appender);
            retention.onUsed(appender.lastIndex());
            count.incrementAndGet();
        } catch (IOException | RemoteException e) {
            failure = e;
        }
    }

    /** How many transactions are in the queue. */
    public long count() {
        return count.get();
    }

    /** Why no more are recorded; null while they are. */
    public @Nullable Exception failure() {
        return failure;
    }

    /** Ends the recording; what has been handled until now is in the queue. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        try {
            ask(IBinder.STOP_RECORDING_TRANSACTION);
            boolean all = ended.await(END_MS, TimeUnit.MILLISECONDS);
            if (!all) {
                throw new RemoteException("not all that was recorded has come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RemoteException e) {
            System.getLogger("io.bindery.transport")
                    .log(System.Logger.Level.DEBUG, "the recording ends: " + e.getMessage());
        }
        synchronized (this) {
            closed = true;
            appender.close();
        }
    }
}
