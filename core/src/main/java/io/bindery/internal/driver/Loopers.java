package io.bindery.internal.driver;

import io.bindery.internal.control.ControlThread;
import io.bindery.internal.linux.FutexWaiters;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;
import io.bindery.looper.Idler;
import io.bindery.looper.WaitStrategy;
import io.bindery.transport.Parked;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that serve what arrives at a context.
 *
 * <p><b>Hot and cold.</b> A lane on which something has arrived lately is hot: the leader polls it, and when the leader
 * sleeps it does so on the futex words of all hot lanes at once. After a while without traffic a lane becomes cold: it
 * costs nothing, and its sender rings the session's doorbell, which the control thread hears. So a busy session is not
 * slowed by a thousand idle ones.
 *
 * <p><b>The lead.</b> One looper leads. It serves what it finds itself, so that a call costs no hand-over. When its
 * handler takes long, or waits for something that is due on another lane, somebody else has to look at the other lanes:
 * the control thread looks every millisecond while the leader is awake, and whenever a doorbell rings, and passes the
 * lead to a spare looper if a record waits. If there is no spare one, requests that belong to a chain which waits in this
 * process are given to the waiting thread, and the rest waits for a looper to come free.
 *
 * <p><b>Threading:</b> {@code lock} guards the lead, the set of hot lanes, and the spare loopers. The leader reads
 * {@code hot} without it.
 */
final class Loopers implements ControlThread.Ticker {
    /** Every sleep ends by then, and looks again: a lost wake-up costs time, never correctness. */
    static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Whether a thread can sleep on several futex words at once (Linux 5.16). */
    static final boolean HAS_WAITV = FutexWaiters.supported();

    private static final Logger LOGGER = System.getLogger("io.bindery.looper");
    private static final long UNTIL_WOKEN_NS = TimeUnit.HOURS.toNanos(1);
    private static final ServedLane[] NONE = {};

    /** A lane without traffic for so long becomes cold. */
    private static final long COOL_DOWN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What the kernel takes in one futex_waitv, less our own wake word. With more, all listen to the doorbell. */
    private static final int MOST_FUTEXES = FutexWaiters.MAX_WAITERS - 1;

    /** How many turns with work pass between two looks at which lanes have none. */
    private static final int TURNS_PER_COOL_DOWN = 1 << 12;

    private static final int LOOKS_PER_CLOCK = 32;
    private static final long END_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Longer than any store stays in a store buffer; see ShmOnewaySender. */
    private static final long SECOND_LOOK_NS = 3_000;

    private final String context;
    private final WaitStrategy strategy;
    private final int most;
    private final ThreadFactory threads;
    private final List<Integer> cpus;
    private final SpinBudget spin;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Looper> spare = new ArrayDeque<>();
    private final List<Thread> started = new ArrayList<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private volatile ServedLane[] hot = NONE;
    private volatile @Nullable Looper leader;
    private volatile boolean leaderAwake;
    private volatile int queuedTasks;
    private volatile boolean closed;
    private @Nullable ControlThread control;
    private int handlersAtLastTick;
    private final Looper user = new Looper();

    /** The thread that runs {@link #doWork()} now. */
    private volatile @Nullable Thread inDoWork;

    Loopers(String context, WaitStrategy strategy, int most, ThreadFactory threads, List<Integer> cpus) {
        this.context = context;
        this.strategy = strategy;
        this.most = most;
        this.threads = threads;
        this.cpus = cpus;
        spin = new SpinBudget(strategy);
    }

    void setControl(ControlThread control) {
        this.control = control;
    }

    /** Whether the user runs the handlers, by {@link #doWork()}. */
    boolean isUserDriven() {
        return most == 0;
    }

    // ---- what arrives: control thread, and threads that queue tasks

