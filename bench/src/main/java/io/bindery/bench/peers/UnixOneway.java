package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;

/** A stream over a Java Unix socket; both ends sleep in the kernel when there is no room, or nothing to read. */
public final class UnixOneway implements Peer {
    public static final String NAME = "unix-blocking-oneway";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new BytesOneway.Sender(NAME, directory, UnixSockets.listen(directory, true));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new BytesOneway.Receiver(directory, UnixSockets.connect(directory, true));
    }
}
