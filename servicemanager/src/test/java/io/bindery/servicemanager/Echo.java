package io.bindery.servicemanager;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

/** A service that says who calls it. */
@BinderInterface
interface Echo extends IInterface {
    /** Returns {@code text} with the caller's pid and uid behind it. */
    String echo(String text) throws RemoteException;
}
