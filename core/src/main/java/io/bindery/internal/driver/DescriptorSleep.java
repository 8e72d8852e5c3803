package io.bindery.internal.driver;

import io.bindery.internal.linux.DescriptorWaiters;
import io.bindery.internal.linux.EventFd;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SystemCallException;
import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The descriptors on which a thread sleeps, and one of its own by which others wake it. A looper closes that one when it
 * ends; of a thread of the user's it goes when the thread is collected.
 *
 * <p><b>Threading:</b> the thread itself, but for {@link #wake}.
 */
final class DescriptorSleep {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int NONE = -1;

    /** How long to sleep where no descriptor can be had. */
    private static final long POOR_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The descriptor by which the thread is woken; apart from the sleep, which a cleaner must not hold. */
    private static final class WakeDescriptor implements Runnable {
        private int descriptor;

        WakeDescriptor(int descriptor) {
            this.descriptor = descriptor;
        }

        synchronized void signal() {
            if (descriptor != NONE) {
                EventFd.signal(descriptor);
            }
        }

        @Override
        public synchronized void run() {
            FileDescriptors.close(descriptor);
            descriptor = NONE;
        }
    }

    private final int wakeDescriptor;
    private final WakeDescriptor wake;
    private final Cleaner.Cleanable cleanable;
    private DescriptorWaiters waiters = new DescriptorWaiters(4);

    DescriptorSleep() {
        wakeDescriptor = create();
        wake = new WakeDescriptor(wakeDescriptor);
        cleanable = CLEANER.register(this, wake);
    }

    private static int create() {
        try {
            return EventFd.create();
        } catch (SystemCallException e) {
            System.getLogger("io.bindery.driver")
                    .log(
                            System.Logger.Level.WARNING,
                            "a thread looks each millisecond instead of sleeping: " + e.getMessage());
            return NONE;
        }
    }

    /** Makes room for {@code count} descriptors; those that were set before are forgotten. */
    void reserve(int count) {
        if (waiters.capacity() <= count) {
            waiters = new DescriptorWaiters(2 * count + 1);
        }
    }

    void set(int index, int descriptor) {
        waiters.set(index, descriptor);
    }

    /** Sleeps until one of {@code count} descriptors is readable, or {@link #wake}, or the timeout. */
    void sleep(int count, long timeoutNs) {
        if (wakeDescriptor == NONE) {
            LockSupport.parkNanos(this, POOR_SLEEP_NS);
            return;
        }
        waiters.set(count, wakeDescriptor);
        waiters.await(count + 1, timeoutNs);
        if (waiters.isReady(count)) {
            long ignored = EventFd.drain(wakeDescriptor);
        }
    }

    /** Any thread. */
    void wake() {
        wake.signal();
    }

    /** The thread ends. */
    void close() {
        cleanable.clean();
    }
}
