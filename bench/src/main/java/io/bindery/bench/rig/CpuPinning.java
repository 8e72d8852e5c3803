package io.bindery.bench.rig;

import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;

/** Ties single threads to CPUs; the process itself stays free, as it is for a user. */
public final class CpuPinning {
    private CpuPinning() {}

    /**
     * Ties the calling thread to {@code cpu}.
     *
     * @throws IllegalStateException if this process may not use that CPU
     */
    public static void pinCurrentThread(int cpu) {
        try {
            Threads.setAffinity(cpu);
        } catch (SystemCallException e) {
            throw new IllegalStateException("thread not pinned: cpu=" + cpu, e);
        }
    }
}
