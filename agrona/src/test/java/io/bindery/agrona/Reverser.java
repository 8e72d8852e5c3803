package io.bindery.agrona;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Sends the longs of its argument back in the opposite order, both ways through buffers; a JVM of its own, if started. */
public final class Reverser extends Binder {
    static final String CONTEXT = "buffers";
    static final String SERVICE = "reverser";
    static final int REVERSE = FIRST_CALL_TRANSACTION;

    private final UnsafeBuffer in = new UnsafeBuffer();
    private final UnsafeBuffer out = new UnsafeBuffer();

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code != REVERSE || reply == null) {
            return super.onTransact(code, data, reply, flags);
        }
        int length = ParcelBuffers.wrapRead(data, in);
        reply.claimReply(4 + length);
        ParcelBuffers.wrapWrite(reply, length, out);
        for (int i = 0; i < length; i += Long.BYTES) {
            out.putLong(length - Long.BYTES - i, in.getLong(i));
        }
        return true;
    }

    static BinderContext open(Path home) throws Exception {
        BinderContext context = BinderContext.builder(CONTEXT).home(home).open();
        ServiceManager.of(context).addService(SERVICE, new Reverser());
        return context;
    }

    public static void main(String[] arguments) throws Exception {
        try (BinderContext context = open(Path.of(arguments[0]))) {
            System.out.println("hosts=" + context.isContextManager());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
