package io.bindery.signal;

import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.Capability;
import io.bindery.testkit.transport.Far;
import io.bindery.testkit.transport.FarJvm;
import io.bindery.testkit.transport.TransportConformance;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.signal.SignalTransportProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Real-time signals, of which none is lost; what has come is asked over shared memory. */
class SignalConformanceTest extends TransportConformance {
    /** How many signals the kernel keeps for the other end, so that it can be full. */
    private static final int PENDING = 2_000;

    private final AtomicInteger started = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected TransportProvider provider() {
        return new SignalTransportProvider();
    }

    @Override
    protected Far start() {
        return FarJvm.start(
                PeerJvm.launcher().by(List.of("prlimit", "--sigpending=" + PENDING, "--")),
                "signal:",
                pid -> "signal:" + pid,
                "shm:" + directory.resolve("s" + started.incrementAndGet()));
    }

    @Override
    protected @Nullable String lacks(Capability capability) {
        return switch (capability) {
            case BYTES -> "a signal has none; SignalSystemTest has those of strangers";
            case BOUND, HANDLERS_APART, PEER, PROCESSES, MANY_SESSIONS -> null;
        };
    }

    @Override
    protected void writeGarbage(byte[] bytes) {
        throw new IllegalStateException("not asked for");
    }
}
