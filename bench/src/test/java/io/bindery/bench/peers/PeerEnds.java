package io.bindery.bench.peers;

import io.bindery.bench.baseline.StreamResponder;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Samples;
import io.bindery.bench.rig.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Runs both ends of each peer in two threads of one JVM, which has the flags of all of them, and prints a line for each: its
 * name, and how many samples a few bursts gave.
 */
final class PeerEnds {
    private static final int[] BURSTS = {64, 128, 64};
    private static final long PATIENCE_S = 30;

    private PeerEnds() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        for (Peer peer : Peers.all()) {
            System.out.println(peer.name() + " " + samples(peer, home));
        }
        System.exit(0); // libraries may have threads that outlive their ends
    }

    private static long samples(Peer peer, Path home) throws Exception {
        Path directory = Files.createDirectory(home.resolve(peer.name()));
        Histogram samples = Samples.create();
        try (Workload client = peer.openClient(directory);
                Responder server = peer.openServer(directory)) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                for (int burst : BURSTS) {
                    server.respond(burst);
                }
            });
            for (int burst : BURSTS) {
                client.burst(burst, samples);
            }
            served.get(PATIENCE_S, TimeUnit.SECONDS);
            if (client instanceof RoundTrip == server instanceof StreamResponder) {
                throw new IllegalStateException("ends that do not fit: peer=" + peer.name());
            }
        }
        return samples.getTotalCount();
    }
}
