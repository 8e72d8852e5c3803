package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;

/** The other end of a transport under test. */
public interface Far extends AutoCloseable {
    /** Connects a context to it, or gives the object to which it is connected. */
    IBinder connect(BinderContext context) throws RemoteException;

    /** Its process id. */
    int pid();

    /** Kills it as {@code kill -9} does. */
    void kill();

    /** Ends it. */
    @Override
    void close();
}
