package io.bindery.bench.calls;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import io.bindery.Reuse;
import io.bindery.SharedMemory;
import java.lang.foreign.MemorySegment;

/** The service that is measured, and what the rig needs to ask its process between batches. */
@BinderInterface
public interface RigService extends IInterface {
    /** Returns the sum of the arguments and of the caller's uid. */
    long fourLongs(long a, long b, long c, long d) throws RemoteException;

    /** Returns the sum of the longs in {@code bytes} and of the caller's uid. */
    long sumSegment(MemorySegment bytes) throws RemoteException;

    /** Returns the sum of {@code a}, of the memory's length and of the caller's uid; does not look into the memory. */
    long nameShared(SharedMemory memory, long a) throws RemoteException;

    /** As {@link #sumSegment}, of all that lies in {@code memory}. */
    long sumShared(SharedMemory memory) throws RemoteException;

    /** As {@link #sumSegment}. */
    long sumReused(@Reuse byte[] bytes) throws RemoteException;

    /** Takes one message of {@code StreamMessage}, checks it, and counts it in {@link #countMessages}' memory. */
    @Oneway
    void publish(long sequence, long b, long c, long d, long e, long f, long g, long checksum) throws RemoteException;

    /** As {@link #publish}, of a message of two longs. */
    @Oneway
    void publishTwo(long sequence, long checksum) throws RemoteException;

    /** As {@link #publish}, of a message of any size. */
    @Oneway
    void publishSegment(MemorySegment message) throws RemoteException;

    /** Opens the file in which the messages that were taken are counted. */
    void countMessages(String directory) throws RemoteException;

    /** Opens the server's end of a peer and returns the number by which {@link #respond} knows it. */
    int openPeer(String peer, String directory) throws RemoteException;

    /** Lets the serving thread answer a peer's client for {@code operations} operations. */
    @Oneway
    void respond(int peer, int operations) throws RemoteException;

    /**
     * As {@link #respond}, on a thread that serves no calls, tied to the same CPU: for what takes longer than a handler
     * should.
     */
    @Oneway
    void respondApart(int peer, int operations) throws RemoteException;

    /**
     * The next message of a stream is due at {@code startNs} of the machine's clock, each after it {@code intervalNs} later.
     *
     * @param peer the stream's number, or -1 for the calls of this service
     */
    void pace(int peer, long startNs, double intervalNs) throws RemoteException;

    /** Ends the pace and returns the latencies, as an encoded histogram of picoseconds. */
    byte[] endPace(int peer) throws RemoteException;

    /** From now on every thread that serves a call of the rig moves to {@code cpu}; the calling one at once. */
    void pinServingThreads(int cpu) throws RemoteException;

    /** How many threads have served calls of the rig. */
    int servingThreads() throws RemoteException;

    /** Bytes that the threads which serve the rig have allocated. */
    long servingThreadBytes() throws RemoteException;

    /** Bytes that all threads of the process have allocated. */
    long processBytes() throws RemoteException;

    /**
     * Listens over another transport, at a place in {@code directory}, and returns the pid of this process.
     *
     * @param clientPid whom signals answer
     */
    int listenOver(String transport, String directory, int clientPid) throws RemoteException;
}
