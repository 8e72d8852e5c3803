package io.bindery.internal.driver;

import io.bindery.internal.linux.FutexWaiters;
import io.bindery.transport.Lane;
import io.bindery.transport.Parked;
import java.util.concurrent.TimeUnit;

/**
 * How the leader sleeps: on the futex words of all hot lanes at once, and on its own wake word; or, where the lanes have
 * none, on their descriptors. Nothing in Linux waits for both kinds as quickly as for one: where both are hot, those with
 * descriptors ring the doorbell meanwhile, as do all where there are more than the kernel takes.
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

    /** What one poll takes without being slower than the control thread's epoll. */
    private static final int MOST_DESCRIPTORS = 64;

    private enum On {
        /** On nothing of the lanes': they ring. */
        DOORBELL,
        FUTEXES,
        DESCRIPTORS
    }

    private On on = On.DOORBELL;
    private int count;

    /** Sets {@code parked} on each lane and collects what to sleep on. */
    void prepare(ThreadState self, ServedLane[] lanes) {
        if (lanes.length == 0) {
            return;
        }
        int futexes = 0;
        for (ServedLane lane : lanes) {
            if (!lane.isLeased()) {
                lane.beforePark();
            }
            if (lane.lane().futexAddress() != 0) {
                futexes++;
            }
        }
        if (futexes == 0 && lanes.length <= MOST_DESCRIPTORS) {
            prepareDescriptors(self, lanes);
        } else if (HAS_WAITV && futexes <= MOST_FUTEXES) {
            prepareFutexes(self, lanes, futexes);
        } else {
            on = On.DOORBELL;
            HotLanes.setParked(lanes, Parked.DOORBELL);
        }
    }

    private void prepareFutexes(ThreadState self, ServedLane[] lanes, int futexes) {
        on = On.FUTEXES;
        count = 0;
        FutexWaiters set = self.waiters(futexes);
        for (ServedLane served : lanes) {
            Lane lane = served.lane();
            long address = lane.futexAddress();
            if (address != 0) {
                set.set(count++, address, lane.futexValue(), false);
            }
            park(served, address != 0);
        }
    }

    private void prepareDescriptors(ThreadState self, ServedLane[] lanes) {
        on = On.DESCRIPTORS;
        count = lanes.length;
        DescriptorSleep set = self.descriptors(count);
        for (int i = 0; i < lanes.length; i++) {
            int descriptor = lanes[i].isLeased() ? -1 : lanes[i].lane().descriptor();
            set.set(i, descriptor);
            park(lanes[i], descriptor >= 0);
        }
    }

    private static void park(ServedLane lane, boolean onItsOwn) {
        if (!lane.isLeased()) {
            lane.lane().setParked(onItsOwn ? Parked.FUTEX : Parked.DOORBELL);
        }
    }

    /** Sleeps, after {@link #prepare} and one more look at the {@code lanes}. */
    void sleep(ThreadState self, ServedLane[] lanes, int wakeValue) {
        if (lanes.length == 0) {
            self.sleep(wakeValue, UNTIL_WOKEN_NS);
            return;
        }
        switch (on) {
            case FUTEXES -> self.sleep(self.waiters(count), count, wakeValue, LONGEST_NS);
            case DESCRIPTORS -> self.sleep(self.descriptors(count), count, wakeValue, LONGEST_NS);
            case DOORBELL -> self.sleep(wakeValue, LONGEST_NS);
        }
    }
}
