package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

/**
 * Takes the orders of one strategy.
 *
 * <p>All methods throw {@link SecurityException} if the caller's process runs as another user than the gateway's.
 */
@BinderInterface
public interface OrderGateway extends IInterface {
    /** The name of this service. */
    String NAME = "demo.gateway";

    /** Says who is told of fills; before the first order. */
    void open(FillListener fills) throws RemoteException;

    /**
     * Checks an order and matches it against the quote on which it was decided, for which it waits.
     *
     * @param orderId 1 for the first order, and so on
     * @param sequence the quote on which it was decided
     * @param quantity shares to buy, negative to sell
     * @param limit worst acceptable price, in 1/10,000 dollar
     * @return an {@link io.bindery.samples.demo.trading.OrderResult}
     */
    long submit(long orderId, long sequence, int quantity, int limit) throws RemoteException;

    /**
     * There will be no more orders: the fill listener is told the number of fills.
     *
     * @param orders how many orders there were
     */
    void finish(long orders) throws RemoteException;
}
