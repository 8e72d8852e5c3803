package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;

/** A Java Unix socket whose ends ask the kernel again and again. */
public final class UnixNonblocking implements Peer {
    public static final String NAME = "unix-nonblocking";

    private static final int BURST_UNIT = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new StreamEnds.Client(NAME, BURST_UNIT, UnixSockets.listen(directory, false));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new StreamEnds.Server(UnixSockets.connect(directory, false));
    }
}
