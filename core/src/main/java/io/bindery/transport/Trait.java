package io.bindery.transport;

/** What a transport can do. An operation that needs a trait which is missing is refused with an error that names it. */
public enum Trait {
    /** Both sides can call: replies, callbacks, nested calls. */
    DUPLEX,
    /** Messages carry arguments. */
    PAYLOAD,
    /** The sender learns that a message was taken, or that it never will be. */
    ACKNOWLEDGED,
    /** File descriptors can be passed. */
    DESCRIPTORS,
    /** The kernel says who the peer is. */
    IDENTITY
}
