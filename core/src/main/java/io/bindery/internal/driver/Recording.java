package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of an object's handler, copies what comes to somebody else, and passes it on: see
 * {@link IBinder#START_RECORDING_TRANSACTION}. Where nothing is recorded, it is not there and costs nothing.
 */
final class Recording extends Binder {
    private static final Logger LOGGER = System.getLogger("io.bindery.driver");

    private static final BinderAccess ACCESS = BinderAccess.get();

    private final BBinder node;
    private final Binder handler;
    private final BinderProxy to;

    /** @param handler what handles transactions once they are copied */
    Recording(BBinder node, Binder handler, BinderProxy to) {
        this.node = node;
        this.handler = handler;
        this.to = to;
    }

    /** The same recording of what {@code other} handles from now on. */
    Recording around(Binder other) {
        return new Recording(node, other, to);
    }

    /** Begins or ends a recording, if {@code code} says so. */
    static boolean answer(BBinder node, int code, Parcel request) throws RemoteException {
        if (code != IBinder.START_RECORDING_TRANSACTION && code != IBinder.STOP_RECORDING_TRANSACTION) {
            return false;
        }
        int caller = getCallingUid();
        if (caller != 0 && caller != CallerIdentity.ownUid()) {
            throw new SecurityException("an object is recorded by root or by its owner's user: caller=" + caller
                    + " owner=" + CallerIdentity.ownUid());
        }
        IBinder to = request.readStrongBinderNonNull();
        if (!(to instanceof BinderProxy proxy)) {
            throw new IllegalArgumentException(
                    "an object of this process cannot record what comes to it: object=" + to);
        }
        if (code == IBinder.STOP_RECORDING_TRANSACTION) {
            node.endRecording(to);
            try (Call call = proxy.newOnewayCall(FIRST_CALL_TRANSACTION + 1, 0, 0)) {
                call.send();
            }
        } else {
            node.beginRecording(proxy);
            proxy.linkToDeath(() -> node.endRecording(proxy), 0);
        }
        return true;
    }

    boolean isTo(IBinder other) {
        return to.equals(other);
    }

    /** Whether who asked for it is still there. */
    boolean isWanted() {
        return to.isBinderAlive();
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (data instanceof DriverParcel arguments) {
            copy(code, arguments, flags);
        }
        return ACCESS.onTransact(handler, code, data, reply, flags);
    }

    /** What cannot be copied must not keep the transaction from its object: the recording ends instead. */
    private void copy(int code, DriverParcel arguments, int flags) {
        try (Call call = to.newOnewayCall(FIRST_CALL_TRANSACTION, 0, Call.UNBOUNDED)) {
            Parcel out = call.data();
            Instant now = Instant.now();
            out.writeLong(now.getEpochSecond() * 1_000_000_000 + now.getNano());
            out.writeInt(getCallingPid());
            out.writeInt(getCallingUid());
            out.writeInt(code);
            out.writeInt(flags);
            out.writeInt(arguments.token());
            out.writeInt(arguments.objects().count());
            out.writeString(node.binder.getInterfaceDescriptor());
            out.writeString(node.binder.getTransactionName(code));
            out.writeByteArray(arguments.isSensitive() ? null : bytes(arguments));
            call.send();
        } catch (RemoteException | IllegalStateException e) {
            node.endRecording(to);
            LOGGER.log(Level.WARNING, "the recording ends: " + this + ": " + e.getMessage());
        }
    }

    private static byte[] bytes(DriverParcel arguments) {
        byte[] bytes = new byte[arguments.dataSize()];
        Memory.copyToArray(arguments.address(), ValueLayout.JAVA_BYTE, bytes, bytes.length);
        return bytes;
    }

    @Override
    public String toString() {
        return "Recording[interface=" + node.binder.getInterfaceDescriptor() + ", to=" + to + "]";
    }
}
