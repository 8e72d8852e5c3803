package io.bindery.internal.shm;

import io.bindery.internal.memory.Memory;
import io.bindery.transport.ProtocolViolationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The peer's regions of one direction of a lane, by number. The control thread {@linkplain #attach adds} them; all else
 * is for the thread that reads the lane.
 */
final class BulkIn {
    static final int MOST_REGIONS = 64;
    private static final long ARRIVAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable PeerOutbox[] regions = new PeerOutbox[MOST_REGIONS];
    private volatile int count;
    private volatile boolean retired;

    private long waitingSinceNs;
    private long address;
    private int length;

    /** A region has come. Control thread. */
    void attach(int id, PeerOutbox region) {
        if (id != count || id == MOST_REGIONS) {
            region.unmap();
            throw new ProtocolViolationException("regions come in order: id=" + id + " expected=" + count);
        }
        regions[id] = region;
        count = id + 1; // after the region: who sees the number sees what it counts
    }

    /**
     * Whether the region that a reference names is here. Its descriptor comes another way than the record, and may come
     * later; until then the record counts as not there yet, so that nobody is held up by it.
     *
     * @throws ProtocolViolationException if it will not come any more, or this is no reference
     */
    boolean isHere(long at, int referenceLength) {
        if (referenceLength != BulkOut.REFERENCE_BYTES) {
            throw new ProtocolViolationException("malformed reference to a region: length=" + referenceLength);
        }
        int id = Memory.getInt(at);
        if (id < count) {
            waitingSinceNs = 0;
            return true; // or is negative, which resolve() refuses
        }
        long now = System.nanoTime();
        if (waitingSinceNs == 0) {
            waitingSinceNs = now;
        }
        if (id >= MOST_REGIONS || retired || now - waitingSinceNs > ARRIVAL_TIMEOUT_NS) {
            throw new ProtocolViolationException("the descriptor of a region did not come: id=" + id);
        }
        return false;
    }

    /** Reads a reference to a region that is here, once, checks it, and remembers what it names. */
    void resolve(long at) {
        int id = Memory.getInt(at);
        int payloadLength = Memory.getInt(at + 4);
        long payloadOffset = Memory.getLong(at + 8);
        PeerOutbox region = id >= 0 && id < count ? regions[id] : null;
        if (region == null) {
            throw new ProtocolViolationException("no such region: id=" + id);
        }
        if (payloadLength < 0 || payloadOffset < 0 || payloadOffset > region.ringBytes() - (long) payloadLength) {
            throw new ProtocolViolationException("a record names bytes outside its region: region=" + id + " offset="
                    + payloadOffset + " length=" + payloadLength + " regionBytes=" + region.ringBytes());
        }
        address = region.address() + OutboxLayout.RING_OFFSET + payloadOffset;
        length = payloadLength;
    }

    long address() {
        return address;
    }

    int length() {
        return length;
    }

    /** No more regions will come; those that are here can still be read. */
    void retire() {
        retired = true;
    }

    /** When nobody reads the lane any more. */
    void unmap() {
        for (int i = 0; i < count; i++) {
            java.util.Objects.requireNonNull(regions[i]).unmap();
        }
    }
}
