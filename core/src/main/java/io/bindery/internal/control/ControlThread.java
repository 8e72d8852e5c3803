package io.bindery.internal.control;

import io.bindery.internal.linux.Epoll;
import io.bindery.internal.linux.EventFd;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.transport.ControlLoop;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An epoll loop in a thread of its own. Descriptors are watched by handlers; tasks and timers run between two waits. No
 * user code ever runs here and nothing may block, so that a peer's death and its doorbells are always noticed at once.
 *
 * <p>A watched descriptor is known by a number that is never used again, not by the descriptor's own: an event for a
 * descriptor that was closed meanwhile finds no handler.
 *
 * <p><b>Threading:</b> all methods may be called from any thread, but for {@link #close()}, which the control thread
 * itself must not call.
 */
public final class ControlThread implements ControlLoop, AutoCloseable {
    private static final Logger LOGGER = System.getLogger("io.bindery.control");
    private static final long WAKE_TOKEN = 0;
    private static final int IN_AND_HANG_UP = Epoll.IN | Epoll.RDHUP;
    private static final int NO_TIMEOUT = -1;

    /** Called about every millisecond while it wants to be. */
    public interface Ticker {
        /** Whether ticks are wanted now; read before each wait. */
        boolean wantsTicks();

        void onTick();
    }

    private record Watch(int descriptor, Handler handler) {}

    private record Timer(long deadlineNs, Runnable task) {}

    private final Epoll epoll;
    private final int wakeDescriptor;
    private final Thread thread;
    private final AtomicLong lastToken = new AtomicLong(WAKE_TOKEN);
    private final ConcurrentHashMap<Long, Watch> watches = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::deadlineNs));
    private final Ticker ticker;
    private volatile boolean closing;

    /** Whether the present wait ends with a tick. Cleared before the last look at whether ticks are wanted. */
    private volatile boolean ticking;

    private volatile int tid;

    /** Starts the thread. */
    public ControlThread(ThreadFactory threads, String name, Ticker ticker) throws IOException {
        this.ticker = ticker;
        epoll = new Epoll();
        int created = -1;
        try {
            created = EventFd.create();
            epoll.add(created, Epoll.IN, WAKE_TOKEN);
        } catch (IOException | RuntimeException e) {
            if (created >= 0) {
                FileDescriptors.close(created);
            }
            epoll.close();
            throw e;
        }
        wakeDescriptor = created;
        thread = threads.newThread(this::run);
        thread.setName(name);
        thread.start();
    }

    @Override
    public int tid() {
        while (tid == 0) {
            Thread.onSpinWait();
        }
        return tid;
    }

    @Override
    public boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    @Override
    public long watch(int descriptor, Handler handler) throws IOException {
        long token = lastToken.incrementAndGet();
        watches.put(token, new Watch(descriptor, handler));
        try {
            epoll.add(descriptor, IN_AND_HANG_UP, token);
        } catch (IOException | RuntimeException e) {
            watches.remove(token);
            throw e;
        }
        return token;
    }

    @Override
    public void watchOutput(long token, boolean wanted) throws IOException {
        setInterest(token, true, wanted);
    }

    @Override
    public void setInterest(long token, boolean input, boolean output) throws IOException {
        Watch watch = watches.get(token);
        if (watch != null) {
            epoll.modify(watch.descriptor, (input ? IN_AND_HANG_UP : 0) | (output ? Epoll.OUT : 0), token);
        }
    }

    @Override
    public void unwatch(long token) {
        Watch watch = watches.remove(token);
        if (watch != null) {
            try {
                epoll.remove(watch.descriptor);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "a watch could not be ended: " + e.getMessage());
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    @Override
    public void schedule(long delayNs, Runnable task) {
        Timer timer = new Timer(System.nanoTime() + delayNs, task);
        execute(() -> timers.add(timer));
    }

    /** Makes the thread look at its tasks, and at whether ticks are wanted. */
    public void wake() {
        if (!isCurrentThread() && wakePending.compareAndSet(false, true)) {
            EventFd.signal(wakeDescriptor);
        }
    }

    /**
     * As {@link #wake}, after ticks have come to be wanted: does nothing if one is due anyway. Either this call sees that
     * none is, or the thread sees, after it has said so, that ticks are wanted: both are volatile. Of the thread itself it
     * means that its next wait ends with a tick, as it does if ticks are wanted by then.
     */
    public void wakeForTicks() {
        if (isCurrentThread()) {
            ticking = true;
        } else if (!ticking) {
            wake();
        }
    }

    private void run() {
        tid = io.bindery.internal.linux.Processes.tid();
        while (!closing) {
            try {
                turn();
            } catch (RuntimeException | IOException | AssertionError e) {
                LOGGER.log(Level.ERROR, "the control thread goes on after an error of its own", e);
            }
        }
    }

    private void turn() throws IOException {
        int ready = epoll.await(timeoutMs());
        for (int i = 0; i < ready; i++) {
            long token = epoll.data(i);
            if (token == WAKE_TOKEN) {
                EventFd.drain(wakeDescriptor);
                continue;
            }
            Watch watch = watches.get(token);
            if (watch != null) {
                watch.handler.onReady(epoll.events(i));
            }
        }
        wakePending.set(false);
        runTasks();
        runTimers();
        if (ticker.wantsTicks()) {
            ticker.onTick();
        }
    }

    private int timeoutMs() {
        if (!tasks.isEmpty() || closing) {
            return 0;
        }
        if (!ticker.wantsTicks()) {
            ticking = false;
        }
        if (ticker.wantsTicks()) {
            ticking = true;
            return 1;
        }
        Timer next = timers.peek();
        if (next == null) {
            return NO_TIMEOUT;
        }
        long leftMs = (next.deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
        return Math.clamp(leftMs, 0, Integer.MAX_VALUE);
    }

    private void runTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            run(task);
        }
    }

    private void runTimers() {
        List<Runnable> due = new ArrayList<>();
        Timer next;
        while ((next = timers.peek()) != null && next.deadlineNs - System.nanoTime() <= 0) {
            timers.remove();
            due.add(next.task);
        }
        due.forEach(ControlThread::run);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            LOGGER.log(Level.ERROR, "a task of the control thread failed", e);
        }
    }

    /** Stops the thread, after the tasks that are queued, and closes its descriptors. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        EventFd.signal(wakeDescriptor);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        runTasks();
        epoll.close();
        FileDescriptors.close(wakeDescriptor);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
