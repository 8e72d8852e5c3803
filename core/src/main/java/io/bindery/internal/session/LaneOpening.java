package io.bindery.internal.session;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.transport.LaneRefusedException;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a session that are being opened: those that this side has asked for, and how many the peer may.
 *
 * <p><b>Threading:</b> {@link #open} on any thread but the control thread, to which the rest belongs.
 */
public final class LaneOpening {
    private static final long LANE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MS = 5;

    private final LinkedSession session;
    private final ConcurrentHashMap<Integer, PendingLane> pendingLanes = new ConcurrentHashMap<>();
    private final Object laneOpening = new Object();
    private int lastLane;
    private int lastLaneOfPeer;
    private int lanesOfPeer;
    private boolean onewayLaneOfPeer;

    LaneOpening(LinkedSession session) {
        this.session = session;
    }

    /** Remembers a lane that is about to be asked for. {@code dispose} frees {@code own} if nothing comes of it. */
    public PendingLane pend(int id, int kind, @Nullable Object own, Runnable dispose) {
        PendingLane pending = new PendingLane(kind, own, dispose);
        pendingLanes.put(id, pending);
        return pending;
    }

    /** Returns the lane that the peer has answered for; null if none was asked for. */
    public @Nullable PendingLane pending(int id) {
        return pendingLanes.get(id);
    }

    /** Whether the peer has been asked for a lane and has not answered. */
    public boolean arePending() {
        return !pendingLanes.isEmpty();
    }

    /** Forgets it; returns false if who waited for it has been told that the session ends. */
    public boolean take(int id, PendingLane pending) {
        return pendingLanes.remove(id, pending);
    }

    /** Opens a lane; blocks until the peer has answered. */
    Object open(int kind) throws RemoteException {
        if (session.transport().control().isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for a lane");
        }
        try {
            PendingLane pending;
            synchronized (laneOpening) { // numbers rise on the wire
                pending = session.requestLane(++lastLane, kind);
            }
            if (!session.isOpen()) {
                fail(session.closeReason());
            }
            return await(pending.result());
        } catch (IOException e) {
            throw new RemoteException("no lane could be made: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RemoteException remote
                    ? remote
                    : new RemoteException("no lane could be opened: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new RemoteException("the peer did not answer within " + LANE_TIMEOUT_NS / 1_000_000_000
                    + " s when a lane was to be opened: pid=" + session.peer().pid() + "; is it stopped?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while a lane was being opened", e);
        }
    }

    private Object await(CompletableFuture<Object> lane)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + LANE_TIMEOUT_NS;
        while (true) {
            try {
                return lane.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                session.port().look();
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /**
     * Checks what the peer says of a lane that it asks for.
     *
     * @throws ProtocolViolationException if there can be no such lane
     */
    public void check(int id, int kind) {
        if ((kind != LinkedSession.SYNC && kind != LinkedSession.ONEWAY) || id <= lastLaneOfPeer) {
            throw new ProtocolViolationException("a lane that cannot be: id=" + id + " kind=" + kind
                    + "; numbers are used once and rise, the last was " + lastLaneOfPeer);
        }
        lastLaneOfPeer = id;
    }

    /** Counts a lane that the peer asks for. If it has too many, refuses it and returns false. */
    public boolean admit(int id, int kind) {
        int limit = session.transport().services().limits().lanesPerSession();
        if (kind == LinkedSession.SYNC && lanesOfPeer < limit) {
            lanesOfPeer++;
            return true;
        }
        if (kind == LinkedSession.ONEWAY && !onewayLaneOfPeer) {
            onewayLaneOfPeer = true;
            return true;
        }
        refuse(
                id,
                kind == LinkedSession.ONEWAY
                        ? "a session has one lane for oneway calls in each direction"
                        : "too many lanes in this session: limit=" + limit);
        return false;
    }

    /** A lane that was admitted cannot be made. */
    public void dismiss(int id, int kind, String reason) {
        if (kind == LinkedSession.SYNC) {
            lanesOfPeer--;
        } else {
            onewayLaneOfPeer = false;
        }
        refuse(id, reason);
    }

    /** Tells the peer that there will be no such lane. */
    public void refuse(int id, String reason) {
        session.port().send(Frame.text(Frame.REFUSE_LANE, id, reason));
    }

    /** The peer accepts none of this number. */
    void onRefused(int id, String reason) {
        PendingLane pending = pendingLanes.remove(id);
        if (pending != null) {
            pending.fail(new LaneRefusedException("the peer refused a lane: " + reason));
        }
    }

    /** The session has ended: nothing comes of those that were asked for. */
    void fail(String closeReason) {
        for (Integer id : pendingLanes.keySet()) {
            PendingLane pending = pendingLanes.remove(id);
            if (pending != null) {
                pending.fail(new DeadObjectException("the session ended before the lane was open: " + closeReason));
            }
        }
    }
}
