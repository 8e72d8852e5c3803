package io.bindery.bench.calls;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Reuse;
import java.lang.foreign.MemorySegment;

/** The service that is measured, and what the rig needs to ask its process between batches. */
@BinderInterface
public interface RigService extends IInterface {
    /** Returns the sum of the arguments and of the caller's uid. */
    long fourLongs(long a, long b, long c, long d) throws RemoteException;

    /** Returns the sum of the longs in {@code bytes} and of the caller's uid. */
    long sumSegment(MemorySegment bytes) throws RemoteException;

    /** As {@link #sumSegment}. */
    long sumReused(@Reuse byte[] bytes) throws RemoteException;

    /** Takes one message of {@code StreamMessage}, checks it, and counts it in {@link #countMessages}' memory. */
    @Oneway
    void publish(long sequence, long b, long c, long d, long e, long f, long g, long checksum) throws RemoteException;

    /** Opens the file in which the messages that were taken are counted. */
    void countMessages(String directory) throws RemoteException;

    /** Opens the server's end of a peer and returns the number by which {@link #respond} knows it. */
    int openPeer(String peer, String directory) throws RemoteException;

    /** Lets the serving thread answer a peer's client for {@code operations} operations. */
    @Oneway
    void respond(int peer, int operations) throws RemoteException;

    /** From now on every thread that serves a call of the rig moves to {@code cpu}; the calling one at once. */
    void pinServingThreads(int cpu) throws RemoteException;

    /** How many threads have served calls of the rig. */
    int servingThreads() throws RemoteException;

    /** Bytes that the threads which serve the rig have allocated. */
    long servingThreadBytes() throws RemoteException;

    /** Bytes that all threads of the process have allocated. */
    long processBytes() throws RemoteException;
}
