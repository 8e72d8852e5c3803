package io.bindery.signal;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Signal;

/** What no JVM can receive. */
@BinderInterface
public interface Stubborn extends IInterface {
    @Oneway
    @Signal("USR1")
    void first() throws RemoteException;

    @Oneway
    @Signal("SEGV")
    void fault() throws RemoteException;
}
