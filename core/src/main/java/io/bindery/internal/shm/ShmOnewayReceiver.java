package io.bindery.internal.shm;

import io.bindery.internal.linux.Futex;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.RingViolationException;
import io.bindery.internal.ring.StreamRingReader;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.lang.invoke.VarHandle;

/** The receiving end of a stream ring in shared memory; how it waits is told in {@link ShmOnewaySender}. */
final class ShmOnewayReceiver extends OnewayReceiver {
    private final ShmSession session;
    private final Outbox own;
    private final PeerOutbox peer;
    private final long peerAddress;
    private final StreamRingReader reader;
    private final BulkIn bulkIn = new BulkIn();
    private final int maxLength;
    private final int publishEvery;
    private long receivedAddress;
    private long recordPosition;

    ShmOnewayReceiver(ShmSession session, Outbox own, PeerOutbox peer, int maxLength) {
        this.session = session;
        this.own = own;
        this.peer = peer;
        this.maxLength = maxLength;
        peerAddress = peer.address();
        reader = new StreamRingReader(
                peer.memory(), OutboxLayout.RING_OFFSET, peer.ringBytes(), own.memory(), OutboxLayout.HEAD_OFFSET);
        publishEvery = peer.ringBytes() / 4;
    }

    BulkIn bulkIn() {
        return bulkIn;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean hasRecord() {
        try {
            return reader.poll() != EMPTY;
        } catch (RingViolationException e) {
            return true; // poll() will say what is wrong
        }
    }

    @Override
    public long poll() {
        try {
            long word = reader.poll();
            if (word == EMPTY) {
                return EMPTY;
            }
            reader.accept(word);
            int ringLength = RecordLayout.length(word);
            recordPosition = reader.position();
            if ((RecordLayout.kind(word) & ShmSyncLane.BULK_KIND) != 0) {
                return bulkIn.isHere(peerAddress + reader.payload(), ringLength) ? pollBulk(word, ringLength) : EMPTY;
            }
            receivedAddress = peerAddress + reader.payload();
            reader.advance(ringLength);
            return word;
        } catch (RingViolationException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()), e);
        }
    }

    private long pollBulk(long word, int ringLength) {
        bulkIn.resolve(peerAddress + reader.payload());
        if (bulkIn.length() > maxLength) {
            throw new ProtocolViolationException(
                    "a record is larger than agreed: length=" + bulkIn.length() + " maxLength=" + maxLength);
        }
        reader.advance(ringLength);
        receivedAddress = bulkIn.address();
        return RecordLayout.commitWord(
                RecordLayout.sequence(word), RecordLayout.kind(word) & ~ShmSyncLane.BULK_KIND, bulkIn.length());
    }

    @Override
    public long receivedAddress() {
        return receivedAddress;
    }

    @Override
    public long recordPosition() {
        return recordPosition;
    }

    @Override
    public long position() {
        return reader.position();
    }

    @Override
    public void done(long position) {
        if (position - reader.published() >= publishEvery || peer.wantRoomOpaque() != 0) {
            doneNow(position);
        }
    }

    @Override
    public void doneNow(long position) {
        if (position > reader.published()) {
            reader.publishHead(position);
            VarHandle.fullFence();
            if (peer.wantRoomOpaque() != 0) {
                Futex.wake(own.incrementRoomBell(), 1);
            }
        }
    }

    @Override
    public void setParked(int mode) {
        own.setParked(mode);
    }

    @Override
    public long futexAddress() {
        return peer.bellAddress();
    }

    @Override
    public int futexValue() {
        return peer.bellAcquire();
    }

    /** The peer's memory stays, for what it has sent is still to be read. */
    void retire() {
        own.retire();
        bulkIn.retire();
    }
}
