package io.bindery.internal.driver;

import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The threads of the loopers: started one by one when they are needed, named, tied to the context's CPUs. */
final class LooperThreads {
    private static final Logger LOGGER = System.getLogger("io.bindery.looper");

    private final String context;
    private volatile int most;
    private final ThreadFactory factory;
    private final List<Integer> cpus;
    private final List<Thread> started = new ArrayList<>();
    private final List<Thread> joined = new ArrayList<>();

    LooperThreads(String context, int most, ThreadFactory factory, List<Integer> cpus) {
        this.context = context;
        this.most = most;
        this.factory = factory;
        this.cpus = cpus;
    }

    /** Starts one more thread; returns false if there are as many as may be. */
    synchronized boolean tryStart(Runnable looper) {
        if (started.size() >= most) {
            return false;
        }
        Thread thread = factory.newThread(() -> {
            pin();
            looper.run();
        });
        thread.setName("bindery-" + context + "-looper-" + (started.size() + 1));
        started.add(thread);
        thread.start();
        return true;
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

    int most() {
        return most;
    }

    /** Those that run go on, if there are more. */
    void setMost(int most) {
        this.most = most;
    }

    /** A thread of the user's becomes one of these until {@link #leave}. */
    synchronized void enter(Thread thread) {
        joined.add(thread);
    }

    synchronized void leave(Thread thread) {
        joined.remove(thread);
        notifyAll();
    }

    /** All of them, the user's too. */
    synchronized List<Thread> all() {
        List<Thread> all = new ArrayList<>(started);
        all.addAll(joined);
        return all;
    }

    private synchronized List<Thread> snapshot() {
        return List.copyOf(started);
    }

    /** Waits until all threads have ended, but for the calling one. Returns false if that is one of them. */
    boolean join() {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        List<Thread> ending = snapshot();
        for (Thread thread : ending) {
            while (thread.isAlive() && thread != self) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        interrupted |= awaitJoined(self);
        if (interrupted) {
            self.interrupt();
        }
        synchronized (this) {
            return !ending.contains(self) && !joined.contains(self);
        }
    }

    /** Waits until the user's threads have left, but for the calling one. Returns whether that was interrupted. */
    private synchronized boolean awaitJoined(Thread self) {
        boolean interrupted = false;
        while (joined.stream().anyMatch(thread -> thread != self)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
