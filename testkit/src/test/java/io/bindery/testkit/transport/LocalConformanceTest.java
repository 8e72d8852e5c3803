package io.bindery.testkit.transport;

import io.bindery.internal.local.LocalTransportProvider;
import io.bindery.transport.TransportProvider;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The transport within a process. */
class LocalConformanceTest extends TransportConformance {
    private final AtomicInteger started = new AtomicInteger();

    @Override
    protected Far start() throws IOException {
        return FarContext.start("local:conformance-" + started.incrementAndGet());
    }

    @Override
    protected TransportProvider provider() {
        return new LocalTransportProvider();
    }

    @Override
    protected @Nullable String lacks(Capability capability) {
        return switch (capability) {
            case HANDLERS_APART -> "a call is served on the thread that makes it, and ends with its handler";
            case PROCESSES -> "both ends are in one process, which a test cannot kill";
            case BYTES -> "records are handed over, there are no bytes to be wrong";
            case BOUND, PEER, MANY_SESSIONS -> null;
        };
    }

    @Override
    protected void writeGarbage(byte[] bytes) {
        throw new IllegalStateException("there is nowhere to write to");
    }
}
