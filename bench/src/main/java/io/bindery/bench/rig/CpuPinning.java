package io.bindery.bench.rig;

import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;

/** Ties single threads to CPUs; the process itself stays free, as it is for a user. */
public final class CpuPinning {
    private CpuPinning() {}

    /**
     * Ties the calling thread to {@code cpu}. Threads that it starts from now on inherit that.
     *
     * @throws IllegalStateException if this process may not use that CPU
     */
    public static void pinCurrentThread(int cpu) {
        try {
            Free.remember();
            Threads.setAffinity(cpu);
        } catch (SystemCallException e) {
            throw new IllegalStateException("thread not pinned: cpu=" + cpu, e);
        }
    }

    /** Lets the calling thread run wherever the first pinned thread could before it was pinned. */
    public static void freeCurrentThread() {
        try {
            Threads.setAffinity(Free.CPUS);
        } catch (SystemCallException e) {
            throw new IllegalStateException("thread not freed", e);
        }
    }

    private static final class Free {
        static final int[] CPUS = current();

        static void remember() {}

        private static int[] current() {
            try {
                return Threads.affinity();
            } catch (SystemCallException e) {
                throw new IllegalStateException("CPUs of the thread not known", e);
            }
        }
    }
}
