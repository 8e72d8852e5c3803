package io.bindery.internal.stream;

import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the {@link InputSource} of another process; asks when what it has is used up.
 *
 * <p><b>Threading:</b> any thread.
 */
final class RemoteInput extends InputStream {
    private static final byte[] NOTHING = {};

    private final IBinder source;
    private byte[] piece = NOTHING;
    private int position;
    private boolean atEnd;

    RemoteInput(IBinder source) {
        this.source = source;
    }

    @Override
    public synchronized int read() throws IOException {
        return fill(StreamCodes.PIECE_BYTES) ? piece[position++] & 0xff : -1;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (count == 0) {
            return 0;
        }
        if (!fill(count)) {
            return -1;
        }
        int part = Math.min(count, piece.length - position);
        System.arraycopy(piece, position, bytes, offset, part);
        position += part;
        return part;
    }

    @Override
    public synchronized int available() {
        return piece.length - position;
    }

    /** Sees to it that there is a byte; returns false at the end. */
    private boolean fill(int most) throws IOException {
        while (position == piece.length && !atEnd) {
            byte[] next = ask(most);
            atEnd = next == null;
            piece = next == null ? NOTHING : next;
            position = 0;
        }
        return !atEnd;
    }

    private byte @Nullable [] ask(int most) throws IOException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            data.writeInterfaceToken(StreamCodes.DESCRIPTOR);
            data.writeInt(most);
            if (!source.transact(StreamCodes.READ, data, reply, 0)) {
                throw new IOException("the object that was sent for a stream cannot be read");
            }
            reply.readException();
            return reply.readByteArray();
        } catch (RemoteException | RuntimeException e) {
            throw new IOException("the caller's stream cannot be read: " + e.getMessage(), e);
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    @Override
    public synchronized void close() {
        atEnd = true;
        position = piece.length;
        if (source instanceof BinderProxy proxy) {
            proxy.close();
        }
    }
}
