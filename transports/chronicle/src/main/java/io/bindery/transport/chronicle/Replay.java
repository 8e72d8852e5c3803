package io.bindery.transport.chronicle;

import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Sends what a queue holds once more, to an object of the same interface: what a {@link Recorder} has copied, or durable
 * calls, which stay there.
 *
 * @param directory of the queue
 * @param speed how many times as fast as it came; 0 for as fast as it goes, as do transactions without a time
 * @param filter what is sent
 */
public record Replay(Path directory, double speed, TransactionFilter filter) {
    /** @throws IllegalArgumentException if {@code speed} is negative or no number */
    public Replay {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be a number of 0 or more: speed=" + speed);
        }
    }

    /**
     * What became of the transactions.
     *
     * @param sent how many were sent; those with a reply have been handled
     * @param failed how many of these ended with an exception of the handler
     * @param skipped how many the filter wanted and cannot be sent, since their arguments were not recorded
     */
    public record Result(long sent, long failed, long skipped) {}

    /** Takes transactions out of a queue. */
    @FunctionalInterface
    public interface Consumer {
        /** Takes the next one. */
        void accept(RecordedTransaction transaction) throws RemoteException, InterruptedException;
    }

    /**
     * Sends all that the queue holds now, in its order, on the calling thread.
     *
     * @throws IOException if the queue cannot be read
     * @throws DeadObjectException if the object is gone
     * @throws InterruptedException if the thread is interrupted between two transactions
     */
    public Result run(IBinder target) throws IOException, RemoteException, InterruptedException {
        Sending sending = new Sending(target, speed);
        forEach(sending);
        return new Result(sending.sent, sending.failed, sending.skipped);
    }

    /**
     * Gives all that the queue holds now, as far as the filter wants it, to {@code consumer}, at once.
     *
     * @throws IOException if the queue cannot be read
     */
    public void forEach(Consumer consumer) throws IOException, RemoteException, InterruptedException {
        JvmFlags.check();
        if (!Files.exists(directory.resolve(QueueState.NAME))) {
            throw new IOException("no queue of Bindery's: directory=" + directory + " missing=" + QueueState.NAME);
        }
        try (QueueFiles files = QueueFiles.toRead(QueueAddress.of(directory), QueueState.ANY)) {
            ExcerptTailer tailer = files.queue().createTailer();
            long last = files.queue().lastIndex();
            boolean more = true;
            while (more) {
                RecordedTransaction next = null;
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        MappedBytes bytes = QueueAppender.bytes(document);
                        long at = bytes.addressForRead(bytes.readPosition());
                        next = RecordedTransaction.read(document.index(), at, bytes.readRemaining());
                    }
                }
                more = next != null && next.index() < last;
                if (next != null && filter.test(next)) {
                    consumer.accept(next);
                }
            }
        }
    }

    private static final class Sending implements Consumer {
        private final IBinder target;
        private final double speed;
        private long sent;
        private long failed;
        private long skipped;
        private long firstTimeNs;
        private long begun;

        Sending(IBinder target, double speed) {
            this.target = target;
            this.speed = speed;
        }

        @Override
        public void accept(RecordedTransaction transaction) throws RemoteException, InterruptedException {
            byte[] arguments = transaction.arguments();
            if (arguments == null) {
                skipped++;
                return;
            }
            awaitTurn(transaction.timeNs());
            sent++;
            try {
                send(transaction, arguments);
            } catch (DeadObjectException e) {
                throw e;
            } catch (RemoteException | RuntimeException e) {
                failed++;
            }
        }

        private void awaitTurn(long timeNs) throws InterruptedException {
            if (speed == 0 || timeNs == 0) {
                return;
            }
            if (firstTimeNs == 0) {
                firstTimeNs = timeNs;
                begun = System.nanoTime();
            }
            long due = begun + (long) ((timeNs - firstTimeNs) / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while replaying");
                }
            }
        }

        private void send(RecordedTransaction transaction, byte[] arguments) throws RemoteException {
            boolean oneway = (transaction.flags() & IBinder.FLAG_ONEWAY) != 0;
            if (!(target instanceof BinderProxy proxy)) {
                throw new IllegalArgumentException("transactions are sent to a proxy: target=" + target);
            }
            try (Call call = oneway
                    ? proxy.newOnewayCall(transaction.code(), transaction.token(), Call.UNBOUNDED)
                    : proxy.newCall(transaction.code(), transaction.token(), Call.UNBOUNDED)) {
                call.data().unmarshall(arguments, 0, arguments.length);
                if (oneway) {
                    call.send();
                } else {
                    Parcel ignored = call.invoke();
                }
            }
        }
    }
}
