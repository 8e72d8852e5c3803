package io.bindery.transport;

import org.jspecify.annotations.Nullable;

/** What is known of the object at an address without calling it, for a transport whose messages do not say it. */
public interface Offer {
    /** Token of its interface, as {@link io.bindery.Parcel#interfaceToken} makes it. */
    int token();

    /** Name of one of its methods by transaction code; null if it has none of that code. */
    @Nullable
    String nameOf(int code);
}
