package io.bindery.transport;

import java.util.Set;

/**
 * Makes a transport for each context that uses it. A module {@code provides} it, and {@link java.util.ServiceLoader} finds
 * it by the scheme of an address; a context that does not use it loads none of its other classes.
 */
public interface TransportProvider {
    /** The scheme of its addresses: a lower-case letter, then lower-case letters, digits, {@code + . -}. */
    String scheme();

    /** What the transport can do; what it cannot is refused in its name. */
    Set<Trait> traits();

    /** Returns a transport for one context; it must not yet hold anything that needs closing. */
    Transport create(TransportServices services);
}
