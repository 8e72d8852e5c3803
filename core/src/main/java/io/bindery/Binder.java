package io.bindery;

import io.bindery.internal.driver.BBinder;
import io.bindery.internal.driver.BinderAccess;
import io.bindery.internal.driver.CallerIdentity;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An object that other processes can call, in the process that owns it. Generated stubs extend it; by hand, override
 * {@link #onTransact}.
 *
 * <p>It is exported to another process by being written to a parcel, and stays exported for as long as that process
 * holds a reference.
 */
public class Binder implements IBinder {
    static {
        BinderAccess.set(new BinderAccess() {
            @Override
            public BBinder node(Binder binder) {
                return binder.node;
            }

            @Override
            public boolean onTransact(Binder binder, int code, Parcel data, @Nullable Parcel reply, int flags)
                    throws RemoteException {
                return binder.onTransact(code, data, reply, flags);
            }
        });
    }

    @SuppressWarnings("this-escape") // the node only keeps the reference
    private final BBinder node = new BBinder(this);

    private volatile @Nullable IInterface owner;
    private volatile @Nullable String descriptor;

    /** Creates an object without an interface; see {@link #attachInterface}. */
    public Binder() {}

    /** Pid of the process whose call this thread is handling, from the kernel; our own outside a call. */
    public static int getCallingPid() {
        return CallerIdentity.callingPid();
    }

    /** Uid of the process whose call this thread is handling, from the kernel; our own outside a call. */
    public static int getCallingUid() {
        return CallerIdentity.callingUid();
    }

    /**
     * Says which interface this object implements; generated stubs call it in their constructor.
     *
     * @param owner what {@link #queryLocalInterface} returns; null if the object is only called by its transactions
     */
    public void attachInterface(@Nullable IInterface owner, String descriptor) {
        this.owner = owner;
        this.descriptor = descriptor;
    }

    @Override
    public String getInterfaceDescriptor() {
        String attached = descriptor;
        return attached == null ? "" : attached;
    }

    @Override
    public boolean pingBinder() {
        return true;
    }

    @Override
    public boolean isBinderAlive() {
        return true;
    }

    @Override
    public @Nullable IInterface queryLocalInterface(String descriptor) {
        return descriptor.equals(this.descriptor) ? owner : null;
    }

    /** Runs the transaction in the caller's thread; {@link #FLAG_ONEWAY} has no effect on a local object. */
    @Override
    public final boolean transact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        data.setDataPosition(0);
        boolean known = onTransact(code, data, reply, flags);
        if (reply != null) {
            reply.setDataPosition(0);
        }
        return known;
    }

    /**
     * Handles one transaction. Called on a looper thread for a remote caller, in the caller's thread for a local one.
     * An exception travels to the caller; of a oneway call it is logged here.
     *
     * @param data the arguments, valid until this method returns
     * @param reply takes the result; null for a oneway call
     * @return false if the code is not known
     */
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code != INTERFACE_TRANSACTION) {
            return false;
        }
        if (reply != null) {
            reply.writeString(getInterfaceDescriptor());
        }
        return true;
    }

    /** Does nothing: this object lives as long as the process that would be told. */
    @Override
    public void linkToDeath(DeathRecipient recipient, int flags) {}

    /**
     * {@inheritDoc}
     *
     * @throws NoSuchElementException never: recipients of a local object are not kept
     */
    @Override
    public boolean unlinkToDeath(DeathRecipient recipient, int flags) {
        return true;
    }
}
