package io.bindery.bench.baseline;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * The baseline of calls: one cache line sent to and fro. The client stores a number in its own memory, the server sees
 * it and stores the same number in its own. No two threads of a machine can exchange anything sooner.
 */
public final class Bounce implements Peer {
    public static final String NAME = "bounce";

    private static final String CLIENT_FILE = "bounce-client";
    private static final String SERVER_FILE = "bounce-server";
    private static final int BYTES = 4096;
    private static final long WORD = 0;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Client(
                SharedWords.create(directory.resolve(CLIENT_FILE), BYTES),
                SharedWords.create(directory.resolve(SERVER_FILE), BYTES));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Server(
                SharedWords.open(directory.resolve(SERVER_FILE), BYTES),
                SharedWords.open(directory.resolve(CLIENT_FILE), BYTES));
    }

    /** Of a burst of {@code n}, the server answers {@code n + 1}: the first shows that it is there. */
    private static final class Client implements RoundTrip {
        private final SharedWords own;
        private final SharedWords peer;
        private long bounced;

        Client(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void burst(int operations, Histogram samples) {
            exchange();
            for (int i = 0; i < operations; i++) {
                long startNs = System.nanoTime();
                exchange();
                samples.recordValue((System.nanoTime() - startNs) * 1000);
            }
        }

        @Override
        public void exchange() {
            long number = ++bounced;
            own.setRelease(WORD, number);
            long answer = peer.awaitAtLeastAcquire(WORD, number);
            if (answer != number) {
                throw new IllegalStateException("bounced a wrong number: sent=" + number + ", came back=" + answer);
            }
        }
    }

    private static final class Server implements Responder {
        private final SharedWords own;
        private final SharedWords peer;
        private long bounced;

        Server(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public void respond(int operations) {
            for (int i = 0; i <= operations; i++) {
                own.setRelease(WORD, peer.awaitAtLeastAcquire(WORD, ++bounced));
            }
        }
    }
}
