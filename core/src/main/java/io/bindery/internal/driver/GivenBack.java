package io.bindery.internal.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.bindery.transport.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What goes back to a peer: references that this process no longer holds, pins of references to third processes that
 * it has redeemed, and reports on the peer's oneway calls. It is collected and sent in batches, of which one at most is under way: a hundred thousand proxies that
 * are collected at once fill no queue.
 *
 * <p><b>Threading:</b> any thread; never blocks.
 */
final class GivenBack {
    /** Driver messages, as {@code docs/protocol.md} numbers them. */
    static final int RELEASE = 1;

    static final int ACKNOWLEDGE = 2;
    static final int TAKEN = 3;
    static final int FROZEN = 4;
    static final int SYNC_WHILE_FROZEN = 5;
    static final int ONEWAY_REFUSED = 8;
    static final int ONEWAY_SUSPECTED = 9;

    static final int KIND_BYTES = 4;
    static final int ENTRY_BYTES = 8;

    private static final int MOST_PER_BATCH = 4096;

    private final Session session;

    /** Handle in the low half, how many references in the high one. */
    private final Pending releases = new Pending();

    private final Pending pins = new Pending();
    private final OnewayReports reports = new OnewayReports();
    private boolean underWay;

    GivenBack(Session session) {
        this.session = session;
    }

    /** Numbers that wait, oldest first. */
    private static final class Pending {
        private long[] values = new long[8];
        private int first;
        private int end;

        void add(long value) {
            if (end == values.length) {
                int count = end - first;
                // Doubled unless at least half of it is free: each number is moved a constant number of times.
                long[] target = count > values.length / 2 ? new long[2 * values.length] : values;
                System.arraycopy(values, first, target, 0, count);
                values = target;
                first = 0;
                end = count;
            }
            values[end++] = value;
        }

        int count() {
            return end - first;
        }

        long take() {
            long value = values[first++];
            if (first == end) {
                first = 0;
                end = 0;
                if (values.length > MOST_PER_BATCH) {
                    values = Arrays.copyOf(values, 8);
                }
            }
            return value;
        }
    }

    synchronized void release(int handle, int references) {
        releases.add((handle & 0xffff_ffffL) | (long) references << Integer.SIZE);
        sendNext();
    }

    synchronized void acknowledge(long pin) {
        pins.add(pin);
        sendNext();
    }

    /** The peer is to be told that this process could not run a oneway call of its. */
    synchronized void refused(int handle, int code, int reason) {
        reports.addRefused(handle, code, reason, 1);
        sendNext();
    }

    /** The peer is to be told that it is suspected of spamming. */
    synchronized void suspected(int handle, int calls, int bytes) {
        reports.setSuspected(handle, calls, bytes);
        sendNext();
    }

    /** The peer has taken the batch that was under way. */
    synchronized void onTaken() {
        underWay = false;
        sendNext();
    }

    private void sendNext() {
        if (underWay) {
            return;
        }
        if (releases.count() != 0) {
            send(RELEASE, releases);
        } else if (pins.count() != 0) {
            send(ACKNOWLEDGE, pins);
        } else if (reports.hasRefused()) {
            send(ONEWAY_REFUSED, reports.takeRefused());
        } else if (reports.isSuspected()) {
            send(ONEWAY_SUSPECTED, reports.takeSuspected());
        }
    }

    private void send(int kind, Pending pending) {
        long[] entries = new long[Math.min(MOST_PER_BATCH, pending.count())];
        Arrays.setAll(entries, i -> pending.take());
        send(kind, entries);
    }

    private void send(int kind, long[] entries) {
        underWay = true;
        send(session, kind, entries);
    }

    /** Sends a message of the driver's. */
    static void send(Session session, int kind, long... entries) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocate(KIND_BYTES + (long) entries.length * ENTRY_BYTES);
            message.set(JAVA_INT_UNALIGNED, 0, kind);
            for (int i = 0; i < entries.length; i++) {
                message.set(JAVA_LONG_UNALIGNED, KIND_BYTES + (long) i * ENTRY_BYTES, entries[i]);
            }
            session.sendMessage(message);
        }
    }

    /** The entries of a message of the driver's; the kind comes before them. */
    static long[] entries(MemorySegment message) {
        long[] entries = new long[(int) ((message.byteSize() - KIND_BYTES) / ENTRY_BYTES)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = message.get(JAVA_LONG_UNALIGNED, KIND_BYTES + (long) i * ENTRY_BYTES);
        }
        return entries;
    }
}