    /** Something may have arrived on these lanes, which listen to the doorbell. */
    void onDoorbell(List<ServedLane> lanes) {
        lock.lock();
        try {
            boolean found = false;
            for (ServedLane lane : lanes) {
                if (lane.hasWork()) {
                    found = true;
                    if (!lane.hot) {
                        heat(lane);
                    }
                }
            }
            if (found) {
                ensureLeader();
            }
            helpIfStuck();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a cold lane hot. Under the lock. */
    private void heat(ServedLane lane) {
        ServedLane[] before = hot;
        lane.lane().setParked(leader == null ? Parked.DOORBELL : Parked.POLLING);
        lane.hot = true;
        lane.lastActiveNs = 0;
        ServedLane[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = lane;
        hot = after;
    }

    /** Makes a lane cold; its doorbell is armed. Under the lock, by the leader. */
    private void cool(ServedLane lane) {
        remove(lane);
        lane.lane().setParked(Parked.DOORBELL);
    }

    private void remove(ServedLane lane) {
        ServedLane[] before = hot;
        lane.hot = false;
        hot = Arrays.stream(before).filter(other -> !other.equals(lane)).toArray(ServedLane[]::new);
    }

    /** A lane that no looper served may be looked at again: a leader that sleeps does not know. */
    void onLaneServed() {
        Looper current = leader;
        if (current != null && !leaderAwake) {
            current.wake();
        }
    }

    /** The lane is to be served once more, whatever arrives on it. */
    void attend(ServedLane lane) {
        lock.lock();
        try {
            if (!lane.hot) {
                heat(lane);
            }
            ensureLeader();
        } finally {
            lock.unlock();
        }
    }

    /** The lane's session has ended. */
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

    /** Runs a task of the driver's, such as a death recipient, as if it were a handler. */
    void execute(Runnable task) {
        lock.lock();
        try {
            tasks.addLast(task);
            queuedTasks = tasks.size();
            ensureLeader();
            helpIfStuck();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable pollTask() {
        lock.lock();
        try {
            Runnable task = tasks.pollFirst();
            queuedTasks = tasks.size();
            return task;
        } finally {
            lock.unlock();
        }
    }

    // ---- the lead

    /** Sees to it that a looper leads and is awake. Under the lock. */
    private void ensureLeader() {
        Looper current = leader;
        if (current != null) {
            current.wake();
        } else if (!closed && most > 0) {
            promote();
        }
        if (control != null) {
            control.wake();
        }
    }

    /** Gives the lead to a spare looper or a new one. Under the lock, while nobody leads. Returns false if none is free. */
    private boolean promote() {
        Looper next = spare.pollLast();
        if (next != null) {
            lead(next);
            next.wake();
            return true;
        }
        if (started.size() < most) {
            next = new Looper();
            lead(next);
            start(next);
            return true;
        }
        return false;
    }

    private void lead(Looper looper) {
        looper.startPolling();
        leaderAwake = true;
        leader = looper;
    }

    private void start(Looper looper) {
        Thread thread = threads.newThread(() -> run(looper));
        thread.setName("bindery-" + context + "-looper-" + (started.size() + 1));
        started.add(thread);
        thread.start();
    }

    /** If the leader is in a handler and something waits, passes the lead on. Under the lock. */
    private void helpIfStuck() {
        Looper stuck = leader;
        if (stuck == null) {
            routeChains();
        } else if (stuck.isInHandler() && somethingWaits()) {
            leader = null; // first: a looper that sees that it was overtaken must not find itself leading
            if (!stuck.overtake()) {
                leader = stuck;
            } else if (most == 0 || !promote()) {
                leaderAwake = false;
                armDoorbells();
                routeChains();
            }
        }
    }

    private boolean somethingWaits() {
        if (queuedTasks != 0) {
            return true;
        }
        for (ServedLane lane : hot) {
            if (lane.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** Nobody polls for now: what arrives has to ring. Under the lock. */
    private void armDoorbells() {
        for (ServedLane lane : hot) {
            if (!lane.isLeased()) {
                lane.lane().setParked(Parked.DOORBELL);
            }
        }
    }

    /** While nobody leads, gives requests to the threads in whose chains they belong. Under the lock. */
    private void routeChains() {
        for (ServedLane lane : hot) {
            if (!lane.isLeased()) {
                try {
                    lane.route();
                } catch (RuntimeException e) {
                    lane.peer().session().close(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** Makes {@code looper} the leader if there is none; else a spare one. */
    private boolean tryLead(Looper looper) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (leader == looper) {
                return true;
            }
            if (leader == null && (hot.length != 0 || queuedTasks != 0)) {
                lead(looper);
                for (ServedLane lane : hot) {
                    if (!lane.isLeased()) {
                        lane.lane().setParked(Parked.POLLING);
                    }
                }
                return true;
            }
            if (looper != user) {
                spare.addLast(looper);
            }
            Looper current = leader;
            if (current != null) {
                current.wake(); // the lane that this looper has served is to be looked at again
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    // ---- ticks: the control thread

    @Override
    public boolean wantsTicks() {
        return leaderAwake || (leader == null && hot.length != 0);
    }

    @Override
    public void onTick() {
        Looper current = leader;
        if (current != null && !current.isInHandler()) {
            return;
        }
        int handlers = current == null ? 0 : current.handlers();
        if (current == null || handlers == handlersAtLastTick) {
            lock.lock();
            try {
                helpIfStuck();
            } finally {
                lock.unlock();
            }
        }
        handlersAtLastTick = handlers;
    }

    // ---- loopers

    private void run(Looper looper) {
        ThreadState self = ThreadState.current();
        looper.attach(self);
        pin();
        while (!closed) {
            int wakeValue = self.wakeValue();
            if (leader == looper || tryLead(looper)) {
                leadUntilLost(looper, self);
            } else {
                awaitLead(looper, self, wakeValue);
            }
        }
    }

    private void pin() {
        if (!cpus.isEmpty()) {
            try {
                Threads.setAffinity(cpus.stream().mapToInt(Integer::intValue).toArray());
            } catch (SystemCallException e) {
                LOGGER.log(Level.WARNING, "a looper runs on any CPU: " + e.getMessage());
            }
        }
    }

    private void awaitLead(Looper looper, ThreadState self, int firstWakeValue) {
        int wakeValue = firstWakeValue;
        while (leader != looper && !closed) {
            self.sleep(wakeValue, UNTIL_WOKEN_NS);
            wakeValue = self.wakeValue();
        }
    }

    private void leadUntilLost(Looper looper, ThreadState self) {
        Idler idler =
                strategy instanceof WaitStrategy.Idling idling ? idling.idlers().get() : null;
        long idleSince = 0;
        int looks = 0;
        int turns = 0;
        while (!closed) {
            int work = turn(looper);
            if (work == ServedLane.LOST_LEAD) {
                return;
            }
            if (work != 0) {
                spin.onHit();
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
            } else {
                Thread.onSpinWait();
            }
            if (++looks < LOOKS_PER_CLOCK) {
                continue;
            }
            looks = 0;
            long now = System.nanoTime();
            if (idleSince == 0) {
                idleSince = now;
                coolDown(now);
            } else if (now - idleSince >= spin.budgetNs() || hot.length == 0) {
                park(self);
                idleSince = 0;
            }
        }
    }

    /** Looks at every hot lane once. */
    private int turn(Looper looper) {
        int work = 0;
        for (ServedLane lane : hot) {
            // Looking and serving are compiled apart: see CallLane.spinForRecord.
            if (lane.hasWork()) {
                int served = serve(lane, looper);
                if (served == ServedLane.LOST_LEAD) {
                    return ServedLane.LOST_LEAD;
                }
                work += served;
                lane.lastActiveNs = 0;
            }
        }
        if (queuedTasks != 0) {
            int served = runTask(looper);
            return served == ServedLane.LOST_LEAD ? ServedLane.LOST_LEAD : work + served;
        }
        return work;
    }

    private int serve(ServedLane lane, Looper looper) {
        try {
            return lane.serve(looper);
        } catch (RuntimeException | Error e) {
            lane.peer().session().close("a record could not be served: " + e);
            LOGGER.log(Level.WARNING, "the session ends: " + e.getMessage(), e);
            forget(lane);
            return looper.recover() ? 1 : ServedLane.LOST_LEAD;
        }
    }

    private int runTask(Looper looper) {
        Runnable task = pollTask();
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

    /** Makes lanes cold on which nothing has arrived for a while. {@code lastActiveNs} 0 means: since the last look. */
    private void coolDown(long now) {
        for (ServedLane lane : hot) {
            if (lane.lastActiveNs == 0) {
                lane.lastActiveNs = now;
            } else if (now - lane.lastActiveNs > COOL_DOWN_NS && !lane.isLeased()) {
                coolIfEmpty(lane);
            }
        }
    }

    private void coolIfEmpty(ServedLane lane) {
        if (strategy instanceof WaitStrategy.Spin) {
            return;
        }
        lane.beforePark();
        lock.lock();
        try {
            if (lane.hot) {
                cool(lane);
            }
            long deadline = System.nanoTime() + SECOND_LOOK_NS;
            while (System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            if (lane.hasWork()) {
                heat(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- sleeping

    /** Sleeps until something arrives on a hot lane or {@link ThreadState#wake} is called. */
    private void park(ThreadState self) {
        int wakeValue = self.wakeValue(); // first: who makes a lane hot, or queues a task, wakes after it
        ServedLane[] lanes = hot;
        if (queuedTasks != 0 || closed) {
            return;
        }
        long begin = System.nanoTime();
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
        for (ServedLane lane : lanes) {
            if (!lane.isLeased()) {
                lane.lane().setParked(futex ? Parked.FUTEX : Parked.DOORBELL);
            }
        }
        leaderAwake = false;
        if (!anyWork(lanes) && !lookAgain(lanes)) {
            if (lanes.length == 0) {
                self.sleep(wakeValue, UNTIL_WOKEN_NS);
            } else {
                self.sleep(set, futex ? lanes.length : 0, wakeValue, LONGEST_SLEEP_NS);
            }
        }
        leaderAwake = true;
        long end = System.nanoTime();
        for (ServedLane lane : lanes) {
            if (!lane.isLeased()) {
                lane.lane().setParked(Parked.POLLING);
            }
        }
        if (control != null) {
            control.wake();
        }
        if (anyWork(lanes)) {
            spin.onSleep(end - begin);
        } else {
            spin.onSleep(Long.MAX_VALUE);
            coolDown(end);
        }
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

    private static boolean anyWork(ServedLane[] lanes) {
        for (ServedLane lane : lanes) {
            if (lane.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** The second look of a stream's receiver, whose senders do not fence. */
    private static boolean lookAgain(ServedLane[] lanes) {
        long deadline = System.nanoTime() + SECOND_LOOK_NS;
        while (System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        return anyWork(lanes);
    }

    // ---- the user's own duty cycle

    /** One turn in the calling thread. */
    int doWork() {
        if (most != 0) {
            throw new IllegalStateException("the context has looper threads of its own: looperThreads=" + most
                    + "; open it with looperThreads(0) to call doWork()");
        }
        if (closed) {
            throw new IllegalStateException("the context is closed: name=" + context);
        }
        ThreadState self = ThreadState.current();
        if (!user.isAttachedTo(self)) {
            user.attach(self);
        }
        Thread before = inDoWork;
        inDoWork = self.thread; // before the look at closed: close() looks here after it has set that
        try {
            if (closed || (leader != user && !tryLead(user))) {
                return 0;
            }
            int work = turn(user);
            return work == ServedLane.LOST_LEAD ? 1 : work;
        } finally {
            inDoWork = before;
        }
    }

    // ---- the end

    /** Stops the loopers. */
    void close() {
        lock.lock();
        try {
            closed = true;
            spare.forEach(Looper::wake);
            Looper current = leader;
            if (current != null) {
                current.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no handler runs any more, but for one of the calling thread. Returns false if there is one. */
    boolean join() {
        List<Thread> stopping;
        lock.lock();
        try {
            stopping = List.copyOf(started);
        } finally {
            lock.unlock();
        }
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        for (Thread thread : stopping) {
            while (thread.isAlive() && thread != self) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        Thread user;
        while ((user = inDoWork) != null && user != self) {
            LockSupport.parkNanos(END_LOOK_NS);
        }
        if (interrupted) {
            self.interrupt();
        }
        return user == null && !stopping.contains(self);
    }
}
