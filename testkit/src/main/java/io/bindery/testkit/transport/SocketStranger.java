package io.bindery.testkit.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Somebody who connects to a socket file and does not speak Bindery. */
public final class SocketStranger {
    private SocketStranger() {}

    /** Writes bytes, and waits until the other side has hung up. */
    public static void write(Path socket, byte[] bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            boolean ignored = channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer left = ByteBuffer.wrap(bytes);
            try {
                while (left.hasRemaining()) {
                    int written = channel.write(left);
                    if (written < 0) {
                        return;
                    }
                }
                ByteBuffer answer = ByteBuffer.allocate(1000);
                while (channel.read(answer.clear()) >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                // It hung up before it had read all.
                Thread.onSpinWait();
            }
        }
    }
}
