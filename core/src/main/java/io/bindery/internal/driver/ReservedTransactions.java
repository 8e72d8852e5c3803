package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.internal.linux.Processes;
import org.jspecify.annotations.Nullable;

/** The transactions that the driver answers for every object, before its {@code onTransact} is asked. */
public final class ReservedTransactions {
    private ReservedTransactions() {}

    /** Whether a code belongs to the interface, as nearly all do. */
    static boolean isUserCode(int code) {
        return (code & ~IBinder.LAST_CALL_TRANSACTION) == 0;
    }

    /** Answers if {@code code} is one of them; returns whether it is. */
    public static boolean answer(Binder binder, int code, @Nullable Parcel reply) {
        if (isUserCode(code)) {
            return false;
        }
        switch (code) {
            case IBinder.PING_TRANSACTION -> {}
            case IBinder.EXTENSION_TRANSACTION -> {
                if (reply != null) {
                    reply.writeStrongBinder(binder.getExtension());
                }
            }
            case IBinder.DEBUG_PID_TRANSACTION -> {
                if (reply != null) {
                    reply.writeInt(Processes.pid());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
