package io.bindery.transport.socket;

import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.StreamIo;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.mux.ByteStream;
import org.jspecify.annotations.Nullable;

/** A connected Unix stream socket. The first bytes that come tell who sent them; from then on it is a plain stream. */
final class SocketStream implements ByteStream {
    private static final int FIRST_BYTES = 4096;

    private final int socket;
    private volatile @Nullable Credentials sender;
    private boolean begun;

    SocketStream(int socket) {
        this.socket = socket;
    }

    @Override
    public int inDescriptor() {
        return socket;
    }

    @Override
    public int outDescriptor() {
        return socket;
    }

    @Override
    public int read(long address, int length) {
        return begun ? StreamIo.read(socket, address, length) : readFirst(address, length);
    }

    private int readFirst(long address, int length) {
        try (SocketMessage message = new SocketMessage(Math.min(length, FIRST_BYTES))) {
            int came = message.receive(socket);
            if (came > 0) {
                begun = true;
                sender = message.credentials();
                Memory.copyFrom(message.buffer().asSlice(0, came), address);
                UnixSocket.passCredentials(socket, false); // which else would stand in the way of joining what is sent
            }
            return came;
        } catch (SystemCallException e) {
            return -e.errno();
        }
    }

    @Override
    public int write(long address, int length) {
        return StreamIo.send(socket, address, length);
    }

    @Override
    public @Nullable Credentials sender() {
        return sender;
    }

    @Override
    public void close() {
        FileDescriptors.close(socket);
    }
}
