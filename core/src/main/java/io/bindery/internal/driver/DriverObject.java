package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import org.jspecify.annotations.Nullable;

/** What {@link RecordHeader#DRIVER_HANDLE} names: the driver itself, as peers call it. */
final class DriverObject extends Binder {
    /** Arguments: a token's two halves. Result: the object. */
    static final int REDEEM = FIRST_CALL_TRANSACTION;

    /** The caller has used the sensitive result that came on this lane last: zero it. Nothing comes back. */
    static final int WIPE_RESULT = FIRST_CALL_TRANSACTION + 1;

    private final DriverContext context;

    DriverObject(DriverContext context) {
        this.context = context;
        attachInterface(null, "io.bindery.IDriver");
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (reply == null) {
            return false;
        }
        switch (code) {
            case REDEEM -> {
                BBinder node = context.nodes().find(new BBinder.Token(data.readLong(), data.readLong()));
                reply.writeStrongBinder(node == null ? null : node.binder);
            }
            case WIPE_RESULT -> wipeResult();
            default -> {
                return super.onTransact(code, data, reply, flags);
            }
        }
        return true;
    }

    private static void wipeResult() {
        CallLane lane = ThreadState.current().serving();
        if (lane != null) {
            lane.wipeResult();
        }
    }
}
