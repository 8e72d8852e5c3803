package io.bindery.internal.driver;

import io.bindery.internal.memory.Memory;
import io.bindery.transport.SyncLane;

/**
 * Where the reply of one handler goes: to a claim in the lane once the parcel asks for one, otherwise to a private buffer
 * that is copied when the handler has returned.
 */
final class ReplyFrame {
    private static final long NONE = -1;

    static {
        // While there are descriptors to load classes by: an error must be told also when there is none left.
        int ignored = ReplyStatus.of(new IllegalStateException());
    }

    private final SyncLane lane;
    private final boolean sendsStackTraces;
    private long claimedAt = NONE;

    ReplyFrame(SyncLane lane, boolean sendsStackTraces) {
        this.lane = lane;
        this.sendsStackTraces = sendsStackTraces;
    }

    boolean sendsStackTraces() {
        return sendsStackTraces;
    }

    /** Makes {@code reply} a window of the lane if there is room; else it stays a private buffer. */
    void claim(DriverParcel reply, int bound) {
        if (bound < 0) {
            throw new IllegalArgumentException("bound must not be negative: bound=" + bound);
        }
        long at = lane.claimReply(RecordHeader.REPLY_BYTES + bound);
        if (at >= 0) {
            claimedAt = at;
            reply.openClaim(at + RecordHeader.REPLY_BYTES, bound);
        }
    }

    /** Gives up the claim of {@code reply}, if there is one. */
    void abort(DriverParcel reply) {
        if (claimedAt != NONE) {
            claimedAt = NONE;
            if (reply.isSensitive()) {
                Memory.clear(reply.address(), reply.dataCapacity());
            }
            lane.abort();
        }
    }

    /** Returns where the claim is, or -1, and forgets it: whoever asks goes on to send it. */
    long take() {
        long at = claimedAt;
        claimedAt = NONE;
        return at;
    }
}
