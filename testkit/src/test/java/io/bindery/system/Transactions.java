package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.UnknownTransactionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transactions written by hand, in one line each. */
public final class Transactions {
    private Transactions() {}

    /** What a test's object does. */
    @FunctionalInterface
    public interface Handler {
        /** As {@link Binder#onTransact}, for any code. */
        void handle(int code, Parcel data, Parcel reply) throws RemoteException;
    }

    /** An object that knows every code below {@link IBinder#LAST_CALL_TRANSACTION}; the reply of a oneway call is lost. */
    public static Binder object(Handler handler) {
        return new Binder() {
            @Override
            protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags)
                    throws RemoteException {
                if (code > LAST_CALL_TRANSACTION) {
                    return super.onTransact(code, data, reply, flags);
                }
                if (reply != null) {
                    handler.handle(code, data, reply);
                    return true;
                }
                Parcel unused = Parcel.obtain();
                try {
                    handler.handle(code, data, unused);
                } finally {
                    unused.recycle();
                }
                return true;
            }
        };
    }

    /** Calls with parcels of its own, as a user without generated code would. */
    public static <T> T call(IBinder target, int code, Consumer<Parcel> arguments, Function<Parcel, T> result)
            throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            arguments.accept(data);
            if (!target.transact(code, data, reply, 0)) {
                throw new UnknownTransactionException("code=" + code);
            }
            reply.readException();
            return result.apply(reply);
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    public static void run(IBinder target, int code, Consumer<Parcel> arguments) throws RemoteException {
        boolean ignored = call(target, code, arguments, reply -> true);
    }

    /** Sends and gets one long, encoded at the claim as generated code does. */
    public static long callLong(IBinder target, int code, long argument) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(code, 0, Long.BYTES)) {
            call.data().writeLong(argument);
            return call.invoke().readLong();
        }
    }

    /** Sends one long and does not wait. */
    public static void sendLong(IBinder target, int code, long argument) throws RemoteException {
        try (Call call = ((BinderProxy) target).newOnewayCall(code, 0, Long.BYTES)) {
            call.data().writeLong(argument);
            call.send();
        }
    }
}
