package io.bindery.testkit.transport;

/** What a case of the conformance suite needs and no trait says. A transport that lacks it says why. */
public enum Capability {
    /** What waits to be read is bounded. */
    BOUND,
    /** Handlers do not run on the caller's thread. */
    HANDLERS_APART,
    /** Somebody is at the other end, with whom the session ends. */
    PEER,
    /** The other end can be a process of its own, which can be killed. */
    PROCESSES,
    /** An address can be connected to again and again. */
    MANY_SESSIONS,
    /** A stranger can write bytes to the address. */
    BYTES
}
