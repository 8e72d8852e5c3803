package io.bindery.bench.rig;

/**
 * The server's end of a {@link Peer}: what the serving thread does while the client's {@link Workload} runs a burst.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public interface Responder extends AutoCloseable {
    /**
     * Answers {@code operations} operations and returns; if the client's end is a {@link RoundTrip}, one more: its first
     * shows that both are there.
     *
     * @throws IllegalStateException if the client sent something wrong, or nothing for too long
     */
    void respond(int operations);

    /** Gives back what does not go with the process. */
    @Override
    default void close() {}
}
