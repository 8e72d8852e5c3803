package io.bindery.testkit.transport;

import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.transport.Trait;
import java.util.Set;

/**
 * How a case sends its n-th oneway call. Where calls carry arguments, that is the number itself, and the other end knows
 * whether one is missing or out of place. Where they do not, most are ticks and each {@value #MARK_EVERY}th is a mark, which
 * must not come before the ticks that were sent ahead of it.
 */
enum Messages {
    NUMBERED {
        @Override
        void send(IBinder target, long number) throws RemoteException {
            ConformanceRoot.sendNumber(target, number);
        }

        @Override
        boolean trySend(IBinder target, long number) throws RemoteException {
            return ConformanceRoot.trySendNumber(target, number);
        }
    },

    COUNTED {
        // A signal is sent or refused at once: who wants it to wait tries again.
        @Override
        void send(IBinder target, long number) throws Exception {
            Conditions.await("there is room for a call", () -> trySend(target, number));
        }

        @Override
        boolean trySend(IBinder target, long number) throws RemoteException {
            try {
                ConformanceRoot.sendCounted(target, number % MARK_EVERY == MARK_EVERY - 1);
                return true;
            } catch (RemoteException e) {
                if (String.valueOf(e.getMessage()).contains(KERNEL_IS_FULL)) {
                    return false;
                }
                throw e;
            }
        }
    };

    static final int MARK_EVERY = 100;
    private static final String KERNEL_IS_FULL = "the kernel queues no more signals";

    static Messages of(Set<Trait> traits) {
        return traits.contains(Trait.PAYLOAD) ? NUMBERED : COUNTED;
    }

    /** Sends it; waits until there is room. */
    abstract void send(IBinder target, long number) throws Exception;

    /** Sends it if there is room. */
    abstract boolean trySend(IBinder target, long number) throws RemoteException;
}
