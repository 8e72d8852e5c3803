package io.bindery.chronicle;

import io.bindery.BinderInterface;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Sensitive;

/** What the tests call. */
@BinderInterface
public interface Ledger extends IInterface {
    @Oneway
    void add(long number) throws RemoteException;

    @Oneway
    void addAll(byte[] bytes) throws RemoteException;

    @Oneway
    void addObject(IBinder object) throws RemoteException;

    @Oneway
    @Sensitive
    void addSecret(long number) throws RemoteException;

    long total() throws RemoteException;

    long fail(long number) throws RemoteException;
}
