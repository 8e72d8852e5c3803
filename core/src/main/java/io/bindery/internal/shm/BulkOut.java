package io.bindery.internal.shm;

import io.bindery.internal.linux.Mapping;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The regions through which one direction of a lane carries payloads that are too large for its ring. Each is an outbox
 * of its own, sent once; a record in the ring then names region, offset and length, without a system call.
 *
 * <p>A region's size is a power of two, or what the largest payload takes, so that the regions of a lane together take
 * little more than twice the largest payload.
 *
 * <p><b>Threading:</b> that of the lane's sending end; {@link #retire} from any thread.
 */
final class BulkOut {
    /** Bytes of a record that names a payload in a region: region id, length, offset. */
    static final int REFERENCE_BYTES = 16;

    private static final int SMALLEST_REGION = 1 << 16;

    /** Sends the descriptor of a new region to the peer, before any record that names it. */
    interface Attacher {
        void attach(int regionId, Outbox region) throws IOException;
    }

    /** A region and how much of it is in use. */
    static final class Region {
        final int id;
        final Outbox outbox;
        int top;
        long busyUntil;

        Region(int id, Outbox outbox) {
            this.id = id;
            this.outbox = outbox;
        }

        long address() {
            return outbox.address() + OutboxLayout.RING_OFFSET + top;
        }

        boolean fits(int length) {
            return length <= outbox.ringBytes() - top;
        }
    }

    private final String name;
    private final int largestRegion;
    private final Attacher attacher;
    private final List<Region> regions = new ArrayList<>();
    private boolean retired;

    BulkOut(String name, int maxLength, Attacher attacher) {
        this.name = name;
        largestRegion = (int) (maxLength + Mapping.pageSize() - 1 & -Mapping.pageSize());
        this.attacher = attacher;
    }

    /** Returns a region with {@code length} bytes behind its top; makes one if there is none. Null if there are too many. */
    @Nullable
    Region stacked(int length) {
        for (Region region : regions) {
            if (region.fits(length)) {
                return region;
            }
        }
        return regions.size() < BulkIn.MOST_REGIONS ? create(length) : null;
    }

    /**
     * Returns a region whose last payload the receiver is done with, or null if there are {@code most} of that size and
     * all are in use.
     */
    @Nullable
    Region free(int length, long head, int most) {
        int fitting = 0;
        for (Region region : regions) {
            if (region.fits(length)) {
                if (region.busyUntil <= head) {
                    return region;
                }
                fitting++;
            }
        }
        return fitting < most ? create(length) : null;
    }

    /** Writes what a record in the ring says of a payload in a region. */
    static void putReference(long at, int regionId, int length, long offset) {
        Memory.putInt(at, regionId);
        Memory.putInt(at + 4, length);
        Memory.putLong(at + 8, offset);
    }

    private synchronized Region create(int length) {
        int bytes =
                Math.min(largestRegion, Math.max(SMALLEST_REGION, Integer.highestOneBit(Math.max(1, length - 1)) << 1));
        try {
            Region region = new Region(regions.size(), Outbox.create(name, bytes));
            try {
                attacher.attach(region.id, region.outbox);
            } catch (IOException | RuntimeException e) {
                region.outbox.retire();
                region.outbox.unmap();
                throw e;
            }
            regions.add(region);
            if (retired) {
                region.outbox.retire();
            }
            return region;
        } catch (IOException e) {
            throw new ProtocolViolationException("no memory for a large parcel: length=" + length, e);
        }
    }

    synchronized void retire() {
        retired = true;
        regions.forEach(region -> region.outbox.retire());
    }

    synchronized void unmap() {
        regions.forEach(region -> region.outbox.unmap());
    }
}
