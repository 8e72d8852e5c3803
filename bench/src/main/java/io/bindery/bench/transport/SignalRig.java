package io.bindery.bench.transport;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Signal;

/** A round trip of signals: {@code USR1} there, {@code HUP} back. */
@BinderInterface
@Oneway
public interface SignalRig extends IInterface {
    /** To the server. */
    @Signal("USR1")
    void ping() throws RemoteException;
}
