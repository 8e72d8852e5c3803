package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;

/** The other end of a transport under test. */
public interface Far extends AutoCloseable {
    /** Connects a context to it, or gives the object to which it is connected. */
    IBinder connect(BinderContext context) throws RemoteException;

    /**
     * Connects a context to the same object by another way, on which calls have replies. It is by this that a case asks what
     * has come.
     */
    default IBinder control(BinderContext context) throws RemoteException {
        return connect(context);
    }

    /** Its process id. */
    int pid();

    /** Kills it as {@code kill -9} does. */
    void kill();

    /** Ends it. */
    @Override
    void close();
}
