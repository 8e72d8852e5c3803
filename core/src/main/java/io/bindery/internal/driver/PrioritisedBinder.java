package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transactions of an object with a least priority: it stands in the object's place where they are dispatched, so that
 * other objects need not look for one. A virtual thread, on which a call can come back, has no priority of its own.
 */
final class PrioritisedBinder extends Binder {
    private static final Logger LOGGER = System.getLogger("io.bindery.looper");
    private static final BinderAccess ACCESS = BinderAccess.get();

    private final Binder target;
    private final int nice;
    private final AtomicBoolean complained = new AtomicBoolean();

    PrioritisedBinder(Binder target, int nice) {
        this.target = target;
        this.nice = nice;
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (Thread.currentThread().isVirtual()) {
            return ACCESS.onTransact(target, code, data, reply, flags);
        }
        int before = Threads.nice();
        boolean raised = before > nice && set(nice);
        try {
            return ACCESS.onTransact(target, code, data, reply, flags);
        } finally {
            if (raised) {
                boolean ignored = set(before);
            }
        }
    }

    private boolean set(int value) {
        try {
            Threads.setNice(value);
            return true;
        } catch (SystemCallException e) {
            // It could be done when it was asked for.
            if (!complained.getAndSet(true)) {
                LOGGER.log(Level.WARNING, "a handler runs with another priority than its object asks for", e);
            }
            return false;
        }
    }

    /** Tries whether a thread of this process may run at {@code nice}. The calling thread is as before. */
    static void check(int nice) throws SystemCallException {
        int before = Threads.nice();
        if (nice < before) {
            Threads.setNice(nice);
            Threads.setNice(before);
        }
    }
}
