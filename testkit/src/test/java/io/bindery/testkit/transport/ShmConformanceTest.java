package io.bindery.testkit.transport;

import io.bindery.internal.shm.ShmTransportProvider;
import io.bindery.transport.TransportProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory, at addresses outside of a context's directory. */
class ShmConformanceTest extends TransportConformance {
    private final AtomicInteger started = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected Far start() {
        return FarJvm.start("shm:" + directory.resolve("s" + started.incrementAndGet()));
    }

    @Override
    protected TransportProvider provider() {
        return new ShmTransportProvider();
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
