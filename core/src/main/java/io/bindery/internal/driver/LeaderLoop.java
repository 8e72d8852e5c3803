package io.bindery.internal.driver;

import io.bindery.internal.control.ControlThread;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;
import io.bindery.looper.Idler;
import io.bindery.looper.WaitStrategy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the leader does: it polls the hot lanes, serves what it finds, runs tasks, and sleeps when nothing comes.
 *
 * <p><b>Threading:</b> {@link #run} and {@link #turn} by the leader; the rest by any thread.
 */
final class LeaderLoop {
    private static final Logger LOGGER = System.getLogger("io.bindery.looper");

    /** How many turns with work pass between two looks at which lanes have none. */
    private static final int TURNS_PER_COOL_DOWN = 1 << 12;

    private static final int LOOKS_PER_CLOCK = 8;
    private static final long LEAVE_CPU_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final WaitStrategy strategy;
    private final HotLanes hot;
    private final TaskQueue tasks;
    private final SpinBudget spin;
    private final LeaderSleep sleep = new LeaderSleep();
    private @Nullable ControlThread control;

    /** The lane that was served last, as long as it is hot; the leader's. */
    private @Nullable ServedLane last;

    /** The leader's clock when it last went to another CPU. */
    private long leftCpuAt = System.nanoTime() - LEAVE_CPU_EVERY_NS;

    private volatile boolean awake;
    private volatile boolean closed;

    LeaderLoop(WaitStrategy strategy, HotLanes hot, TaskQueue tasks) {
        this.strategy = strategy;
        this.hot = hot;
        this.tasks = tasks;
        spin = new SpinBudget(strategy);
    }

    void setControl(ControlThread control) {
        this.control = control;
    }

    /** Whether there is a leader who does not sleep, so that somebody has to watch what its handlers take. */
    boolean isAwake() {
        return awake;
    }

    void setAwake(boolean awake) {
        this.awake = awake;
    }

    /** For how long the leader would spin now, in nanoseconds; racy. */
    long spinNs() {
        return spin.budgetNs();
    }

    boolean isClosed() {
        return closed;
    }

    /** Whoever leads stops; wake it after this. */
    void close() {
        closed = true;
    }

    /** Leads until another looper has taken the lead, or the end. */
    void run(Looper looper, ThreadState self) {
        Idler idler =
                strategy instanceof WaitStrategy.Idling idling ? idling.idlers().get() : null;
        long idleSince = 0;
        int looks = 0;
        int turns = 0;
        boolean woken = false;
        while (!closed) {
            int work = turn(looper);
            boolean spins = spin.budgetNs() != 0;
            if (work == 0 && idler == null && spins) {
                work = lookAtLast(looper);
            }
            if (work == ServedLane.LOST_LEAD) {
                return;
            }
            boolean foundAwake = work != 0 && !woken;
            woken = false;
            if (foundAwake) {
                spin.onHit(); // what ended a sleep was not found by spinning
            }
            if (work != 0) {
                idleSince = 0;
                looks = 0;
                if (idler != null) {
                    idler.reset();
                }
                if (++turns == TURNS_PER_COOL_DOWN) {
                    turns = 0;
                    coolDown(System.nanoTime());
                }
                continue;
            }
            if (idler != null) {
                idler.idle();
            }
            if (!spins) {
                park(self);
                woken = true;
                continue;
            }
            if (++looks < LOOKS_PER_CLOCK) {
                continue;
            }
            looks = 0;
            long now = System.nanoTime();
            if (idleSince == 0) {
                idleSince = now;
                if (keepsCallerOut() && !leaveCpu(now)) {
                    park(self);
                    woken = true;
                    idleSince = 0;
                    continue;
                }
                coolDown(now);
            } else if (now - idleSince >= spin.budgetNs() || hot.isEmpty()) {
                park(self);
                woken = true;
                idleSince = 0;
            }
        }
    }

    /** Looks at every hot lane once. Returns how much was done, or {@link ServedLane#LOST_LEAD}. */
    int turn(Looper looper) {
        int work = 0;
        for (ServedLane lane : hot.all()) {
            // Looking and serving are compiled apart: see CallLane.spinForRecord.
            if (lane.isDue()) {
                if (!lane.equals(last)) {
                    last = lane;
                }
                int served = serve(lane, looper);
                if (served == ServedLane.LOST_LEAD) {
                    return ServedLane.LOST_LEAD;
                }
                work += served;
                lane.lastActiveNs = 0;
            }
        }
        if (!tasks.isEmpty()) {
            int served = runTask(looper);
            return served == ServedLane.LOST_LEAD ? ServedLane.LOST_LEAD : work + served;
        }
        return work;
    }

    /**
     * Looks for a moment at the lane that was served last: most likely the next request comes there, and a loop that looks
     * at one word sees it sooner than one that goes round all lanes.
     */
    private int lookAtLast(Looper looper) {
        ServedLane lane = last;
        if (lane == null) {
            Thread.onSpinWait();
            return 0;
        }
        if (!lane.spinForWork()) {
            return 0;
        }
        int served = serve(lane, looper);
        lane.lastActiveNs = 0;
        return served;
    }

    private int serve(ServedLane lane, Looper looper) {
        try {
            return lane.serve(looper);
        } catch (RuntimeException | Error e) {
            lane.peer().session().close("a record could not be served: " + e);
            LOGGER.log(Level.WARNING, "the session ends: " + e.getMessage(), e);
            hot.forget(lane);
            return looper.recover() ? 1 : ServedLane.LOST_LEAD;
        }
    }

    /** Whether to spin here keeps the caller that was served last from its CPU, and so from the next call. */
    private boolean keepsCallerOut() {
        ServedLane lane = last;
        return lane != null && !spin.isUnbounded() && lane.sharesCpu();
    }

    /**
     * Goes to another CPU, now and then: a kernel that woke caller and looper on one CPU may leave them there for long,
     * though another is idle.
     */
    private boolean leaveCpu(long now) {
        if (now - leftCpuAt < LEAVE_CPU_EVERY_NS) {
            return false;
        }
        leftCpuAt = now;
        try {
            return Threads.leaveCpu();
        } catch (SystemCallException e) {
            LOGGER.log(Level.DEBUG, "a looper stays on the CPU of its caller: " + e.getMessage());
            return false;
        }
    }

    private void coolDown(long now) {
        hot.coolDown(now);
        last = null; // it may be among those that went
    }

    private int runTask(Looper looper) {
        Runnable task = tasks.poll();
        if (task == null) {
            return 0;
        }
        looper.enterHandler();
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "a death recipient or another task failed", e);
        }
        return looper.exitHandler() ? 1 : ServedLane.LOST_LEAD;
    }

    /** Sleeps until something arrives on a hot lane or {@link ThreadState#wake} is called. */
    private void park(ThreadState self) {
        int wakeValue = self.wakeValue(); // first: who makes a lane hot, or queues a task, wakes after it
        ServedLane[] lanes = hot.all();
        if (!tasks.isEmpty() || closed) {
            return;
        }
        self.forgetLast();
        last = null;
        long begin = System.nanoTime();
        sleep.prepare(self, lanes);
        awake = false;
        if (!HotLanes.anyWork(lanes) && !HotLanes.lookAgain(lanes)) {
            sleep.sleep(self, lanes, wakeValue);
        }
        awake = true;
        long end = System.nanoTime();
        hot.disarmDoorbells();
        if (control != null) {
            control.wakeForTicks();
        }
        if (HotLanes.anyWork(lanes)) {
            spin.onSleep(end - begin);
        } else {
            spin.onSleep(Long.MAX_VALUE);
            coolDown(end);
        }
    }
}
