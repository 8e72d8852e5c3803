package io.bindery;

/**
 * The base of every interface whose methods can be called in another process. Mark the extending interface with
 * {@link BinderInterface} and the annotation processor generates its {@code …Stub} (to implement) and {@code …Proxy}
 * (to call).
 */
public interface IInterface {
    /**
     * Returns the object that represents this interface to the driver: a {@link Binder} where it is implemented in
     * this process, a {@link BinderProxy} where it lives in another.
     */
    IBinder asBinder();

    /**
     * Returns the version of the interface that the owner has; a proxy asks once for each object and remembers the answer.
     * Of what was not generated, 0.
     *
     * @throws UnknownTransactionException if the owner's stub was not generated
     */
    default int getInterfaceVersion() throws RemoteException {
        return 0;
    }

    /** As {@link #getInterfaceVersion()}, the hash of the signatures of that version; of what was not generated, empty. */
    default String getInterfaceHash() throws RemoteException {
        return "";
    }
}
