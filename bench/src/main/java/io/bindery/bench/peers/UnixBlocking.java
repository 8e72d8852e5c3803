package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;

/** A Java Unix socket whose ends sleep in the kernel until bytes arrive. */
public final class UnixBlocking implements Peer {
    public static final String NAME = "unix-blocking";

    private static final int BURST_UNIT = 4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new StreamEnds.Client(NAME, BURST_UNIT, UnixSockets.listen(directory, true));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new StreamEnds.Server(UnixSockets.connect(directory, true));
    }
}
