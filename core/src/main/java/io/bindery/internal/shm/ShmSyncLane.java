package io.bindery.internal.shm;

import io.bindery.internal.linux.Futex;
import io.bindery.internal.linux.Threads;
import io.bindery.internal.ring.CallRingReader;
import io.bindery.internal.ring.CallRingWriter;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.RingViolationException;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import io.bindery.transport.SyncLane;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A sync lane over two call rings. What this side writes lies in its own outbox; what it reads, in the peer's.
 *
 * <p><b>Waking.</b> Sender: commit (release), full fence, read the peer's {@code parked}. Receiver: store
 * {@code parked}, full fence, look at the commit word. In every interleaving either the sender sees that the receiver
 * sleeps, or the receiver sees the record: of two stores each followed by a full fence and a load of the other's
 * location, at least one load sees the other's store.
 */
final class ShmSyncLane extends SyncLane {
    /** Set in a record's kind when its payload lies in a region. */
    static final int BULK_KIND = 0x80;

    /** A payload up to this length goes through the ring. */
    static final int MAX_INLINE = 16 << 10;

    /** Room that a request leaves behind it, so that this side can answer nested calls through the ring. */
    private static final int NESTED_ROOM = 1024;

    private final ShmSession session;
    private final Outbox own;
    private final PeerOutbox peer;
    private final long ownAddress;
    private final long peerAddress;
    private final CallRingWriter writer;
    private final CallRingReader reader;
    private final BulkOut bulkOut;
    private final BulkIn bulkIn = new BulkIn();
    private final int maxLength;

    private BulkOut.Region bulkClaim = NO_REGION;
    private int lastSent;

    /** The last record for which the peer had to be woken. */
    private int wokenFor;

    /** The last record for which the doorbell had to be rung. */
    private int rangFor;

    private long receivedAddress;
    private int receivedRingLength;

    private BulkOut.Region[] heldRegions = new BulkOut.Region[4];
    private int[] heldRingTops = new int[4];
    private int[] heldRegionTops = new int[4];
    private int held;

    @SuppressWarnings("NullAway") // stands for "none"; its fields are never used
    private static final BulkOut.Region NO_REGION = new BulkOut.Region(-1, null);

    ShmSyncLane(ShmSession session, Outbox own, PeerOutbox peer, int maxLength, BulkOut bulkOut) {
        this.session = session;
        this.own = own;
        this.peer = peer;
        this.maxLength = maxLength;
        this.bulkOut = bulkOut;
        ownAddress = own.address();
        peerAddress = peer.address();
        writer = new CallRingWriter(own.memory(), OutboxLayout.RING_OFFSET, own.ringBytes());
        reader = new CallRingReader(peer.memory(), OutboxLayout.RING_OFFSET, peer.ringBytes());
    }

