package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileIo;
import io.bindery.internal.linux.StreamIo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Two named pipes, one each way, whose ends ask the kernel again and again. The JDK has none of these between processes. */
public final class PipeNonblocking implements Peer {
    public static final String NAME = "pipe-nonblocking";

    private static final String REQUESTS = "requests";
    private static final String REPLIES = "replies";
    private static final int O_NONBLOCK = 0x800;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        Path requests = Pipe.makePipe(directory.resolve(REQUESTS));
        Path replies = Pipe.makePipe(directory.resolve(REPLIES));
        return new Client(new Ends(replies, requests));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Server(new Ends(directory.resolve(REQUESTS), directory.resolve(REPLIES)));
    }

    /** A process's two ends, and memory for one message. */
    private static final class Ends {
        private final int in;
        private final int out;
        private final MemorySegment message = Arena.global().allocate(SumClient.REQUEST_BYTES, Long.BYTES);
        private final Patience patience = new Patience("bytes in a pipe");

        /** Each is opened for both directions, so that neither process waits for the other. */
        Ends(Path in, Path out) throws IOException {
            this.in = FileIo.open(in, FileIo.O_RDWR | O_NONBLOCK, 0);
            this.out = FileIo.open(out, FileIo.O_RDWR | O_NONBLOCK, 0);
        }

        void put(int index, long value) {
            message.setAtIndex(ValueLayout.JAVA_LONG, index, value);
        }

        long get(int index) {
            return message.getAtIndex(ValueLayout.JAVA_LONG, index);
        }

        /** A message is shorter than what a pipe takes as a whole. */
        void write(int bytes) {
            while (StreamIo.write(out, message.address(), bytes) != bytes) {
                patience.spin();
            }
            patience.renew();
        }

        void read(int bytes) {
            while (StreamIo.read(in, message.address(), bytes) != bytes) {
                patience.spin();
            }
            patience.renew();
        }

        void close() {
            FileDescriptors.close(in);
            FileDescriptors.close(out);
        }
    }

    private static final class Client extends SumClient {
        private final Ends ends;

        Client(Ends ends) {
            super(NAME);
            this.ends = ends;
        }

        @Override
        long call(long a, long b, long c, long d) {
            ends.put(0, a);
            ends.put(1, b);
            ends.put(2, c);
            ends.put(3, d);
            ends.write(REQUEST_BYTES);
            ends.read(REPLY_BYTES);
            return ends.get(0);
        }

        @Override
        public void close() {
            ends.close();
        }
    }

    private static final class Server extends SumServer {
        private final Ends ends;

        Server(Ends ends) {
            this.ends = ends;
        }

        @Override
        void serve() {
            ends.read(SumClient.REQUEST_BYTES);
            ends.put(0, SumClient.sum(ends.get(0), ends.get(1), ends.get(2), ends.get(3)));
            ends.write(SumClient.REPLY_BYTES);
        }

        @Override
        public void close() {
            ends.close();
        }
    }
}
