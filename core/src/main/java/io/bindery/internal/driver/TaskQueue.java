package io.bindery.internal.driver;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Tasks of the driver's that run user code, such as death recipients, and wait for a looper. Any thread. */
final class TaskQueue {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private volatile int size;

    void add(Runnable task) {
        synchronized (tasks) {
            tasks.addLast(task);
            size = tasks.size();
        }
    }

    @Nullable
    Runnable poll() {
        synchronized (tasks) {
            Runnable task = tasks.pollFirst();
            size = tasks.size();
            return task;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }
}
