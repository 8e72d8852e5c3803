package io.bindery.signal;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Signal;

/** What the tests send. */
@BinderInterface
public interface Daemon extends IInterface {
    @Oneway
    @Signal("HUP")
    void reload() throws RemoteException;

    @Oneway
    @Signal("USR1")
    void rotate() throws RemoteException;

    @Oneway
    @Signal("RTMIN+3")
    void tick() throws RemoteException;

    @Oneway
    @Signal("RTMIN+4")
    void tock() throws RemoteException;

    @Oneway
    void plain() throws RemoteException;

    @Oneway
    void withArguments(int number) throws RemoteException;

    int count() throws RemoteException;
}
