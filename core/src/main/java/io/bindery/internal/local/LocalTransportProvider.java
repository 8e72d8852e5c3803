package io.bindery.internal.local;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/** Makes the transport {@code local:NAME}, whose names belong to the process. */
public final class LocalTransportProvider implements TransportProvider {
    /** Creates the provider. */
    public LocalTransportProvider() {}

    @Override
    public String scheme() {
        return "local";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.DUPLEX, Trait.PAYLOAD, Trait.ACKNOWLEDGED);
    }

    @Override
    public Transport create(TransportServices services) {
        return new LocalTransport(services, this);
    }
}
