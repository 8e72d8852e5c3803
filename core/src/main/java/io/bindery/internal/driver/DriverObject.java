package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.FrozenInfo;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import org.jspecify.annotations.Nullable;

/** What {@link RecordHeader#DRIVER_HANDLE} names: the driver itself, as peers call it. */
final class DriverObject extends Binder {
    /** Arguments: a token's two halves. Result: the object. */
    static final int REDEEM = FIRST_CALL_TRANSACTION;

    /** The caller has used the sensitive result that came on this lane last: zero it. Nothing comes back. */
    static final int WIPE_RESULT = FIRST_CALL_TRANSACTION + 1;

    /** Arguments: boolean, whether to freeze or to thaw; i64 patience, ns. Result: boolean, whether that is done. */
    static final int FREEZE = FIRST_CALL_TRANSACTION + 2;

    /** Result: three booleans, as {@link io.bindery.FrozenInfo} has them. */
    static final int FROZEN_INFO = FIRST_CALL_TRANSACTION + 3;

    private final DriverContext context;

    DriverObject(DriverContext context) {
        this.context = context;
        attachInterface(null, "io.bindery.IDriver");
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (reply == null) {
            return super.onTransact(code, data, reply, flags);
        }
        switch (code) {
            case REDEEM -> {
                BBinder node = context.nodes().find(new BBinder.Token(data.readLong(), data.readLong()));
                reply.writeStrongBinder(node == null ? null : node.binder);
            }
            case WIPE_RESULT -> wipeResult();
            case FREEZE -> reply.writeBoolean(freeze(data.readBoolean(), data.readLong()));
            case FROZEN_INFO -> {
                checkMayFreeze();
                FrozenInfo info = context.freezer().info();
                reply.writeBoolean(info.frozen());
                reply.writeBoolean(info.syncReceived());
                reply.writeBoolean(info.asyncReceived());
            }
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

    private boolean freeze(boolean on, long patienceNs) {
        checkMayFreeze();
        if (on) {
            return context.freezer().freeze(patienceNs, ThreadState.current().serving());
        }
        context.freezer().unfreeze();
        return true;
    }

    private static void checkMayFreeze() {
        int caller = getCallingUid();
        if (caller != 0 && caller != CallerIdentity.ownUid()) {
            throw new SecurityException("a process is frozen by root or by its own user: caller=" + caller + " owner="
                    + CallerIdentity.ownUid());
        }
    }
}
