package io.bindery.samples.demo.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Tells a child process when to end: its parent holds the other end of its standard input, and closes it on purpose or
 * by dying.
 */
public final class ParentWatch {
    private final CountDownLatch ended = new CountDownLatch(1);

    private ParentWatch() {}

    public static ParentWatch start() {
        ParentWatch watch = new ParentWatch();
        Thread.ofPlatform().daemon().name("parent-watch").start(watch::read);
        return watch;
    }

    private void read() {
        try {
            while (System.in.read() >= 0) {
                // The parent sends nothing.
            }
        } catch (IOException e) {
            // As good as an end.
        }
        ended.countDown();
    }

    /** Waits for the end. */
    public void await() throws InterruptedException {
        ended.await();
    }

    /**
     * Deletes the home of a run whose parent died before it could; does nothing if the parent still lives, as it does
     * then itself.
     */
    public static void deleteOrphanedHome(long parentPid, Path home) {
        boolean alive = ProcessHandle.of(parentPid).map(ProcessHandle::isAlive).orElse(false);
        if (!alive) {
            PrivateHome.delete(home);
        }
    }
}
