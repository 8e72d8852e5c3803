package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import org.jspecify.annotations.Nullable;

/** What {@link RecordHeader#DRIVER_HANDLE} names: the driver itself, as peers call it. */
final class DriverObject extends Binder {
    /** Arguments: a token's two halves. Result: the object. */
    static final int REDEEM = FIRST_CALL_TRANSACTION;

    private final DriverContext context;

    DriverObject(DriverContext context) {
        this.context = context;
        attachInterface(null, "io.bindery.IDriver");
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code != REDEEM || reply == null) {
            return super.onTransact(code, data, reply, flags);
        }
        BBinder node = context.nodes().find(new BBinder.Token(data.readLong(), data.readLong()));
        reply.writeStrongBinder(node == null ? null : node.binder);
        return true;
    }
}
