package io.bindery.internal.driver;

import io.bindery.internal.control.ControlThread;
import io.bindery.looper.WaitStrategy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who serves what arrives at a context.
 *
 * <p><b>The lead.</b> One looper leads: it polls the {@link HotLanes hot lanes}, and serves what it finds itself, so that a
 * call costs no hand-over. When its handler takes long, or waits for something that is due on another lane, somebody else
 * has to look at the other lanes: the control thread looks every millisecond while the leader is awake, and whenever a
 * doorbell rings, and passes the lead to a spare looper if a record waits. If there is no spare one, requests that belong
 * to a chain which waits in this process are given to the waiting thread, and the rest waits for a looper to come free.
 *
 * <p><b>Threading:</b> {@code lock} guards the lead, the set of hot lanes, and the spare loopers. The leader reads the
 * hot lanes without it.
 */
final class Loopers implements ControlThread.Ticker {
    private static final long END_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How many ticks more there are once the leader sleeps: where he wakes for each call, that is not to cost one each. */
    private static final int TICKS_AFTERWARDS = 10;

    private final String context;
    private final boolean userDriven;
    private final LooperThreads threads;
    private final LeaderLoop loop;
    private final Starvation starvation;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Looper> spare = new ArrayDeque<>();
    private final TaskQueue tasks = new TaskQueue();
    private final HotLanes hot;
    private volatile @Nullable Looper leader;
    private @Nullable ControlThread control;
    private int handlersAtLastTick;
    private int ticksLeft;
    private final Looper user = new Looper();

    /** The thread that runs {@link #doWork()} now. */
    private final AtomicReference<@Nullable Thread> inDoWork = new AtomicReference<>();

    Loopers(String context, WaitStrategy strategy, int most, ThreadFactory threads, List<Integer> cpus) {
        this.context = context;
        this.threads = new LooperThreads(context, most, threads, cpus);
        starvation = new Starvation(context, this.threads);
        userDriven = most == 0;
        hot = new HotLanes(lock, strategy instanceof WaitStrategy.Spin);
        loop = new LeaderLoop(strategy, hot, tasks);
    }

    void setControl(ControlThread control) {
        this.control = control;
        loop.setControl(control);
    }

    /** For how long the leader looks before it sleeps, in nanoseconds; racy. */
    long spinNs() {
        return loop.spinNs();
    }

    /** Whether the user runs the handlers, by {@link #doWork()}. */
    boolean isUserDriven() {
        return userDriven;
    }

    // ---- what arrives: control thread, and threads that queue tasks

    /** Something may have arrived on these lanes, which listen to the doorbell. */
    void onDoorbell(List<? extends ServedLane> lanes) {
        lock.lock();
        try {
            boolean found = false;
            for (ServedLane lane : lanes) {
                if (lane.hasWork()) {
                    found = true;
                    if (!lane.hot) {
                        hot.heat(lane, leader != null);
                    }
                }
            }
            if (found) {
                expectTicks();
                ensureLeader();
            }
            helpIfStuck();
        } finally {
            lock.unlock();
        }
    }

    /** Something has arrived on a lane on which the leader sleeps, and he may not have heard of it. Any thread. */
    void onArrival() {
        onLaneServed();
    }

    /** A lane that no looper served may be looked at again: a leader that sleeps does not know. */
    void onLaneServed() {
        Looper current = leader;
        if (current != null && !loop.isAwake()) {
            current.wake();
        }
    }

    /** The lane is to be served once more, whatever arrives on it. */
    void attend(ServedLane lane) {
        lock.lock();
        try {
            if (!lane.hot) {
                hot.heat(lane, leader != null);
            }
            ensureLeader();
        } finally {
            lock.unlock();
        }
    }

    /** The lane's session has ended. */
    void forget(ServedLane lane) {
        hot.forget(lane);
    }

