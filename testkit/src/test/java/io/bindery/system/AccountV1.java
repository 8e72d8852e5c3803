package io.bindery.system;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.Parcelable;
import io.bindery.RemoteException;

/** An interface as an older process knows it. */
@BinderInterface(descriptor = AccountV1.DESCRIPTOR)
public interface AccountV1 extends IInterface {
    String DESCRIPTOR = "io.bindery.system.Account";

    Entry echo(Entry entry) throws RemoteException;

    Entry[] echoAll(Entry[] entries) throws RemoteException;

    @Oneway
    void hint(long value) throws RemoteException;

    /** What an account holds. */
    @Parcelable
    record Entry(long amount, Detail detail) {}

    /** More about it. */
    @Parcelable
    record Detail(String text) {}
}
