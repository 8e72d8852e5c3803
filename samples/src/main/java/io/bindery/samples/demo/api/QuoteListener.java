package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;

/** Gets the quotes of a {@link QuotePublisher}, which waits when a listener does not keep up. */
@BinderInterface
@Oneway
public interface QuoteListener extends IInterface {
    /**
     * One quote. Prices are in 1/10,000 dollar, sizes in shares.
     *
     * @param sequence 1 for the first quote of the day, and so on
     */
    void onQuote(long sequence, int askPrice, int askSize, int bidPrice, int bidSize) throws RemoteException;

    /**
     * The day is over.
     *
     * @param count how many quotes there were
     */
    void onEnd(long count) throws RemoteException;
}
