package io.bindery.testkit.transport;

/** What a case of the conformance suite needs beside a session. A transport that lacks it says why. */
public enum Capability {
    /** Calls have replies. */
    REPLIES,
    /** What waits to be read is bounded. */
    BOUND,
    /** Handlers do not run on the caller's thread. */
    HANDLERS_APART,
    /** The other end can be a process of its own, which can be killed. */
    PROCESSES,
    /** An address can be connected to again and again. */
    MANY_SESSIONS,
    /** The kernel says who the peer is. */
    IDENTITY,
    /** A stranger can write bytes to the address. */
    BYTES
}
