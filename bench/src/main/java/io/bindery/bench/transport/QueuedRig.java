package io.bindery.bench.transport;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;

/** The work of {@code four-longs} over a transport without replies: one queue for requests, one for their sums. */
@BinderInterface
@Oneway
public interface QueuedRig extends IInterface {
    /** Wants the sum. */
    void request(long a, long b, long c, long d) throws RemoteException;

    /** Is the sum. */
    void answer(long sum) throws RemoteException;
}
