package io.bindery.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a process listens: the name of a transport, and what that transport understands, as in {@code unix:/run/x.sock}.
 *
 * @param scheme name of the transport
 * @param name what the transport understands; may be empty
 */
public record Address(String scheme, String name) {
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*):(.*)", Pattern.DOTALL);

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it does not begin with a scheme and a colon
     */
    public static Address parse(String address) {
        Matcher parts = SCHEME.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an address: address=" + address
                    + "; it begins with the name of a transport and a colon, as in unix:/run/prices.sock");
        }
        return new Address(parts.group(1), parts.group(2));
    }

    @Override
    public String toString() {
        return scheme + ":" + name;
    }
}
