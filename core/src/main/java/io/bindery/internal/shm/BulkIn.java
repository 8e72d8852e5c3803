package io.bindery.internal.shm;

import io.bindery.internal.memory.Memory;
import io.bindery.transport.ProtocolViolationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The peer's regions of one direction of a lane, by number. The control thread {@linkplain #attach adds} them; the
 * thread that reads the lane waits for one whose descriptor is still on its way.
 */
final class BulkIn {
    static final int MOST_REGIONS = 64;
    private static final long ARRIVAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final @Nullable PeerOutbox[] regions = new PeerOutbox[MOST_REGIONS];
    private volatile int count;
    private volatile boolean retired;

    private long address;
    private int length;

    /** A region has come. Control thread. */
    void attach(int id, PeerOutbox region) {
        lock.lock();
        try {
            if (id != count || id == MOST_REGIONS) {
                region.unmap();
                throw new ProtocolViolationException("regions come in order: id=" + id + " expected=" + count);
            }
            regions[id] = region;
            count = id + 1;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reads a reference once, checks it, and remembers what it names. */
    void resolve(long at, int referenceLength) {
        if (referenceLength != BulkOut.REFERENCE_BYTES) {
            throw new ProtocolViolationException("malformed reference to a region: length=" + referenceLength);
        }
        int id = Memory.getInt(at);
        int payloadLength = Memory.getInt(at + 4);
        long payloadOffset = Memory.getLong(at + 8);
        PeerOutbox region = await(id);
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

    private PeerOutbox await(int id) {
        if (id < 0 || id >= MOST_REGIONS) {
            throw new ProtocolViolationException("no such region: id=" + id);
        }
        if (id >= count) {
            awaitArrival(id);
        }
        PeerOutbox region = regions[id];
        if (region == null) {
            throw new ProtocolViolationException("the descriptor of a region did not come: id=" + id);
        }
        return region;
    }

    private void awaitArrival(int id) {
        lock.lock();
        try {
            long left = ARRIVAL_TIMEOUT_NS;
            while (id >= count && !retired && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** No more regions will come; those that are here can still be read. */
    void retire() {
        lock.lock();
        try {
            retired = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unmap() {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                java.util.Objects.requireNonNull(regions[i]).unmap();
            }
        } finally {
            lock.unlock();
        }
    }
}