    BulkIn bulkIn() {
        return bulkIn;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    // ---- sending

    @Override
    public long claim(int length) {
        return claim(length, writer.room() - NESTED_ROOM);
    }

    @Override
    public long claimReply(int length) {
        return claim(length, writer.room());
    }

    private long claim(int length, int room) {
        if (length <= MAX_INLINE && length <= room) {
            return ownAddress + writer.claim(length);
        }
        return claimBulk(length, room);
    }

    private long claimBulk(int length, int room) {
        if (length > maxLength || room < BulkOut.REFERENCE_BYTES) {
            return -1;
        }
        BulkOut.Region region = bulkOut.stacked(length);
        if (region == null) {
            return -1;
        }
        writer.claim(BulkOut.REFERENCE_BYTES);
        bulkClaim = region;
        return region.address();
    }

    @Override
    public void abort() {
        bulkClaim = NO_REGION;
        writer.abort();
    }

    @Override
    public long sendRequest(int kind, int length) {
        int top = writer.top();
        if (bulkClaim == NO_REGION) {
            publish(kind, length);
            writer.push(length);
        } else {
            BulkOut.Region region = writeReference(length);
            hold(top, region, length);
            publish(kind | BULK_KIND, BulkOut.REFERENCE_BYTES);
            writer.push(BulkOut.REFERENCE_BYTES);
        }
        return top;
    }

    @Override
    public void sendReply(int kind, int length) {
        if (bulkClaim == NO_REGION) {
            publish(kind, length);
        } else {
            writeReference(length);
            publish(kind | BULK_KIND, BulkOut.REFERENCE_BYTES);
        }
    }

    private void publish(int kind, int ringLength) {
        long record = OutboxLayout.RING_OFFSET + (long) writer.top();
        lastSent = writer.commit(kind, ringLength);
        wakePeer(record);
    }

    /** Makes the claim in the ring name the claim in the region, and returns that region. */
    private BulkOut.Region writeReference(int length) {
        BulkOut.Region region = bulkClaim;
        bulkClaim = NO_REGION;
        long at = ownAddress + OutboxLayout.RING_OFFSET + writer.top() + RecordLayout.HEADER_LENGTH;
        BulkOut.putReference(at, region.id, length, region.top);
        return region;
    }

    private void hold(int ringTop, BulkOut.Region region, int length) {
        if (held == heldRegions.length) {
            heldRegions = Arrays.copyOf(heldRegions, 2 * held);
            heldRingTops = Arrays.copyOf(heldRingTops, 2 * held);
            heldRegionTops = Arrays.copyOf(heldRegionTops, 2 * held);
        }
        heldRegions[held] = region;
        heldRingTops[held] = ringTop;
        heldRegionTops[held] = region.top;
        held++;
        region.top += length + RecordLayout.ALIGNMENT - 1 & -RecordLayout.ALIGNMENT;
    }

    @Override
    public void forget(long mark) {
        writer.popTo((int) mark);
        while (held > 0 && heldRingTops[held - 1] >= mark) {
            held--;
            heldRegions[held].top = heldRegionTops[held];
        }
    }

    private void wakePeer(long record) {
        VarHandle.fullFence();
        int parked = peer.parkedOpaque();
        if (parked != Parked.POLLING) {
            wakeParkedPeer(parked, record);
        }
    }

    private void wakeParkedPeer(int parked, long record) {
        wokenFor = lastSent;
        if ((parked & OutboxLayout.PARKED_MODE_MASK) == Parked.FUTEX) {
            Futex.wake(ownAddress + record, Integer.MAX_VALUE);
        } else {
            rangFor = lastSent;
            session.ringDoorbell();
        }
    }

    // ---- receiving

    @Override
    public boolean hasRecord() {
        return reader.pollAcquire() != EMPTY;
    }

    @Override
    public boolean spinForRecord(int looks) {
        return reader.spinAcquire(looks);
    }

    @Override
    public long poll() {
        long word = reader.pollAcquire();
        if (word == EMPTY) {
            return EMPTY;
        }
        if (writer.top() == 0) {
            writer.prefetch(); // no request of ours is open, so this is one: its reply's line comes while it is served
        }
        boolean bulk = (RecordLayout.kind(word) & BULK_KIND) != 0;
        if (bulk && !bulkIn.isHere(peerAddress + reader.payload(), RecordLayout.length(word))) {
            return EMPTY;
        }
        try {
            reader.accept(word);
        } catch (RingViolationException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()), e);
        }
        receivedRingLength = RecordLayout.length(word);
        if (bulk) {
            return pollBulk(word);
        }
        receivedAddress = peerAddress + reader.payload();
        return word;
    }

    private long pollBulk(long word) {
        bulkIn.resolve(peerAddress + reader.payload());
        if (bulkIn.length() > maxLength) {
            throw new ProtocolViolationException(
                    "a record is larger than agreed: length=" + bulkIn.length() + " maxLength=" + maxLength);
        }
        receivedAddress = bulkIn.address();
        return RecordLayout.commitWord(
                RecordLayout.sequence(word), RecordLayout.kind(word) & ~BULK_KIND, bulkIn.length());
    }

    @Override
    public long receivedAddress() {
        return receivedAddress;
    }

    @Override
    public int hold() {
        int mark = reader.top();
        reader.push(receivedRingLength);
        return mark;
    }

    @Override
    public void release(int mark) {
        reader.popTo(mark);
    }

    // ---- waiting

    @Override
    public void markTaken() {
        own.takenRelease(reader.expectedSequence());
    }

    @Override
    public boolean isTaken() {
        int next = lastSent + 1;
        return wokenFor == lastSent || peer.takenAcquire() == (next == 0 ? 1 : next);
    }

    @Override
    public boolean rangDoorbell() {
        return rangFor == lastSent;
    }

    @Override
    public boolean sharesCpu() {
        int cpuPlusOne = Threads.currentCpu() + 1;
        own.setCpu(cpuPlusOne);
        return peer.cpuOpaque() == cpuPlusOne;
    }

    @Override
    public void setParked(int mode) {
        own.setParked(mode);
    }

    @Override
    public long futexAddress() {
        return peerAddress + reader.futexOffset();
    }

    @Override
    public int futexValue() {
        return peer.wordAcquire(reader.futexOffset());
    }

    // ---- the end

    /** The peer's memory stays: a handler may be reading its arguments there. */
    void retire() {
        own.retire();
        bulkOut.retire();
        bulkIn.retire();
    }
}
