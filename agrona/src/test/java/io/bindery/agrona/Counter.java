package io.bindery.agrona;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;

/** What the tests call. */
@BinderInterface
public interface Counter extends IInterface {
    /** Returns the sum of all numbers so far. */
    long add(long number) throws RemoteException;

    /** As {@link #add}, without an answer. */
    @Oneway
    void tell(long number) throws RemoteException;
}