    /** Runs a task of the driver's, such as a death recipient, as if it were a handler. */
    void execute(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            ensureLeader();
            helpIfStuck();
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
        } else if (!loop.isClosed()) {
            promote();
        }
        if (control != null) {
            control.wakeForTicks();
        }
    }

    /** A looper that the control thread wakes finds that there will be ticks, and need not wake it for them in turn. */
    private void expectTicks() {
        if (control != null && control.isCurrentThread()) {
            ticksLeft = TICKS_AFTERWARDS;
            control.wakeForTicks();
        }
    }

    /** Gives the lead to a spare looper or a new one. Under the lock, while nobody leads. Returns false if none is free. */
    private boolean promote() {
        if (userDriven) {
            return false;
        }
        Looper next = spare.pollLast();
        if (next != null) {
            lead(next);
            next.wake();
            return true;
        }
        Looper fresh = new Looper();
        lead(fresh); // before its thread looks
        if (threads.tryStart(() -> run(fresh))) {
            return true;
        }
        leader = null;
        loop.setAwake(false);
        return false;
    }

    private void lead(Looper looper) {
        looper.startPolling();
        loop.setAwake(true);
        leader = looper;
    }

    /** If the leader is in a handler and something waits, passes the lead on. Under the lock. */
    private void helpIfStuck() {
        Looper stuck = leader;
        if (stuck == null) {
            hot.routeChains();
        } else if (stuck.isInHandler() && (!tasks.isEmpty() || HotLanes.anyWork(hot.all()))) {
            leader = null; // first: a looper that sees that it was overtaken must not find itself leading
            if (!stuck.overtake()) {
                leader = stuck;
            } else if (!promote()) {
                loop.setAwake(false);
                hot.armDoorbells();
                hot.routeChains();
            }
        }
    }

    /** Makes {@code looper} the leader if there is none; else a spare one. */
    private boolean tryLead(Looper looper) {
        lock.lock();
        try {
            if (loop.isClosed()) {
                return false;
            }
            if (leader == looper) {
                return true;
            }
            if (leader == null && (!hot.isEmpty() || !tasks.isEmpty())) {
                lead(looper);
                hot.disarmDoorbells();
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
        return isToWatch() || ticksLeft > 0;
    }

    private boolean isToWatch() {
        return loop.isAwake() || starvation.isTold() || (leader == null && (!hot.isEmpty() || !tasks.isEmpty()));
    }

    @Override
    public void onTick() {
        ticksLeft = isToWatch() ? TICKS_AFTERWARDS : ticksLeft - 1;
        Looper current = leader;
        if (!userDriven) {
            starvation.look(current == null && isWorkWaiting());
        }
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

    private boolean isWorkWaiting() {
        return !tasks.isEmpty() || HotLanes.anyWork(hot.all());
    }

    // ---- how many

    int most() {
        return threads.most();
    }

    void setMost(int most) {
        requireOwnThreads("set their number");
        threads.setMost(most);
        lock.lock();
        try {
            helpIfStuck();
            if (leader == null && isWorkWaiting()) {
                ensureLeader();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the calling thread a looper until the end. */
    void joinPool() {
        requireOwnThreads("join them");
        ThreadState self = ThreadState.current();
        if (self.virtual) {
            throw new IllegalStateException(
                    "a virtual thread cannot be a looper: it would pin its carrier; thread=" + self.thread);
        }
        if (self.depth() != 0 || threads.all().contains(self.thread)) {
            throw new IllegalStateException(
                    "the thread is a looper already, or in a handler: thread=" + self.thread.getName());
        }
        threads.enter(self.thread);
        try {
            run(new Looper());
        } finally {
            threads.leave(self.thread);
        }
    }

    private void requireOwnThreads(String what) {
        if (userDriven) {
            throw new IllegalStateException("the context has no looper threads, so that nobody can " + what + ": name="
                    + context + "; it was opened with looperThreads(0), call doWork()");
        }
    }

    // ---- loopers

    private void run(Looper looper) {
        ThreadState self = ThreadState.current();
        looper.attach(self);
        while (!loop.isClosed()) {
            int wakeValue = self.wakeValue();
            if (leader == looper || tryLead(looper)) {
                loop.run(looper, self);
            } else {
                awaitLead(looper, self, wakeValue);
            }
        }
        self.close();
    }

    private void awaitLead(Looper looper, ThreadState self, int firstWakeValue) {
        self.forgetLast();
        int wakeValue = firstWakeValue;
        while (leader != looper && !loop.isClosed()) {
            self.sleep(wakeValue, LeaderSleep.UNTIL_WOKEN_NS);
            wakeValue = self.wakeValue();
        }
    }

    // ---- the user's own duty cycle

    /** One turn in the calling thread. */
    int doWork() {
        if (!userDriven) {
            throw new IllegalStateException("the context has looper threads of its own: name=" + context
                    + "; open it with looperThreads(0) to call doWork()");
        }
        if (loop.isClosed()) {
            throw new IllegalStateException("the context is closed: name=" + context);
        }
        Thread thread = Thread.currentThread();
        if (!user.isAttachedTo(thread)) {
            user.attach(ThreadState.current());
        }
        Thread before = inDoWork.getPlain();
        inDoWork.setRelease(thread); // join() looks here some time after closed was set, and needs no fence
        try {
            if (loop.isClosed() || (leader != user && !tryLead(user))) {
                return 0;
            }
            int work = loop.turn(user);
            return work == ServedLane.LOST_LEAD ? 1 : work;
        } finally {
            inDoWork.setRelease(before);
        }
    }

    // ---- the end

    /** Stops the loopers. */
    void close() {
        lock.lock();
        try {
            loop.close();
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
        boolean others = threads.join();
        HotLanes.awaitStoreBuffers(); // who has not seen that this is closed has said by now that it is in doWork()
        Thread self = Thread.currentThread();
        Thread running;
        while ((running = inDoWork.get()) != null && running != self) {
            LockSupport.parkNanos(END_LOOK_NS);
        }
        return running == null && others;
    }
}
