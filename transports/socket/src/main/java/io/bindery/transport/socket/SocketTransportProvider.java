package io.bindery.transport.socket;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport {@code unix}. An address is {@code unix:PATH}, a socket file, which only a process may connect to that may
 * write to it, or {@code unix:@NAME}, an abstract name, which goes with the process that listens, and to which every
 * process of the network namespace may connect. The kernel says who is at the other end. One connection carries all calls
 * of a session, and the descriptors in them; each record is copied twice, into the socket and out of it.
 */
public final class SocketTransportProvider implements TransportProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public SocketTransportProvider() {}

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    public Transport create(TransportServices services) {
        return new UnixTransport(services, this);
    }
}
