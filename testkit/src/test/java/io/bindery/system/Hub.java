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
    public static final int PUT = FIRST_CALL_TRANSACTION;
    public static final int GET = FIRST_CALL_TRANSACTION + 1;
    public static final int REMOVE = FIRST_CALL_TRANSACTION + 2;

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

    /** Makes an object known by name. */
    public static void put(BinderContext from, String name, IBinder object) throws RemoteException {
        Transactions.run(from.getContextObject(), PUT, data -> {
            data.writeString(name);
            data.writeStrongBinder(object);
        });
    }

    /** Returns the object of that name, or null. */
    public static @Nullable IBinder get(BinderContext to, String name) throws RemoteException {
        return Transactions.call(to.getContextObject(), GET, data -> data.writeString(name), Parcel::readStrongBinder);
    }

    public static void remove(BinderContext from, String name) throws RemoteException {
        Transactions.run(from.getContextObject(), REMOVE, data -> data.writeString(name));
    }
}
