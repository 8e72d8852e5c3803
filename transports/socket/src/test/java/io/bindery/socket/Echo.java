package io.bindery.socket;

import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object that answers with what it gets, and keeps another for whoever asks. */
final class Echo extends Binder {
    private static final int NUMBER = FIRST_CALL_TRANSACTION;
    private static final int PUT = FIRST_CALL_TRANSACTION + 1;
    private static final int FILE = FIRST_CALL_TRANSACTION + 2;

    private volatile @Nullable IBinder kept;

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        switch (code) {
            case NUMBER -> Objects.requireNonNull(reply).writeLong(data.readLong());
            case FILE -> {
                try (ParcelFileDescriptor file = Objects.requireNonNull(data.readFileDescriptor())) {
                    Objects.requireNonNull(reply).writeLong(file.getStatSize());
                } catch (IOException e) {
                    throw new RemoteException("the file cannot be looked at", e);
                }
            }
            case PUT -> kept = data.readStrongBinder();
            default -> {
                return super.onTransact(code, data, reply, flags);
            }
        }
        return true;
    }

    /** What was put here last. */
    IBinder kept() {
        return Objects.requireNonNull(kept, "nothing was put here");
    }

    static long number(IBinder target, long number) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(NUMBER, 0, Long.BYTES)) {
            call.data().writeLong(number);
            return call.invoke().readLong();
        }
    }

    /** Size of a file, as the other process sees it by the descriptor that it gets. */
    static long fileSize(IBinder target, ParcelFileDescriptor file) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(FILE, 0, Call.UNBOUNDED)) {
            call.data().writeFileDescriptor(file);
            return call.invoke().readLong();
        }
    }

    static void put(IBinder target, IBinder object) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(PUT, 0, Call.UNBOUNDED)) {
            call.data().writeStrongBinder(object);
            call.invoke();
        }
    }
}
