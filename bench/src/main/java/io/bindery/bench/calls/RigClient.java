package io.bindery.bench.calls;

import io.bindery.RemoteException;
import io.bindery.bench.rig.AdjacentBatches;
import io.bindery.bench.rig.CpuPinning;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.rig.Workload;
import org.HdrHistogram.Histogram;

/**
 * The end of the rig that measures.
 *
 * <p><b>Threading:</b> one thread, the one that was pinned.
 */
public final class RigClient {
    private final RigService service;

    /** Measures between this process and the one that owns {@code service}. */
    public RigClient(RigService service) {
        this.service = service;
    }

    /** Moves the calling thread and the thread that serves it to a CPU each; other threads stay free. */
    public void pin(int clientCpu, int serverCpu) throws RemoteException {
        CpuPinning.pinCurrentThread(clientCpu);
        service.pinServingThreads(serverCpu);
    }

    /**
     * Holds {@code work} against {@code baseline}.
     *
     * @param batchNs length of a batch, in nanoseconds; 10 ms is usual
     * @param warmupRounds rounds, of two batches each, that are run first and forgotten
     * @param rounds rounds that count
     * @throws Exception if the other process failed, or a result was wrong
     */
    public Measurement measure(Peer baseline, Workload work, long batchNs, int warmupRounds, int rounds)
            throws Exception {
        AdjacentBatches.ServerAllocation server = new AdjacentBatches.ServerAllocation() {
            @Override
            public long servingThreadBytes() throws RemoteException {
                return service.servingThreadBytes();
            }

            @Override
            public long processBytes() throws RemoteException {
                return service.processBytes();
            }
        };
        return new AdjacentBatches(open(baseline), work, server, batchNs).run(warmupRounds, rounds);
    }

    /** Opens both ends of {@code peer}. */
    public Workload open(Peer peer) throws Exception {
        try (SharedDirectory directory = SharedDirectory.create()) {
            Workload client = peer.openClient(directory.path());
            int number = service.openPeer(peer.name(), directory.path().toString());
            return new Answered(service, number, client);
        }
    }

    /** A peer's client, for each burst of which the server is told to answer. */
    private record Answered(RigService service, int number, Workload client) implements Workload {
        @Override
        public String name() {
            return client.name();
        }

        @Override
        public void burst(int operations, Histogram samples) throws Exception {
            service.respond(number, operations);
            client.burst(operations, samples);
        }
    }
}
