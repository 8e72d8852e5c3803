package io.bindery.bench.transport;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Signal;

/** What comes back from {@link SignalRig}. */
@BinderInterface
@Oneway
public interface SignalAnswer extends IInterface {
    /** To the client. */
    @Signal("HUP")
    void pong() throws RemoteException;
}
