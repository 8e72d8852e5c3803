package io.bindery.internal.driver;

import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transports of a context by scheme, each made when it is first used. <b>Threading:</b> any thread. */
final class Transports {
    private final TransportServices services;
    private final List<TransportProvider> builtIn;
    private final Map<String, TransportProvider> providers = new LinkedHashMap<>();
    private final Map<String, Transport> used = new LinkedHashMap<>();
    private boolean closed;

    Transports(TransportServices services, List<TransportProvider> builtIn) {
        this.services = services;
        this.builtIn = builtIn;
    }

    /**
     * Returns what makes the transport of a scheme.
     *
     * @throws IllegalArgumentException if there is none on the class or module path
     */
    synchronized TransportProvider provider(String scheme) {
        TransportProvider known = providers.get(scheme);
        if (known == null) {
            known = find(scheme);
            providers.put(scheme, known);
        }
        return known;
    }

    private TransportProvider find(String scheme) {
        TreeSet<String> there = new TreeSet<>();
        TransportProvider found = find(scheme, builtIn, there);
        if (found == null) {
            found = find(scheme, ServiceLoader.load(TransportProvider.class, Transports.class.getClassLoader()), there);
        }
        if (found == null) {
            throw new IllegalArgumentException("no such transport: scheme=" + scheme + " there are=" + there
                    + "; others are modules of their own, such as io.bindery:bindery-socket for unix: and"
                    + " io.bindery:bindery-pipe for pipe:, and belong on the class or module path");
        }
        return found;
    }

    private static @Nullable TransportProvider find(
            String scheme, Iterable<TransportProvider> providers, Collection<String> seen) {
        for (TransportProvider provider : providers) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
            seen.add(provider.scheme());
        }
        return null;
    }

    /**
     * Returns the transport of a scheme.
     *
     * @throws IllegalArgumentException if there is none on the class or module path
     * @throws IllegalStateException if the context is closed
     */
    synchronized Transport get(String scheme) {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        Transport known = used.get(scheme);
        if (known == null) {
            known = provider(scheme).create(services);
            used.put(scheme, known);
        }
        return known;
    }

    void collect() {
        forEach(Transport::collect);
    }

    /** Ends all sessions. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        forEach(Transport::close);
    }

    /** Frees all memory, once nobody uses a lane any more. */
    void dispose() {
        forEach(Transport::dispose);
    }

    private void forEach(Consumer<Transport> action) {
        List<Transport> all;
        synchronized (this) {
            all = List.copyOf(used.values());
        }
        all.forEach(action);
    }
}
