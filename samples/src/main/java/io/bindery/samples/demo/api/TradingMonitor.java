package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

/** Looks into a process that sends or receives orders. */
@BinderInterface
public interface TradingMonitor extends IInterface {
    /** Name of the gateway's monitor; once it is there, the gateway is ready. */
    String GATEWAY = "demo.gateway.monitor";

    /** Name of the strategy's monitor; once it is there, the strategy is ready. */
    String STRATEGY = "demo.strategy.monitor";

    TradingState state() throws RemoteException;

    /**
     * Returns some of the orders, in order, as {@link io.bindery.samples.demo.trading.Journal#page} lays them out.
     *
     * @param fromRow the first, counted from 0
     * @return an empty array behind the last
     */
    long[] orders(int fromRow) throws RemoteException;

    /** Returns some of the fills, as {@link #orders} does. */
    long[] fills(int fromRow) throws RemoteException;
}
