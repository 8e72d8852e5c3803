package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that offers one object to the {@link Hub}: it answers, or never does. */
public final class SystemPeer {
    static final String NAME = "peer";
    static final int ECHO = 1;
    static final int NEVER = 2;
    static final int PID = 3;

    private SystemPeer() {}

    public static void main(String[] arguments) throws IOException, RemoteException {
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            Hub.put(context, NAME, Transactions.object(SystemPeer::handle));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void handle(int code, Parcel data, Parcel reply) throws RemoteException {
        switch (code) {
            case ECHO -> reply.writeLong(data.readLong());
            case NEVER -> {
                IBinder started = data.readStrongBinder();
                if (started != null) {
                    Transactions.run(started, ECHO, arguments -> {});
                }
                Workers.await(new CountDownLatch(1));
            }
            case PID -> reply.writeInt(Binder.getCallingPid());
            default -> throw new IllegalStateException("code=" + code);
        }
    }
}
