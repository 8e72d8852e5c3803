package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;

/** A stream through a named pipe; both ends sleep in the kernel when there is no room, or nothing to read. */
public final class PipeOneway implements Peer {
    public static final String NAME = "pipe-oneway";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new BytesOneway.Sender(NAME, directory, Pipe.create(directory));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new BytesOneway.Receiver(directory, Pipe.open(directory));
    }
}
