package io.bindery.internal.driver;

import io.bindery.internal.linux.FutexWaiters;
import io.bindery.transport.Parked;
import java.util.concurrent.TimeUnit;

/**
 * How the leader sleeps: on the futex words of all hot lanes at once, and on its own wake word. Where there are more
 * lanes than the kernel takes, or one has no such word, all of them ring the doorbell meanwhile.
 *
 * <p><b>Threading:</b> the leader.
 */
final class LeaderSleep {
    /** Every sleep on a lane ends by then, and looks again: a lost wake-up costs time, never correctness. */
    static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Where the only thing to wait for is {@link ThreadState#wake}, whose wake-ups are not lost. */
    static final long UNTIL_WOKEN_NS = TimeUnit.HOURS.toNanos(1);

    /** Whether a thread can sleep on several futex words at once (Linux 5.16). */
    static final boolean HAS_WAITV = FutexWaiters.supported();

    /** What the kernel takes in one futex_waitv, less our own wake word. */
    private static final int MOST_FUTEXES = FutexWaiters.MAX_WAITERS - 1;

    private LeaderSleep() {}

    /**
     * Sets {@code parked} on each lane and collects the words to sleep on.
     *
     * @return whether each lane has a word; otherwise they listen to the doorbell
     */
    static boolean prepare(ThreadState self, ServedLane[] lanes) {
        boolean futex = HAS_WAITV && lanes.length <= MOST_FUTEXES;
        FutexWaiters set = self.waiters(futex ? lanes.length : 0);
        for (int i = 0; i < lanes.length; i++) {
            if (!lanes[i].isLeased()) {
                lanes[i].beforePark();
            }
            if (futex) {
                futex = addTo(set, i, lanes[i]);
            }
        }
        HotLanes.setParked(lanes, futex ? Parked.FUTEX : Parked.DOORBELL);
        return futex;
    }

    /** Returns false if the lane has no word to sleep on. */
    private static boolean addTo(FutexWaiters set, int index, ServedLane lane) {
        long address = lane.lane().futexAddress();
        if (address == 0) {
            return false;
        }
        set.set(index, address, lane.lane().futexValue(), false);
        return true;
    }

    /** Sleeps, after {@link #prepare} and one more look at the lanes. */
    static void sleep(ThreadState self, int lanes, boolean futex, int wakeValue) {
        if (lanes == 0) {
            self.sleep(wakeValue, UNTIL_WOKEN_NS);
        } else {
            self.sleep(self.waiters(futex ? lanes : 0), futex ? lanes : 0, wakeValue, LONGEST_NS);
        }
    }
}
