package io.bindery.conformance;

import io.bindery.BinderInterface;
import io.bindery.CallTimeout;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.Sensitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the other JVM of a suite does when a typed call asks for it. */
@BinderInterface
public interface Subject extends IInterface {
    /** Told something. */
    @BinderInterface
    interface Listener extends IInterface {
        void onCall(int number) throws RemoteException;

        @Oneway
        void onOneway(int number) throws RemoteException;
    }

    void nothing() throws RemoteException;

    byte[] echo(byte[] bytes) throws RemoteException;

    // ---- handlers that take long: each waits for one release

    /** Returns so many bytes. */
    byte[] block(int bytes) throws RemoteException;

    /** As {@link #block}; its caller waits for a tenth of a second only. */
    @CallTimeout(ms = 100)
    byte[] blockTimed(int bytes) throws RemoteException;

    /** As {@link #block}. */
    @Sensitive
    byte[] blockSensitive(byte[] secret) throws RemoteException;

    /** Returns an object that nobody else holds. */
    IBinder blockAndMake() throws RemoteException;

    /** Returns the end of a pipe. */
    ParcelFileDescriptor blockAndOpen() throws RemoteException;

    /** Says that it has begun, and when it is released tells the listener, whose call it waits for. */
    void blockAndTell(Listener listener) throws RemoteException;

    /** Says that it has begun. */
    @Oneway
    void blockOneway(Listener begun) throws RemoteException;

    /** Lets so many of them go on. */
    @Oneway
    void release(int handlers) throws RemoteException;

    /** How many wait to be released. */
    int blocked() throws RemoteException;

    // ---- calls that it makes itself

    /** Calls back so often, and returns afterwards. */
    void callBack(Listener listener, int times, boolean oneway) throws RemoteException;

    /** Calls {@code other} with one level less, which calls back with one less, down to 0; returns how many. */
    int nest(Subject other, int levels) throws RemoteException;

    /** Passes the call on to the next, and the last calls the listener. */
    void passOn(List<Subject> next, Listener listener) throws RemoteException;

    /**
     * Has {@code other} block, and tell the listener afterwards if there is one; waits for it no longer than so many
     * milliseconds, and returns whether that was too short.
     */
    boolean giveUpOn(Subject other, @Nullable Listener listener, int timeoutMs) throws RemoteException;

    /** How often {@link #giveUpOn} found it too short. */
    int givenUp() throws RemoteException;

    /** Calls {@link #block} of {@code other} on so many threads at once, and returns when all have come back. */
    void blockAtOnce(Subject other, int threads) throws RemoteException;

    // ---- oneway

    @Oneway
    void record(int value) throws RemoteException;

    @Oneway
    void fail(@Nullable String message) throws RemoteException;

    /** Does nothing with the bytes. */
    @Oneway
    void ignore(byte[] bytes) throws RemoteException;

    /** Does nothing with the binder. */
    @Oneway
    void take(IBinder binder) throws RemoteException;

    /** What was recorded, which is then forgotten. */
    int[] recorded() throws RemoteException;

    /** What its context has counted of oneway calls that failed, were refused, and made it suspect a peer. */
    long[] onewayCounts() throws RemoteException;
}
