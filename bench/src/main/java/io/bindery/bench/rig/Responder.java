package io.bindery.bench.rig;

/**
 * The server's end of a {@link Peer}: what the serving thread does while the client's {@link Workload} runs a burst.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public interface Responder {
    /**
     * Answers {@code operations} operations and returns.
     *
     * @throws IllegalStateException if the client sent something wrong, or nothing for too long
     */
    void respond(int operations);
}
