package io.bindery.internal.stream;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An input stream of this process, to be read by another one. */
final class InputSource extends Binder {
    private final InputStream in;
    private volatile boolean ended;

    InputSource(InputStream in) {
        this.in = in;
        attachInterface(null, StreamCodes.DESCRIPTOR);
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code > LAST_CALL_TRANSACTION) {
            return super.onTransact(code, data, reply, flags);
        }
        data.enforceInterface(StreamCodes.TOKEN, StreamCodes.DESCRIPTOR);
        if (code != StreamCodes.READ || reply == null) {
            return false;
        }
        reply.writeByteArray(read(data.readInt()));
        return true;
    }

    private byte @Nullable [] read(int most) throws RemoteException {
        if (most < 1) {
            throw new IllegalArgumentException("at least one byte has to be asked for: most=" + most);
        }
        if (ended) {
            throw new IllegalStateException("the stream has ended: its owner gives nothing more");
        }
        byte[] bytes = new byte[Math.min(most, StreamCodes.PIECE_BYTES)];
        try {
            int length = in.read(bytes);
            return length < 0 ? null : Arrays.copyOf(bytes, length);
        } catch (IOException e) {
            throw new RemoteException("the owner's stream failed: " + e.getMessage(), e);
        }
    }

    void end() {
        ended = true;
    }
}
