package io.bindery.internal.driver;

import io.bindery.BinderProxy.FrozenStateChangeCallback;
import io.bindery.IBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know whether an object's process is frozen. Each is told once when it is added, and then of changes; one
 * that was undone before it could be told is not.
 *
 * <p><b>Threading:</b> any thread.
 */
final class FrozenCallbacks {
    private final IBinder who;
    private final BooleanSupplier frozen;
    private final List<Registration> registrations = new ArrayList<>(1);

    FrozenCallbacks(IBinder who, BooleanSupplier frozen) {
        this.who = who;
        this.frozen = frozen;
    }

    /** One callback; its calls never overlap. */
    private final class Registration {
        private final FrozenStateChangeCallback callback;
        private final Executor executor;
        private @Nullable Boolean told;
        private boolean scheduled;
        private boolean removed;

        Registration(FrozenStateChangeCallback callback, Executor executor) {
            this.callback = callback;
            this.executor = executor;
        }

        void schedule() {
            synchronized (this) {
                if (scheduled || removed) {
                    return;
                }
                scheduled = true;
            }
            executor.execute(this::tell);
        }

        private void tell() {
            while (true) {
                boolean state;
                synchronized (this) {
                    state = frozen.getAsBoolean();
                    if (removed || (told != null && told == state)) {
                        scheduled = false;
                        return;
                    }
                    told = state;
                }
                boolean failed = true;
                try {
                    callback.onFrozenStateChanged(who, state);
                    failed = false;
                } finally {
                    if (failed) {
                        unschedule();
                    }
                }
            }
        }

        private synchronized void unschedule() {
            scheduled = false;
        }

        synchronized void remove() {
            removed = true;
        }
    }

    void add(FrozenStateChangeCallback callback, Executor executor) {
        Registration added = new Registration(callback, executor);
        synchronized (registrations) {
            registrations.add(added);
        }
        added.schedule();
    }

    /** Returns whether there was such a callback. */
    boolean remove(FrozenStateChangeCallback callback) {
        synchronized (registrations) {
            for (Registration registration : registrations) {
                if (registration.callback.equals(callback)) {
                    registration.remove();
                    registrations.remove(registration);
                    return true;
                }
            }
            return false;
        }
    }

    /** Nobody is told any more. */
    void clear() {
        synchronized (registrations) {
            registrations.forEach(Registration::remove);
            registrations.clear();
        }
    }

    /** The state may have changed. */
    void onChange() {
        List<Registration> told;
        synchronized (registrations) {
            told = List.copyOf(registrations);
        }
        told.forEach(Registration::schedule);
    }
}
