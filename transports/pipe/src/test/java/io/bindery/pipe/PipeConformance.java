package io.bindery.pipe;

import io.bindery.testkit.transport.Capability;
import io.bindery.testkit.transport.TransportConformance;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.pipe.PipeTransportProvider;
import org.jspecify.annotations.Nullable;

/** What children over pipes have in common. */
abstract class PipeConformance extends TransportConformance {
    @Override
    protected TransportProvider provider() {
        return new PipeTransportProvider();
    }

    @Override
    protected @Nullable String lacks(Capability capability) {
        return switch (capability) {
            case MANY_SESSIONS -> "a pair of pipes carries one session, and each further one a child more";
            case BYTES -> "no stranger can get at the pipes; PipeErrorsTest has a child that writes garbage";
            case BOUND, HANDLERS_APART, PEER, PROCESSES -> null;
        };
    }

    @Override
    protected void writeGarbage(byte[] bytes) {
        throw new IllegalStateException("there is nowhere to write to");
    }
}
