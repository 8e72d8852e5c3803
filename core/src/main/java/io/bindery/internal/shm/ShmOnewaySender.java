package io.bindery.internal.shm;

import io.bindery.internal.linux.Futex;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.RingViolationException;
import io.bindery.internal.ring.Status;
import io.bindery.internal.ring.StreamRingWriter;
import io.bindery.transport.OnewaySender;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a stream ring in shared memory.
 *
 * <p><b>Waking without a fence.</b> A full fence after each commit would make every call wait until its line has come
 * over from the receiver's cache, and cost most of the throughput. So the look at {@code parked} may come before the
 * commit is visible, and the receiver makes up for it: it looks a second time some microseconds after it said that it
 * sleeps, when every store buffer has long drained, and a third time when its bounded sleep ends
 * ({@code docs/decisions/0003-oneway-without-a-fence.md}).
 *
 * <p><b>Waiting for room.</b> Sender: store {@code wantRoom}, full fence, look at the head, sleep on {@code roomBell}.
 * Receiver: publish the head, full fence, look at {@code wantRoom}, increment {@code roomBell}, wake.
 */
final class ShmOnewaySender extends OnewaySender {
    private static final int MOST_REGIONS = 4;

    /** Bytes to be zeroed when the receiver has passed a position. */
    private record Wipe(long address, int length, long usedAt) {}

    private final ShmSession session;
    private final Outbox own;
    private final PeerOutbox peer;
    private final long ownAddress;
    private final StreamRingWriter writer;
    private final BulkOut bulkOut;
    private final int maxInline;
    private final int maxLength;
    private BulkOut.@Nullable Region bulkClaim;
    private long referenceAt;
    private final ArrayDeque<Wipe> wipes = new ArrayDeque<>(0);
    private int wokenEpoch;

    ShmOnewaySender(ShmSession session, Outbox own, PeerOutbox peer, int maxLength, BulkOut bulkOut) {
        this.session = session;
        this.own = own;
        this.peer = peer;
        this.maxLength = maxLength;
        this.bulkOut = bulkOut;
        ownAddress = own.address();
        writer = new StreamRingWriter(
                own.memory(), OutboxLayout.RING_OFFSET, own.ringBytes(), peer.memory(), OutboxLayout.HEAD_OFFSET);
        maxInline = writer.maxPayloadLength();
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public long claim(int length) {
        try {
            long at = length > maxInline ? claimBulk(length) : claimInline(length);
            if (!wipes.isEmpty()) {
                wipeUsed(); // what the claim lies over has been used: zero it now, or it would be too late
            }
            return at;
        } catch (RingViolationException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()), e);
        }
    }

    private long claimInline(int length) {
        long at = writer.claim(length);
        return at == Status.FULL ? Status.FULL : ownAddress + at;
    }

    @Override
    public void wipeAfterUse(long address, int length) {
        long recordBytes = RecordLayout.alignedLength(bulkClaim == null ? length : BulkOut.REFERENCE_BYTES);
        wipes.addLast(new Wipe(address, length, writer.tail() + recordBytes));
    }

    @Override
    public boolean wipeUsed() {
        try {
            long head = writer.refreshedHead();
            while (!wipes.isEmpty() && wipes.getFirst().usedAt() <= head) {
                Wipe used = wipes.removeFirst();
                Memory.clear(used.address(), used.length());
            }
            return wipes.isEmpty();
        } catch (RingViolationException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()), e);
        }
    }

    private long claimBulk(int length) {
        long at = writer.claim(BulkOut.REFERENCE_BYTES);
        if (at == Status.FULL) {
            return Status.FULL;
        }
        referenceAt = at;
        BulkOut.Region region = bulkOut.free(length, writer.refreshedHead(), MOST_REGIONS);
        if (region == null) {
            writer.abort();
            return Status.FULL;
        }
        bulkClaim = region;
        return region.address();
    }

    @Override
    public void abort() {
        bulkClaim = null;
        writer.abort();
    }

    @Override
    public void send(int kind, int length) {
        BulkOut.Region region = bulkClaim;
        if (region == null) {
            writer.commit(kind, length);
        } else {
            bulkClaim = null;
            BulkOut.putReference(ownAddress + referenceAt, region.id, length, 0);
            region.busyUntil = writer.tail() + RecordLayout.alignedLength(BulkOut.REFERENCE_BYTES);
            writer.commit(kind | ShmSyncLane.BULK_KIND, BulkOut.REFERENCE_BYTES);
        }
        int parked = peer.parkedOpaque();
        if (parked != Parked.POLLING && parked != wokenEpoch) {
            wake(parked);
        }
    }

    private void wake(int parked) {
        wokenEpoch = parked;
        if ((parked & OutboxLayout.PARKED_MODE_MASK) == Parked.FUTEX) {
            Futex.wake(own.incrementBell(), Integer.MAX_VALUE);
        } else {
            session.ringDoorbell();
        }
    }

    @Override
    public void awaitRoom(int length, long timeoutNs) {
        int bell = peer.roomBellAcquire();
        own.wantRoomRelease(1);
        VarHandle.fullFence();
        long at = claim(length);
        if (at == Status.FULL) {
            if (session.isOpen()) {
                Futex.wait(peer.roomBellAddress(), bell, timeoutNs);
            }
        } else {
            abort();
        }
        own.wantRoomRelease(0);
    }

    void retire() {
        Futex.wake(peer.roomBellAddress(), Integer.MAX_VALUE);
        own.retire();
        peer.retire();
        bulkOut.retire();
    }
}
