package io.bindery.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Something with an end in each of the two processes that is not made of Bindery calls: a baseline, or another library
 * to compare with. Its server end runs on the very thread that serves Bindery's calls, started for one burst at a time
 * by a oneway call; so both sides of a comparison share their threads and CPUs, and what is not measured sleeps.
 */
public interface Peer {
    /** What a report calls it, and by which the client asks the server for its end. */
    String name();

    /** Flags without which a JVM that holds an end does not run; what Bindery needs is not among them. */
    default List<String> jvmFlags() {
        return List.of();
    }

    /**
     * Opens the client's end, which creates what both need in {@code directory}, a directory of its own that stays until
     * both ends are closed; goes first.
     */
    Workload openClient(Path directory) throws IOException;

    /** Opens the server's end. Does not wait for the client's, which is busy opening this one. */
    Responder openServer(Path directory) throws IOException;
}
