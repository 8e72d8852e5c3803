package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
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
        return access == null ? initialised() : access;
    }

    /** A process that only calls others may never have touched {@link Binder}. */
    private static BinderAccess initialised() {
        try {
            MethodHandles.lookup().ensureInitialized(Binder.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Binder cannot be initialised", e);
        }
        return Objects.requireNonNull(instance);
    }

    /** The driver's side of {@code binder}. */
    public abstract BBinder node(Binder binder);

    /** See {@link Binder}. */
    public abstract boolean onTransact(Binder binder, int code, Parcel data, @Nullable Parcel reply, int flags)
            throws RemoteException;
}
