package io.bindery.transport;

/** A place where this process accepts sessions. */
public interface Endpoint extends AutoCloseable {
    /** How others reach it. */
    Address address();

    /** Accepts no more; the sessions that are open stay. Idempotent. */
    @Override
    void close();
}
