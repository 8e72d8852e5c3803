package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.util.function.IntFunction;

/** Another JVM that listens at an address. */
public final class FarJvm implements Far {
    private final PeerJvm peer;
    private final String address;
    private final String control;

    private FarJvm(PeerJvm peer, String address, String control) {
        this.peer = peer;
        this.address = address;
        this.control = control;
    }

    /** Starts it, and waits until it listens. */
    public static FarJvm start(String address) {
        return start(PeerJvm.launcher(), address, address);
    }

    /** Starts one that listens at a second address too, on which calls have replies. */
    public static FarJvm start(PeerJvm.Launcher launcher, String address, String control) {
        return start(launcher, address, pid -> address, control);
    }

    /**
     * Starts one that is reached at another address than it listens at.
     *
     * @param reachedAt the address, by the process id
     */
    public static FarJvm start(
            PeerJvm.Launcher launcher, String listensAt, IntFunction<String> reachedAt, String control) {
        PeerJvm peer = launcher.start(ConformancePeer.class, listensAt, control);
        String answer = peer.answer();
        if (!answer.equals("ready")) {
            peer.kill();
            throw new IllegalStateException("the peer did not begin: answer=" + answer);
        }
        return new FarJvm(peer, reachedAt.apply(peer.pid()), control);
    }

    @Override
    public IBinder connect(BinderContext context) throws RemoteException {
        return context.connect(address);
    }

    @Override
    public IBinder control(BinderContext context) throws RemoteException {
        return context.connect(control);
    }

    @Override
    public int pid() {
        return peer.pid();
    }

    @Override
    public void kill() {
        peer.kill();
    }

    @Override
    public void close() {
        peer.close();
    }
}
