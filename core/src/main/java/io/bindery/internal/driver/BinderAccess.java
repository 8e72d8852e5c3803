package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import org.jspecify.annotations.Nullable;

/** Lets the driver call what is protected in {@link Binder}; one implementation, so that the call is inlined. */
public abstract class BinderAccess {
    private static volatile @Nullable BinderAccess instance;

    protected BinderAccess() {}

    /** Called once, by the initialiser of {@link Binder}. */
    public static void set(BinderAccess access) {
        if (instance != null) {
            throw new IllegalStateException("already set");
        }
        instance = access;
    }

    static BinderAccess get() {
        BinderAccess access = instance;
        if (access == null) {
            throw new IllegalStateException("Binder is not initialised");
        }
        return access;
    }

    /** The driver's side of {@code binder}. */
    public abstract BBinder node(Binder binder);

    /** See {@link Binder}. */
    public abstract boolean onTransact(Binder binder, int code, Parcel data, @Nullable Parcel reply, int flags)
            throws RemoteException;
}
