package io.bindery.internal.driver;

import io.bindery.IBinder;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.Lane;
import io.bindery.transport.Parked;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SyncLane;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lane in quarantine: its caller has given up, and until the reply has come and been dropped it carries no other call.
 * The loopers look after it as after a lane that they serve: what the callee's handler calls back over it meanwhile they do
 * serve, since only the wait is over, and not what the callee holds of this process.
 *
 * <p><b>Threading:</b> who has set {@code busy} polls the lane: the leader, or a caller that finds no free lane.
 */
final class LateReply extends ServedLane {
    private final CallLane callLane;
    private final SyncLane lane;
    private final AtomicBoolean busy = new AtomicBoolean();
    private long mark;

    /** The sensitive request, to be zeroed once its reply has come. */
    private final long sensitiveAt;

    private final int sensitiveLength;

    /** A request that was taken by a thread that must not serve it. */
    private long taken = Lane.EMPTY;

    /**
     * @param mark of the request that was sent
     * @param sensitiveLength how many bytes at {@code sensitiveAt} are to be zeroed; 0 if the request is not sensitive
     */
    LateReply(CallLane lane, long mark, long sensitiveAt, int sensitiveLength) {
        this.callLane = lane;
        this.lane = lane.lane;
        this.mark = mark;
        this.sensitiveAt = sensitiveAt;
        this.sensitiveLength = sensitiveLength;
    }

    @Override
    Lane lane() {
        return lane;
    }

    @Override
    Peer peer() {
        return callLane.peer;
    }

    @Override
    boolean isLeased() {
        return busy.getAcquire(); // and for ever once the quarantine is over
    }

    @Override
    boolean hasWork() {
        return !busy.getAcquire() && (taken != Lane.EMPTY || lane.hasRecord());
    }

    @Override
    int serve(Looper looper) {
        if (!busy.compareAndSet(false, true)) {
            return 0;
        }
        long polled = take();
        if (polled == Lane.EMPTY || Lane.kind(polled) != RecordHeader.REQUEST) {
            drop(polled);
            return polled == Lane.EMPTY ? 0 : 1;
        }
        looper.enterHandler();
        try {
            Dispatcher.serve(looper.state(), callLane, polled);
        } finally {
            busy.setRelease(false);
        }
        return looper.exitHandler() ? 1 : LOST_LEAD;
    }

    /** Drops the reply if it has come; for a caller that needs a lane, since nobody else may be looking. */
    void sweep() {
        if (lane.hasRecord()) {
            boolean ignored = route();
        }
    }

    /** Without a looper only the reply can be dropped: the chain of the call has ended. */
    @Override
    boolean route() {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        long polled = take();
        if (polled == Lane.EMPTY || Lane.kind(polled) != RecordHeader.REQUEST) {
            drop(polled);
            return polled != Lane.EMPTY;
        }
        taken = polled;
        busy.setRelease(false);
        return false;
    }

    private long take() {
        long polled = taken;
        taken = Lane.EMPTY;
        return polled == Lane.EMPTY ? lane.poll() : polled;
    }

    /** Takes what has come for nothing. The lane stays busy if that was the reply: then the quarantine is over. */
    private void drop(long polled) {
        if (polled == Lane.EMPTY) {
            busy.setRelease(false);
            return;
        }
        int flags = discard(polled);
        if (sensitiveLength != 0) {
            Memory.clear(sensitiveAt, sensitiveLength);
        }
        lane.forget(mark);
        if ((flags & IBinder.FLAG_CLEAR_BUF) != 0) {
            haveResultWiped();
        } else {
            end();
        }
    }

    /** Gives back what came with the reply, and returns its flags. */
    private int discard(long polled) {
        Peer peer = callLane.peer;
        int length = Lane.length(polled);
        if (Lane.kind(polled) != RecordHeader.REPLY || length < RecordHeader.REPLY_BYTES) {
            throw peer.violation("malformed reply: kind=" + Lane.kind(polled) + " length=" + length);
        }
        long at = lane.receivedAddress();
        int objectBytesAndFlags = RecordHeader.replyObjectBytesAndFlags(at);
        int objectBytes = objectBytesAndFlags & RecordHeader.MAX_OBJECT_BYTES;
        int flags = objectBytesAndFlags >>> 24;
        if (objectBytes > length - RecordHeader.REPLY_BYTES || (flags & ~IBinder.FLAG_CLEAR_BUF) != 0) {
            throw peer.violation("malformed reply: length=" + length + " objectBytes=" + objectBytes);
        }
        if (objectBytes != 0) {
            peer.references.discard(at + length - objectBytes, objectBytes);
        }
        return flags;
    }

    /** The result lies in memory that only the callee can write: asks for that, and awaits its answer as it did the reply. */
    private void haveResultWiped() {
        long at = lane.claim(RecordHeader.REQUEST_BYTES);
        if (at < 0) {
            throw new ProtocolViolationException("no room to have a late sensitive result zeroed");
        }
        long chain = ThreadState.current().newChain();
        RecordHeader.putRequest(at, RecordHeader.DRIVER_HANDLE, DriverObject.WIPE_RESULT, chain, 0, 0, 0);
        mark = lane.sendRequest(RecordHeader.REQUEST, RecordHeader.REQUEST_BYTES);
        busy.setRelease(false);
    }

    private void end() {
        callLane.peer.onQuarantineOver(this);
        lane.setParked(Parked.POLLING);
        callLane.endQuarantine();
    }
}
