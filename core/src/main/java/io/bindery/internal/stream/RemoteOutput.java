package io.bindery.internal.stream;

import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the {@link OutputSink} of another process, in pieces of {@value StreamCodes#PIECE_BYTES} bytes, one call
 * each, so that who writes is never far ahead of who reads. After a failure nothing more is tried.
 *
 * <p><b>Threading:</b> any thread.
 */
final class RemoteOutput extends OutputStream {
    private final IBinder sink;
    private final byte[] piece = new byte[StreamCodes.PIECE_BYTES];
    private int length;
    private boolean closed;
    private @Nullable IOException failure;

    RemoteOutput(IBinder sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void write(int value) throws IOException {
        if (length == piece.length) {
            flush();
        }
        piece[length++] = (byte) value;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > 0) {
            if (length == piece.length) {
                flush();
            }
            int part = Math.min(left, piece.length - length);
            System.arraycopy(bytes, at, piece, length, part);
            length += part;
            at += part;
            left -= part;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        int sent = length;
        length = 0; // also if it fails: nobody will take it
        if (sent != 0) {
            send(StreamCodes.WRITE, MemorySegment.ofArray(piece).asSlice(0, sent));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            flush();
            send(StreamCodes.END, null);
        } finally {
            closed = true;
            if (sink instanceof BinderProxy proxy) {
                proxy.close();
            }
        }
    }

    private void send(int code, @Nullable MemorySegment bytes) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            data.writeInterfaceToken(StreamCodes.DESCRIPTOR);
            if (bytes != null) {
                data.writeSegment(bytes);
            }
            if (!sink.transact(code, data, reply, 0)) {
                throw new IOException("the object that was sent for a stream is none: code=" + code);
            }
            reply.readException();
        } catch (RemoteException | RuntimeException e) {
            failure = new IOException("the reader takes nothing more: " + e.getMessage(), e);
            throw failure;
        } finally {
            data.recycle();
            reply.recycle();
        }
    }
}
