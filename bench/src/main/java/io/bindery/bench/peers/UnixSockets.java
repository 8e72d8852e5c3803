package io.bindery.bench.peers;

import io.bindery.bench.peers.StreamEnds.Connector;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The JDK's Unix sockets, which block or do not. */
final class UnixSockets {
    private static final String SOCKET = "socket";

    private UnixSockets() {}

    /** The client listens, since it goes first, and accepts when it begins. */
    static Connector listen(Path directory, boolean blocking) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
        return () -> {
            try (listener) {
                return stream(listener.accept(), blocking);
            }
        };
    }

    /** Connects at once: the listener's backlog holds it. */
    static Connector connect(Path directory, boolean blocking) throws IOException {
        ByteStream stream = stream(SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(SOCKET))), blocking);
        return () -> stream;
    }

    private static ByteStream stream(SocketChannel channel, boolean blocking) throws IOException {
        channel.configureBlocking(blocking);
        return new ByteStream(channel, channel);
    }
}
