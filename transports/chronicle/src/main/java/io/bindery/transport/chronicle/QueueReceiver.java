package io.bindery.transport.chronicle;

import io.bindery.internal.memory.Memory;
import io.bindery.internal.mux.RecordFrame;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wires;
import org.jspecify.annotations.Nullable;

/**
 * Reads calls from a queue, from behind the last one that was handled. A position is an index of the queue.
 *
 * <p><b>Threading:</b> as any lane; but others than its thread look whether there is a record, and Chronicle's tailer
 * bears one thread at a time. Who looks does so under {@code busy}, which is held for moments, and not while an entry is
 * taken; who has taken it is alone with the tailer until it is used.
 */
final class QueueReceiver extends OnewayReceiver {
    private static final Logger LOGGER = System.getLogger("io.bindery.transport");

    /** Kind of a record; docs/protocol.md. */
    private static final int ONEWAY = 3;

    /** Of entries, from the start of the file, which is mapped at whole pages. */
    private static final long ALIGNMENT = 4;

    private static final int LINE_BYTES = 64;
    private static final int FETCHED_BYTES = 4 * LINE_BYTES;

    // What is with the entry at which the tailer stands, in the order in which it goes.

    private static final int NONE = 0;

    /** {@link #poll} has not taken it yet. */
    private static final int PRESENT = 1;

    private static final int TAKEN = 2;

    /** Whoever looks next closes it, when its handler is under way. */
    private static final int USED = 3;

    private final QueueSession session;
    private final QueueState state;
    private final boolean synced;
    private final ExcerptTailer tailer;
    private final Handled handled = new Handled();
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * {@link #TAKEN} and {@link #USED} are said by who takes the entry, the others under {@code busy}. Stored with release:
     * whoever sees a step late looks again.
     */
    private final AtomicInteger step = new AtomicInteger(NONE);

    /** The entry, unless there is none. */
    private @Nullable DocumentContext open;

    /**
     * Where the header of the next entry will be, in what the tailer has mapped now; 0 if that is not known. As long as
     * {@link #isAwaited} there is none, which is seen sooner than by asking Chronicle.
     */
    private long nextHeader;

    private volatile boolean closed;
    private long address;
    private long entryBytes;
    private long index;

    QueueReceiver(QueueSession session, QueueFiles files, boolean synced) {
        this.session = session;
        this.synced = synced;
        state = files.state();
        tailer = files.queue().createTailer();
        tailer.singleThreadedCheckDisabled(true);
        resume(files);
    }

    private void resume(QueueFiles files) {
        long last = state.handled();
        if (last == 0) {
            tailer.toStart();
        } else if (tailer.moveToIndex(last)) {
            try (DocumentContext handledLast = tailer.readingDocument()) {
                if (!handledLast.isPresent()) {
                    throw new IllegalStateException(
                            "no entry where one was handled: index=0x" + Long.toHexString(last));
                }
            }
        } else {
            LOGGER.log(
                    Level.WARNING,
                    "the entry that was handled last is gone, and with it perhaps others; the queue is read from its start:"
                            + " directory=" + files.directory() + " handled=0x" + Long.toHexString(last) + " first=0x"
                            + Long.toHexString(files.queue().firstIndex()));
            tailer.toStart();
        }
    }

    @Override
    public Session session() {
        return session;
    }

    // ---- reading

    @Override
    public boolean hasRecord() {
        if (step.getAcquire() == PRESENT) {
            return true;
        }
        if (!busy.compareAndSet(false, true)) {
            return false; // the one that looks now sees it, and so does whoever looks next
        }
        try {
            return look();
        } finally {
            busy.setRelease(false);
        }
    }

    private boolean look() {
        int reached = step.getAcquire();
        if (reached == PRESENT || reached == TAKEN) {
            return reached == PRESENT;
        }
        if (reached == USED) {
            closeUsed();
        }
        if (closed) {
            return false;
        }
        if (nextHeader != 0) {
            int header = Memory.getIntAcquire(nextHeader);
            if (isAwaited(header)) {
                return false;
            }
            fetch(nextHeader, Wires.lengthOf(header));
        }
        nextHeader = 0; // the tailer may move on to another mapping
        DocumentContext document = tailer.readingDocument();
        if (!document.isPresent()) {
            document.close();
            return false;
        }
        MappedBytes bytes = QueueAppender.bytes(document);
        address = bytes.addressForRead(bytes.readPosition());
        entryBytes = bytes.readRemaining();
        index = document.index();
        open = document;
        step.setRelease(PRESENT);
        return true;
    }

    /**
     * Whether the entry of this header has not begun, or is being written: to ask Chronicle for it then, again and again,
     * takes its lines away from who writes it. What one that died has left there the next to append makes an end of.
     */
    private static boolean isAwaited(int header) {
        return header == 0 || (header & (Wires.NOT_COMPLETE | Wires.META_DATA)) == Wires.NOT_COMPLETE;
    }

    /**
     * Has the cache lines of an entry on their way while Chronicle looks at the first. Behind an entry there is always as
     * much mapped as {@link QueueAppender} leaves of an overlap.
     */
    private static void fetch(long header, int length) {
        long end = header + (Math.min(length, FETCHED_BYTES) & -ALIGNMENT);
        for (long line = header + LINE_BYTES; line < end; line += LINE_BYTES) {
            int ignored = Memory.getIntAcquire(line);
        }
        int ignored = Memory.getIntAcquire(end);
    }

    private void closeUsed() {
        Objects.requireNonNull(open, "an entry that is used is open").close();
        open = null;
        step.setRelease(NONE);
    }

    /** Who takes an entry needs no lock: as long as it is open, nobody else touches the tailer. */
    @Override
    public long poll() {
        if (!hasRecord()) {
            return EMPTY;
        }
        step.setRelease(TAKEN);
        handled.take(index);
        if (entryBytes < EntryLayout.REQUEST_BYTES
                || entryBytes > session.maxRecord()
                || EntryLayout.kind(address) != EntryLayout.CALL) {
            throw new ProtocolViolationException(
                    "the queue holds what is no call: index=0x" + Long.toHexString(index) + " bytes=" + entryBytes);
        }
        return RecordFrame.polled(ONEWAY, (int) entryBytes);
    }

    @Override
    public long receivedAddress() {
        return address;
    }

    @Override
    public long recordPosition() {
        return index;
    }

    @Override
    public long position() {
        return index + 1;
    }

    @Override
    public void done(long position) {
        if (step.getAcquire() == TAKEN && position > index) {
            nextHeader = address + entryBytes + ALIGNMENT - 1 & -ALIGNMENT;
            step.setRelease(USED);
        }
    }

    @Override
    public void doneNow(long position) {
        done(position);
    }

    @Override
    public boolean wantsHandled() {
        return true;
    }

    @Override
    public void handled(long recordPosition) {
        long upTo = handled.handle(recordPosition);
        if (upTo != 0) {
            state.setHandled(upTo);
            if (synced) {
                state.sync();
            }
        }
    }

    // ---- waiting

    @Override
    public void setParked(int mode) {
        state.setParked(mode);
    }

    @Override
    public long futexAddress() {
        return state.bellAddress();
    }

    @Override
    public int futexValue() {
        return state.bell();
    }

    /** No more is read, but for an entry that is open already. */
    void close() {
        closed = true;
    }

    /** After that: whether no thread reads an entry, and none will. */
    boolean isIdle() {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (step.getAcquire() == USED) {
                closeUsed();
            }
            return step.getAcquire() == NONE;
        } finally {
            busy.setRelease(false);
        }
    }
}
