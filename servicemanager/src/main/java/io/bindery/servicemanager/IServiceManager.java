package io.bindery.servicemanager;

import io.bindery.BinderInterface;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import io.bindery.TransactionCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The object at handle 0. Its codes are part of the wire protocol: processes of different versions share a context. */
@BinderInterface
interface IServiceManager extends IInterface {
    /**
     * Gives {@code service} a name; in place of what had it, if the caller may replace that.
     *
     * @throws SecurityException if the name belongs to a living service of another user
     */
    @TransactionCode(1)
    void addService(String name, IBinder service) throws RemoteException;

    /** Returns the service of this name, or null. */
    @TransactionCode(2)
    @Nullable
    IBinder checkService(String name) throws RemoteException;

    /** Returns the names of all services, sorted. */
    @TransactionCode(3)
    List<String> listServices() throws RemoteException;

    /** Tells {@code listener} of the service that has this name, at once if there is one, else when it is added. */
    @TransactionCode(4)
    void addListener(String name, IServiceListener listener) throws RemoteException;

    /** Ends {@link #addListener}; without effect if the listener is not there any more. */
    @TransactionCode(5)
    void removeListener(String name, IServiceListener listener) throws RemoteException;

    /** Memory that tells when an answer of {@link #checkService} is no longer true; see {@link NameVersions}. */
    @TransactionCode(6)
    SharedMemory nameVersions() throws RemoteException;
}
