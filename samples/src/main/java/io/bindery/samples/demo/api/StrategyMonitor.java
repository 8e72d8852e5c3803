package io.bindery.samples.demo.api;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

/** What only the strategy can tell, as it is the one that calls. */
@BinderInterface
public interface StrategyMonitor extends IInterface {
    /** The name of this service. */
    String NAME = "demo.strategy.calls";

    /** Returns the durations of the calls of {@code submit} in ns, an encoded HdrHistogram; after the last call. */
    byte[] roundTrips() throws RemoteException;

    /** Returns what these calls allocated; after the last call. */
    SubmitFigures submitFigures() throws RemoteException;

    /** Runs the latency rig between the strategy and the gateway; takes some seconds. */
    RigFigures measureRig() throws RemoteException;
}
