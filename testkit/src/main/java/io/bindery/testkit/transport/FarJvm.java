package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;

/** Another JVM that listens at an address. */
public final class FarJvm implements Far {
    private final PeerJvm peer;
    private final String address;

    private FarJvm(PeerJvm peer, String address) {
        this.peer = peer;
        this.address = address;
    }

    /** Starts it, and waits until it listens. */
    public static FarJvm start(String address) {
        PeerJvm peer = PeerJvm.start(ConformancePeer.class, address);
        String answer = peer.answer();
        if (!answer.equals("ready")) {
            peer.kill();
            throw new IllegalStateException("the peer did not begin: answer=" + answer);
        }
        return new FarJvm(peer, address);
    }

    @Override
    public IBinder connect(BinderContext context) throws RemoteException {
        return context.connect(address);
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
