package io.bindery.transport.socket;

import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.DescriptorWaiters;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.StreamIo;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.internal.mux.ByteStream;
import io.bindery.internal.session.ReceivedDescriptors;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A connected Unix stream socket. The first bytes that come tell who sent them. A receive ends behind the first message that
 * brings descriptors, so what is queued here belongs to the messages in order.
 */
final class SocketStream implements ByteStream {
    private final int socket;
    private final SocketMessage incoming = new SocketMessage(1);
    private final SocketMessage outgoing = new SocketMessage(1);
    private final ReceivedDescriptors received = new ReceivedDescriptors();
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
        try {
            int came = incoming.receive(socket, address, length);
            if (came > 0) {
                received.add(incoming);
                received.check(false);
                if (!begun) {
                    begin();
                }
            }
            return came;
        } catch (SystemCallException e) {
            return -e.errno();
        }
    }

    private void begin() throws SystemCallException {
        begun = true;
        sender = incoming.credentials();
        UnixSocket.passCredentials(socket, false); // which else would stand in the way of joining what is sent
    }

    @Override
    public int write(long address, int length) {
        return StreamIo.send(socket, address, length);
    }

    @Override
    public int write(MemorySegment bytes, int[] passed, int from, int count) throws SystemCallException {
        return outgoing.send(socket, bytes, bytes.byteSize(), passed, from, count);
    }

    @Override
    public int[] takeDescriptors(int count) {
        return received.take(count);
    }

    @Override
    public @Nullable Credentials sender() {
        return sender;
    }

    @Override
    public boolean isHalfClosed() {
        return !DescriptorWaiters.hasHungUp(socket);
    }

    @Override
    public void close() {
        FileDescriptors.close(socket);
        received.close();
        incoming.close();
        outgoing.close();
    }
}
