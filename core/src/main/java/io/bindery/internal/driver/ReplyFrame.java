package io.bindery.internal.driver;

import io.bindery.transport.SyncLane;

/**
 * Where the reply of one handler goes: to a claim in the lane once the parcel asks for one, otherwise to a private buffer
 * that is copied when the handler has returned.
 */
final class ReplyFrame {
    private static final long NONE = -1;

    private final SyncLane lane;
    private long claimedAt = NONE;

    ReplyFrame(SyncLane lane) {
        this.lane = lane;
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

    /** Gives up a claim, if there is one. */
    void abort() {
        if (claimedAt != NONE) {
            claimedAt = NONE;
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
