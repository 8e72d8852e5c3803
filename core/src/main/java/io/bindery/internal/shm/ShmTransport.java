package io.bindery.internal.shm;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.internal.session.ControlSocket;
import io.bindery.internal.session.LinkedSession;
import io.bindery.internal.session.SocketTransport;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;

/** Sessions over shared memory. One per context; see the package for the parts. */
final class ShmTransport extends SocketTransport {
    private static final int RECORD_OVERHEAD = 24;

    private final ControlSocket.Scratch scratch = new ControlSocket.Scratch();
    private final LaneMemory laneMemory = new LaneMemory();

    ShmTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
    }

    LaneMemory laneMemory() {
        return laneMemory;
    }

    ControlSocket.Scratch scratch() {
        return scratch;
    }

    /** Longest record: a parcel of the agreed size, and what the driver puts around it. */
    int maxRecordBytes() {
        return services().limits().parcelBytes() + RECORD_OVERHEAD;
    }

    /** Finds out first whether this process may have and pass on sealed memory at all. */
    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        passOutboxToOurselves();
        return super.listen(address, acceptor);
    }

    private static void passOutboxToOurselves() throws IOException {
        int[] pair = UnixSocket.pair();
        Outbox outbox = null;
        try (SocketMessage message = new SocketMessage(1)) {
            outbox = Outbox.create("bindery-probe", 0);
            message.send(pair[0], outbox.memory(), 1, outbox.descriptor());
            message.receive(pair[1]);
            if (message.truncated() || message.descriptorCount() != 1) {
                throw new IOException(
                        "a descriptor that was sent did not arrive: a sandbox may forbid it, or this process"
                                + " is short of them (raise RLIMIT_NOFILE)");
            }
            PeerOutbox.map(message.takeDescriptor(0), 0).unmap();
        } finally {
            if (outbox != null) {
                outbox.retire();
                outbox.unmap();
            }
            FileDescriptors.close(pair[0]);
            FileDescriptors.close(pair[1]);
        }
    }

    @Override
    protected LinkedSession newSession(int socket, PeerCredentials peer, SessionAcceptor acceptor, boolean incoming) {
        return new ShmSession(this, socket, peer, acceptor, incoming);
    }

    @Override
    public void collect() {
        laneMemory.freeUnreachable();
    }

    @Override
    public void dispose() {
        laneMemory.freeAll();
        scratch.close();
    }
}
