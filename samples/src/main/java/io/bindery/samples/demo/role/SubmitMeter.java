package io.bindery.samples.demo.role;

import com.sun.management.ThreadMXBean;
import io.bindery.RemoteException;
import io.bindery.samples.demo.api.OrderGateway;
import io.bindery.samples.demo.api.SubmitFigures;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Submits orders, and measures how long each call takes and what it allocates in the calling thread.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SubmitMeter {
    /** Calls whose allocation is not counted: the first ones load classes and fill pools. */
    private static final int WARM_UP_CALLS = 1_000;

    private static final long LONGEST_NS = TimeUnit.HOURS.toNanos(1);

    private final OrderGateway gateway;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Histogram roundTrips = new Histogram(LONGEST_NS, 3);
    private long calls;
    private long warmUpBytes;
    private long bytes;

    SubmitMeter(OrderGateway gateway) {
        this.gateway = gateway;
    }

    long submit(long orderId, long sequence, int quantity, int limit) throws RemoteException {
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long startNs = System.nanoTime();
        long result = gateway.submit(orderId, sequence, quantity, limit);
        long tookNs = System.nanoTime() - startNs;
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        roundTrips.recordValue(Math.clamp(tookNs, 1, LONGEST_NS));
        calls++;
        if (calls <= WARM_UP_CALLS) {
            warmUpBytes += allocated;
        } else {
            bytes += allocated;
        }
        return result;
    }

    /** The durations of the calls in ns, encoded. */
    byte[] roundTrips() {
        ByteBuffer buffer = ByteBuffer.allocate(roundTrips.getNeededByteBufferCapacity());
        int length = roundTrips.encodeIntoByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    /** A run too short to warm up is counted whole. */
    SubmitFigures figures() {
        return calls <= WARM_UP_CALLS
                ? new SubmitFigures(calls, 0, warmUpBytes)
                : new SubmitFigures(calls - WARM_UP_CALLS, WARM_UP_CALLS, bytes);
    }
}
