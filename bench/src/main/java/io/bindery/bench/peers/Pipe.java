package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two named pipes, one each way, whose ends sleep in the kernel until bytes arrive. */
public final class Pipe implements Peer {
    public static final String NAME = "pipe";

    private static final int BURST_UNIT = 4;
    private static final String REQUESTS = "requests";
    private static final String REPLIES = "replies";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new StreamEnds.Client(NAME, BURST_UNIT, create(directory));
    }

    @Override
    public Responder openServer(Path directory) {
        return new StreamEnds.Server(open(directory));
    }

    /** The client's end, which makes the pipes. To open one waits for the other end, so both open them in one order. */
    static StreamEnds.Connector create(Path directory) throws IOException {
        Path requests = makePipe(directory.resolve(REQUESTS));
        Path replies = makePipe(directory.resolve(REPLIES));
        return () -> {
            FileChannel out = FileChannel.open(requests, StandardOpenOption.WRITE);
            return new ByteStream(FileChannel.open(replies, StandardOpenOption.READ), out);
        };
    }

    /** The server's end. */
    static StreamEnds.Connector open(Path directory) {
        return () -> {
            FileChannel in = FileChannel.open(directory.resolve(REQUESTS), StandardOpenOption.READ);
            return new ByteStream(in, FileChannel.open(directory.resolve(REPLIES), StandardOpenOption.WRITE));
        };
    }

    /** Makes a named pipe. */
    public static Path makePipe(Path path) throws IOException {
        Process mkfifo =
                new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        try {
            int exit = mkfifo.waitFor();
            if (exit != 0) {
                throw new IOException("mkfifo failed: path=" + path + ", exit=" + exit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: path=" + path);
        }
        return path;
    }
}
