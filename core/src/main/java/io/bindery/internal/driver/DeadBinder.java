package io.bindery.internal.driver;

import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IInterface;
import io.bindery.Parcel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A reference whose object was gone before it could be reached. */
public final class DeadBinder extends BinderProxy {
    private final String reason;

    DeadBinder(String reason) {
        this.reason = reason;
    }

    @Override
    public String deathReason() {
        return reason;
    }

    private DeadObjectException dead() {
        return new DeadObjectException(reason);
    }

    @Override
    public Call newCall(int code, int token, int bound) throws DeadObjectException {
        throw dead();
    }

    @Override
    public Call newCall(int code, int token, int bound, long timeoutMs) throws DeadObjectException {
        throw dead();
    }

    @Override
    public Call newOnewayCall(int code, int token, int bound) throws DeadObjectException {
        throw dead();
    }

    @Override
    public Call tryNewOnewayCall(int code, int token, int bound) throws DeadObjectException {
        throw dead();
    }

    @Override
    public boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws DeadObjectException {
        throw dead();
    }

    @Override
    public String getInterfaceDescriptor() throws DeadObjectException {
        throw dead();
    }

    @Override
    public int getInterfaceVersion(int token) throws DeadObjectException {
        throw dead();
    }

    @Override
    public String getInterfaceHash(int token) throws DeadObjectException {
        throw dead();
    }

    @Override
    public boolean pingBinder() {
        return false;
    }

    @Override
    public boolean isBinderAlive() {
        return false;
    }

    @Override
    public @Nullable IInterface queryLocalInterface(String descriptor) {
        return null;
    }

    @Override
    public int ownerUid() {
        return -1;
    }

    @Override
    public int ownerPid() {
        return 0;
    }

    @Override
    public void linkToDeath(DeathRecipient recipient, int flags) throws DeadObjectException {
        throw dead();
    }

    @Override
    public boolean unlinkToDeath(DeathRecipient recipient, int flags) {
        return false;
    }

    @Override
    public void addFrozenStateChangeCallback(Executor executor, FrozenStateChangeCallback callback)
            throws DeadObjectException {
        throw dead();
    }

    @Override
    public void addFrozenStateChangeCallback(FrozenStateChangeCallback callback) throws DeadObjectException {
        throw dead();
    }

    @Override
    public boolean removeFrozenStateChangeCallback(FrozenStateChangeCallback callback) {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "BinderProxy[dead: " + reason + "]";
    }
}
