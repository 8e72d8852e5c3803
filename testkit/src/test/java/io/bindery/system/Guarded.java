package io.bindery.system;

import io.bindery.AllowGid;
import io.bindery.AllowUid;
import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;

/** Methods that not everybody may call. */
@BinderInterface
@AllowUid({"root", GuardPeer.UID})
public interface Guarded extends IInterface {
    /** Has the rule of the interface. */
    String byInterface(String text) throws RemoteException;

    @AllowUid("root")
    String onlyRoot(String text) throws RemoteException;

    @AllowUid(GuardPeer.UID)
    String onlyOther(String text) throws RemoteException;

    @AllowGid(GuardPeer.GID)
    String onlyGroup(String text) throws RemoteException;

    @AllowGid(GuardPeer.SUPPLEMENTARY_GID)
    String onlySupplementaryGroup(String text) throws RemoteException;

    @AllowUid("no-such-user-on-any-machine")
    @AllowGid("no-such-group-on-any-machine")
    String nobody(String text) throws RemoteException;

    @Oneway
    @AllowUid("no-such-user-on-any-machine")
    void post(long value) throws RemoteException;

    @AllowUid({"root", GuardPeer.UID})
    long posted() throws RemoteException;
}
