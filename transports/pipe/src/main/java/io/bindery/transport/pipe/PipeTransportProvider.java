package io.bindery.transport.pipe;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport {@code pipe}. Its addresses:
 *
 * <ul>
 *   <li>{@code pipe:PID} in a parent: the child of that pid, which {@link PipeChild} has started;
 *   <li>{@code pipe:} in such a child: the pipes that it was started with;
 *   <li>{@code pipe:stdio} in a child: its standard input and output, if these are pipes. What the child prints goes to
 *       its standard error from then on, and its standard input is empty;
 *   <li>{@code pipe:IN,OUT} in a child: two descriptors, by number, which who started it has left open.
 * </ul>
 *
 * <p>Each pair of pipes carries one session; one side connects and the other listens, and then both call. The peer of a
 * child is its parent, that of a parent the child: by its pid, and with the user that the kernel names for it.
 */
public final class PipeTransportProvider implements TransportProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public PipeTransportProvider() {}

    @Override
    public String scheme() {
        return "pipe";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.DUPLEX, Trait.PAYLOAD, Trait.ACKNOWLEDGED, Trait.IDENTITY);
    }

    @Override
    public Transport create(TransportServices services) {
        return new PipeTransport(services, this);
    }
}
