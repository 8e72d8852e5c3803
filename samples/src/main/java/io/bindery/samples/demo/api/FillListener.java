package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;

/** Is told what an {@link OrderGateway} executed. */
@BinderInterface
@Oneway
public interface FillListener extends IInterface {
    /**
     * One execution.
     *
     * @param fillId 1 for the first fill, and so on
     * @param orderId the order
     * @param quantity shares bought, negative if sold
     * @param price price of a share, in 1/10,000 dollar
     */
    void onFill(long fillId, long orderId, int quantity, int price) throws RemoteException;

    /**
     * There will be no more fills.
     *
     * @param count how many there were
     */
    void onEnd(long count) throws RemoteException;
}
