package io.bindery.internal.driver;

import io.bindery.transport.Parked;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lanes on which something has arrived lately. The leader polls them, and sleeps on all of them at once; all other
 * lanes are cold, cost nothing, and ring the doorbell. So a busy session is not slowed by a thousand idle ones.
 *
 * <p><b>Threading:</b> changes are made under the lock that guards the lead; {@link #all} may be read without it.
 */
final class HotLanes {
    /** A lane without traffic for so long becomes cold. */
    private static final long COOL_DOWN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Longer than any store stays in a store buffer; see {@code docs/decisions/0003-oneway-without-a-fence.md}. */
    private static final long SECOND_LOOK_NS = 3_000;

    private static final ServedLane[] NONE = {};

    private final ReentrantLock lock;
    private final boolean neverCool;
    private volatile ServedLane[] lanes = NONE;

    /**
     * @param lock guards the lead
     * @param neverCool whether the leader never stops polling what was hot once
     */
    HotLanes(ReentrantLock lock, boolean neverCool) {
        this.lock = lock;
        this.neverCool = neverCool;
    }

    /** A snapshot; the array is never changed. */
    ServedLane[] all() {
        return lanes;
    }

    boolean isEmpty() {
        return lanes.length == 0;
    }

    /** The lane's session has ended. Takes the lock. */
    void forget(ServedLane lane) {
        lock.lock();
        try {
            if (lane.hot) {
                remove(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- under the lock

    /** Makes a cold lane hot; {@code led} says whether somebody polls. */
    void heat(ServedLane lane, boolean led) {
        ServedLane[] before = lanes;
        lane.lane().setParked(led ? Parked.POLLING : Parked.DOORBELL);
        lane.hot = true;
        lane.lastActiveNs = 0;
        ServedLane[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = lane;
        lanes = after;
    }

    private void remove(ServedLane lane) {
        lane.hot = false;
        lanes = Arrays.stream(lanes).filter(other -> !other.equals(lane)).toArray(ServedLane[]::new);
    }

    /** Nobody polls for now: what arrives has to ring. */
    void armDoorbells() {
        setParked(lanes, Parked.DOORBELL);
    }

    /** Somebody polls again. */
    void disarmDoorbells() {
        setParked(lanes, Parked.POLLING);
    }

    /** While nobody leads, gives requests to the threads in whose chains they belong. */
    void routeChains() {
        for (ServedLane lane : lanes) {
            if (!lane.isLeased()) {
                try {
                    lane.route();
                } catch (RuntimeException e) {
                    lane.peer().session().close(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    // ---- the leader

    /** Says how the leader waits on each lane from now on, but for those that another thread is serving. */
    static void setParked(ServedLane[] lanes, int mode) {
        for (ServedLane lane : lanes) {
            if (!lane.isLeased()) {
                lane.lane().setParked(mode);
            }
        }
    }

    static boolean anyWork(ServedLane[] lanes) {
        for (ServedLane lane : lanes) {
            if (lane.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** The second look of a stream's receiver, whose senders do not fence. */
    static boolean lookAgain(ServedLane[] lanes) {
        for (ServedLane lane : lanes) {
            if (lane.sendersFence()) {
                continue;
            }
            awaitStoreBuffers();
            return anyWork(lanes);
        }
        return false;
    }

    /** What others had stored before this began is to be seen when it ends. */
    static void awaitStoreBuffers() {
        long deadline = System.nanoTime() + SECOND_LOOK_NS;
        while (System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    /** Makes lanes cold on which nothing has arrived for a while. {@code lastActiveNs} 0 means: since the last look. */
    void coolDown(long now) {
        for (ServedLane lane : lanes) {
            if (lane.lastActiveNs == 0) {
                lane.lastActiveNs = now;
            } else if (now - lane.lastActiveNs > COOL_DOWN_NS && !lane.isLeased() && !neverCool) {
                coolIfEmpty(lane);
            }
        }
    }

    private void coolIfEmpty(ServedLane lane) {
        lane.beforePark();
        lock.lock();
        try {
            if (lane.hot) {
                remove(lane);
                lane.lane().setParked(Parked.DOORBELL);
            }
            awaitStoreBuffers();
            if (lane.hasWork()) {
                heat(lane, true);
            }
        } finally {
            lock.unlock();
        }
    }
}
