package io.bindery.internal.shm;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/** Makes the default transport. */
public final class ShmTransportProvider implements TransportProvider {
    static final String SCHEME = "shm";

    /** Creates the provider. */
    public ShmTransportProvider() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    public Transport create(TransportServices services) {
        return new ShmTransport(services, this);
    }
}
