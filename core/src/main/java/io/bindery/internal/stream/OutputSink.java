package io.bindery.internal.stream;

import io.bindery.Binder;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An output stream of this process, to be written by another one. What is written after the end is refused. */
final class OutputSink extends Binder implements IBinder.DeathRecipient {
    private final OutputStream out;
    private final boolean closesAtEnd;
    private boolean ended;
    private @Nullable IOException failure;
    private @Nullable IBinder writer;

    /**
     * @param closesAtEnd whether {@code out} is closed when the writer says that it has ended, or is dead
     */
    OutputSink(OutputStream out, boolean closesAtEnd) {
        this.out = out;
        this.closesAtEnd = closesAtEnd;
        attachInterface(null, StreamCodes.DESCRIPTOR);
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code > LAST_CALL_TRANSACTION) {
            return super.onTransact(code, data, reply, flags);
        }
        data.enforceInterface(StreamCodes.TOKEN, StreamCodes.DESCRIPTOR);
        switch (code) {
            case StreamCodes.WRITE -> write(Objects.requireNonNull(data.readByteArray()));
            case StreamCodes.END -> end();
            default -> {
                return false;
            }
        }
        return true;
    }

    private synchronized void write(byte[] bytes) throws RemoteException {
        if (ended) {
            throw new IllegalStateException("the stream has ended: its reader waits for nothing more");
        }
        try {
            out.write(bytes);
        } catch (IOException e) {
            failure = e;
            ended = true;
            throw new RemoteException("the reader's stream failed: " + e.getMessage(), e);
        }
    }

    /** Ends the stream when the process of {@code owner}, which is to write it, is dead. */
    void watch(IBinder owner) throws DeadObjectException {
        owner.linkToDeath(this, 0);
        synchronized (this) {
            writer = owner;
        }
    }

    void end() {
        IBinder watched;
        synchronized (this) {
            watched = writer;
            writer = null;
            ended = true;
        }
        if (watched != null) {
            try {
                boolean ignored = watched.unlinkToDeath(this, 0);
            } catch (NoSuchElementException e) {
                // The proxy was closed meanwhile, and its recipients forgotten.
            }
        }
        if (closesAtEnd) {
            close();
        }
    }

    private synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void binderDied() {
        end();
    }

    /** Throws what went wrong on this side. */
    synchronized void checkFailure() throws RemoteException {
        if (failure != null) {
            throw new RemoteException("what was received could not be written: " + failure.getMessage(), failure);
        }
    }
}
