package io.bindery.internal.mux;

import io.bindery.internal.session.Frame;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.ProtocolViolationException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** The sending end of the oneway lane in a stream. */
final class StreamOnewaySender extends OnewaySender {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final StreamSession session;
    private final StreamChannel channel;
    private final int id;
    private final int maxLength;
    private final ArrayDeque<OutgoingRecord> buffers = new ArrayDeque<>();
    private OutgoingRecord claimed = new OutgoingRecord();
    private long tail;
    private int lastSent;

    /** Up to where the receiver has used what it got; guarded by this. */
    private long head;

    StreamOnewaySender(StreamSession session, StreamChannel channel, int id, int maxLength) {
        this.session = session;
        this.channel = channel;
        this.id = id;
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public long claim(int length) {
        if (!hasRoom(length)) {
            return -1;
        }
        if (channel.writer().holds(claimed)) {
            buffers.addLast(claimed);
            claimed = channel.writer().holds(buffers.getFirst()) ? new OutgoingRecord() : buffers.removeFirst();
        }
        return claimed.ensure(RecordFrame.HEADER_BYTES + length, 0) + RecordFrame.HEADER_BYTES;
    }

    private synchronized boolean hasRoom(int length) {
        long underWay = tail - head;
        return underWay == 0 || underWay + OnewayWindow.cost(length) <= OnewayWindow.BYTES;
    }

    @Override
    public void abort() {}

    /** What is out is not here any more. */
    @Override
    public void wipeAfterUse(long address, int length) {
        claimed.wipe = (int) (address - claimed.address()) + length;
    }

    @Override
    public void send(int kind, int length) {
        RecordFrame.put(claimed.address(), kind, true, length, id, ++lastSent);
        synchronized (this) {
            tail += OnewayWindow.cost(length);
        }
        channel.writer().record(claimed, RecordFrame.HEADER_BYTES + length);
    }

    /** The receiver has used what it got up to {@code position}. Any thread. */
    synchronized void onCredit(long position) {
        if (position < head || position > tail) {
            throw new ProtocolViolationException(
                    "room that cannot be: position=" + position + " head=" + head + " tail=" + tail);
        }
        head = position;
        notifyAll();
    }

    @Override
    public void awaitRoom(int length, long timeoutNs) {
        channel.send(Frame.end(Frame.begin(Frame.WANT_ROOM, 0)));
        long deadline = System.nanoTime() + timeoutNs;
        while (session.isOpen()) {
            channel.look();
            // The control thread does not look while another thread does, and that one may be in a handler.
            long most = channel.isLookedAfter() ? LOOK_NS : timeoutNs;
            synchronized (this) {
                long left = Math.min(most, deadline - System.nanoTime());
                if (left <= 0 || hasRoom(length) || !awaitCredit(left)) {
                    return;
                }
            }
        }
    }

    private boolean awaitCredit(long timeoutNs) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, timeoutNs);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The session has ended: nobody waits any more. */
    synchronized void retire() {
        notifyAll();
    }
}
