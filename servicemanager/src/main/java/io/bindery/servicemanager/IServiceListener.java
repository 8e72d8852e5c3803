package io.bindery.servicemanager;

import io.bindery.BinderInterface;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.TransactionCode;

/** Waits for a service. The service manager never waits for a listener: one that does not read holds up nobody. */
@Oneway
@BinderInterface
interface IServiceListener extends IInterface {
    @TransactionCode(1)
    SendStatus onServiceAdded(String name, IBinder service) throws RemoteException;
}
