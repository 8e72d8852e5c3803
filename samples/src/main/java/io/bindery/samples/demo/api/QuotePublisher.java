package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

/** Sends the quotes of a day to all who listen. */
@BinderInterface
public interface QuotePublisher extends IInterface {
    /** The name of this service. */
    String NAME = "demo.publisher";

    /**
     * Adds a listener. Each quote goes to the listeners in the order in which they subscribed.
     *
     * @throws IllegalStateException if the publisher has started
     */
    void subscribe(QuoteListener listener) throws RemoteException;

    /**
     * Begins to send, in a thread of its own.
     *
     * @param perSecond quotes a second; 0 for as fast as it goes
     * @throws IllegalStateException if the publisher has started
     */
    void start(int perSecond) throws RemoteException;

    /** Returns how many quotes were sent to all listeners so far. */
    long published() throws RemoteException;
}
