package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Handle 0 of the tests: keeps objects by name, so that one process can hand them to another. */
public final class Hub extends Binder {
    private static final int PUT = FIRST_CALL_TRANSACTION;
    private static final int GET = FIRST_CALL_TRANSACTION + 1;
    private static final int REMOVE = FIRST_CALL_TRANSACTION + 2;

    private final Map<String, IBinder> objects = new ConcurrentHashMap<>();

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        switch (code) {
            case PUT -> objects.put(String.valueOf(data.readString()), data.readStrongBinderNonNull());
            case GET -> required(reply).writeStrongBinder(objects.get(String.valueOf(data.readString())));
            case REMOVE -> objects.remove(String.valueOf(data.readString()));
            default -> {
                return super.onTransact(code, data, reply, flags);
            }
        }
        return true;
    }

    private static Parcel required(@Nullable Parcel reply) {
        if (reply == null) {
            throw new IllegalArgumentException("not a oneway transaction");
        }
        return reply;
    }

    static void put(BinderContext from, String name, IBinder object) throws RemoteException {
        Transactions.run(from.getContextObject(), PUT, data -> {
            data.writeString(name);
            data.writeStrongBinder(object);
        });
    }

    static @Nullable IBinder get(BinderContext to, String name) throws RemoteException {
        return Transactions.call(to.getContextObject(), GET, data -> data.writeString(name), Parcel::readStrongBinder);
    }

    static void remove(BinderContext from, String name) throws RemoteException {
        Transactions.run(from.getContextObject(), REMOVE, data -> data.writeString(name));
    }
}
