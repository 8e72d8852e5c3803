package io.bindery.chronicle;

import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.Capability;
import io.bindery.testkit.transport.Far;
import io.bindery.testkit.transport.FarJvm;
import io.bindery.testkit.transport.TransportConformance;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.chronicle.ChronicleTransportProvider;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A queue; what has come is asked over a Unix socket. */
class QueueConformanceTest extends TransportConformance {
    private static final int CONNECTS = 100;

    private final AtomicInteger started = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected Far start() {
        int number = started.incrementAndGet();
        return FarJvm.start(
                PeerJvm.launcher().options(QueueFixture.FLAGS),
                "chronicle:" + directory.resolve("q" + number),
                "unix:" + directory.resolve("s" + number));
    }

    @Override
    protected TransportProvider provider() {
        return new ChronicleTransportProvider();
    }

    @Override
    protected @Nullable String lacks(Capability capability) {
        return switch (capability) {
            case PEER -> "who serves a queue may come and go: DurableCallsSystemTest kills one and goes on";
            case BOUND -> "a queue on disk takes what the disk has room for: QueueErrorsSystemTest fills one";
            case BYTES -> "nobody writes bytes to a queue but by its files: QueueErrorsSystemTest damages one";
            case HANDLERS_APART, PROCESSES, MANY_SESSIONS -> null;
        };
    }

    /** Each opens the queue's files. */
    @Override
    protected int connects() {
        return CONNECTS;
    }

    @Override
    protected void writeGarbage(byte[] bytes) {
        throw new IllegalStateException("not asked for");
    }
}
