package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import java.util.Objects;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in place, at the end of a queue. From {@link #claim} to {@link #append} or {@link #abort} no other
 * process can append.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class QueueAppender implements AutoCloseable {
    /** What is left of an overlap for Chronicle's own headers. */
    private static final long OVERLAP_RESERVE = 64 << 10;

    private final QueueFiles files;
    private final boolean synced;
    private final ExcerptAppender appender;
    private final DiskRoom room;
    private final int maxLength;
    private @Nullable DocumentContext open;
    private long start;

    /** @param synced whether {@link #append} waits for the disk */
    QueueAppender(QueueFiles files, boolean synced) {
        this.files = files;
        this.synced = synced;
        room = new DiskRoom(files.directory());
        appender = files.queue().createAppender();
        appender.singleThreadedCheckDisabled(true); // the driver's lock keeps threads apart
        maxLength = (int) Math.min(Integer.MAX_VALUE, files.queue().overlapSize() - OVERLAP_RESERVE);
    }

    /** The longest entry in bytes. */
    int maxLength() {
        return maxLength;
    }

    /**
     * Returns the address of {@code length} bytes, to be filled.
     *
     * @throws RemoteException if the disk is full, or the queue cannot be written to; nothing is claimed
     */
    long claim(int length) throws RemoteException {
        try {
            DocumentContext document = appender.writingDocument();
            open = document;
            MappedBytes bytes = bytes(document);
            start = bytes.writePosition();
            room.ensure(bytes, start + length);
            return bytes.addressForWrite(start);
        } catch (RemoteException e) {
            abort();
            throw e;
        } catch (RollGuard.NoRoomException e) {
            throw DiskRoom.noRoom(files.directory(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | InternalError e) {
            abort();
            throw new RemoteException("the queue cannot be written to: directory=" + files.directory() + ": " + e, e);
        }
    }

    static MappedBytes bytes(DocumentContext document) {
        return (MappedBytes) Objects.requireNonNull(document.wire(), "wire").bytes();
    }

    void abort() {
        DocumentContext document = open;
        if (document != null) {
            open = null;
            document.rollbackOnClose();
            document.close();
        }
    }

    /** Ends the claim: the first {@code length} bytes of it are an entry from now on. */
    void append(int length) throws RemoteException {
        DocumentContext document = Objects.requireNonNull(open, "nothing is claimed");
        open = null;
        try {
            bytes(document).writePosition(start + length);
            document.close();
        } catch (RuntimeException | InternalError e) {
            throw new RemoteException("the queue cannot be written to: directory=" + files.directory() + ": " + e, e);
        }
        if (synced) {
            room.sync();
        }
        files.state().wakeServer();
    }

    /** Index of what was appended last. */
    long lastIndex() {
        return appender.lastIndexAppended();
    }

    @Override
    public void close() {
        abort();
        room.close();
        files.close();
    }
}
