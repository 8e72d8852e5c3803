package io.bindery;

/**
 * What became of a oneway call. A {@link Oneway} method that returns this type never waits for room: it answers
 * {@link #FULL} instead, and nothing was sent. What the implementation returns is ignored.
 */
public enum SendStatus {
    /** The call is in the receiver's ring. */
    ACCEPTED,
    /** No room: the receiver has not kept up. Nothing was sent. */
    FULL
}
