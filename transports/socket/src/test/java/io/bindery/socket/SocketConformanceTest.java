package io.bindery.socket;

import io.bindery.testkit.transport.Capability;
import io.bindery.testkit.transport.Far;
import io.bindery.testkit.transport.FarJvm;
import io.bindery.testkit.transport.SocketStranger;
import io.bindery.testkit.transport.TransportConformance;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.socket.SocketTransportProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A Unix socket with a name in the file system. */
class SocketConformanceTest extends TransportConformance {
    private final AtomicInteger started = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected Far start() {
        return FarJvm.start("unix:" + directory.resolve("s" + started.incrementAndGet()));
    }

    @Override
    protected TransportProvider provider() {
        return new SocketTransportProvider();
    }

    @Override
    protected @Nullable String lacks(Capability capability) {
        return null;
    }

    @Override
    protected void writeGarbage(byte[] bytes) throws IOException {
        SocketStranger.write(directory.resolve("s1"), bytes);
    }
}
