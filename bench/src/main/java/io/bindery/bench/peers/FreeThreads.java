package io.bindery.bench.peers;

import io.bindery.bench.rig.CpuPinning;

/** Makes the threads that a library has for itself. A new thread inherits its maker's CPU; these run wherever they may. */
final class FreeThreads {
    private FreeThreads() {}

    /** A daemon thread that the kernel may move. */
    static Thread create(Runnable task) {
        Thread thread = new Thread(() -> {
            CpuPinning.freeCurrentThread();
            task.run();
        });
        thread.setDaemon(true);
        return thread;
    }
}
