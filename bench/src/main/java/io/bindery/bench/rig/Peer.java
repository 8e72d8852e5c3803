package io.bindery.bench.rig;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something with an end in each of the two processes that is not made of Bindery calls: a baseline, or another library
 * to compare with. Its server end runs on the very thread that serves Bindery's calls, started for one burst at a time
 * by a oneway call; so both sides of a comparison share their threads and CPUs, and what is not measured sleeps.
 */
public interface Peer {
    /** What a report calls it, and by which the client asks the server for its end. */
    String name();

    /** Opens the client's end, which creates what both need in {@code directory}; goes first. */
    Workload openClient(Path directory) throws IOException;

    /** Opens the server's end; once it is open, the files in {@code directory} are no longer needed. */
    Responder openServer(Path directory) throws IOException;
}
