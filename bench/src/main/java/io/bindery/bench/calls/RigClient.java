package io.bindery.bench.calls;

import io.bindery.RemoteException;
import io.bindery.bench.rig.AdjacentBatches;
import io.bindery.bench.rig.CpuPinning;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.OpenLoop;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.rig.Stream;
import io.bindery.bench.rig.Workload;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The end of the rig that measures.
 *
 * <p><b>Threading:</b> one thread, the one that was pinned.
 */
public final class RigClient {
    private static final long PACE_BEGINS_AFTER_NS = 20_000_000;
    private static final long LONGEST_PS = 60_000_000_000_000L;

    private final RigService service;
    private final @Nullable Path home;

    /** Measures between this process and the one that owns {@code service}; files are gone as soon as both map them. */
    public RigClient(RigService service) {
        this(service, null);
    }

    /**
     * Measures between this process and the one that owns {@code service}.
     *
     * @param home where peers have their files, which stay there; null for a place of its own, where they do not
     */
    public RigClient(RigService service, @Nullable Path home) {
        this.service = service;
        this.home = home;
    }

    /** Where peers and transports have their files. */
    public Path directory() {
        return Objects.requireNonNull(home, "this client has no place that stays");
    }

    /** The service that is measured, by the usual way. */
    public RigService service() {
        return service;
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
        try (Workload opened = open(baseline)) {
            return batches(opened, work, batchNs).run(warmupRounds, rounds);
        }
    }

    /** The measuring loop over two workloads of which both ends are open. */
    public AdjacentBatches batches(Workload baseline, Workload work, long batchNs) {
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
        return new AdjacentBatches(baseline, work, server, batchNs);
    }

    /** Opens both ends of {@code peer}. */
    public Workload open(Peer peer) throws Exception {
        Path kept = home;
        if (kept != null) {
            return open(peer, Files.createTempDirectory(kept, peer.name()));
        }
        try (SharedDirectory directory = SharedDirectory.create()) {
            return open(peer, directory.path());
        }
    }

    /**
     * Opens both ends of a peer whose server's end has a thread of its own, and so need not be told when to answer.
     *
     * @throws IllegalArgumentException if its operations cannot be told apart
     */
    public RoundTrip openAsleep(Peer peer) throws Exception {
        if (open(peer) instanceof Answered(RigService answering, int number, Workload client)
                && client instanceof RoundTrip roundTrip) {
            return roundTrip;
        }
        throw new IllegalArgumentException("operations cannot be told apart: name=" + peer.name());
    }

    private Workload open(Peer peer, Path directory) throws Exception {
        Workload client = peer.openClient(directory);
        try {
            int number = service.openPeer(peer.name(), directory.toString());
            return new Answered(service, number, client);
        } catch (Throwable t) {
            client.close();
            throw t;
        }
    }

    /**
     * Does {@code operations} exchanges of {@code work} at a fixed rate; see {@link OpenLoop}.
     *
     * @throws IllegalArgumentException if its operations cannot be told apart
     * @throws Exception if the other process failed, or a result was wrong
     */
    public void paced(Workload work, double perSecond, int operations, Histogram samples) throws Exception {
        Workload client = work;
        if (work instanceof Answered(RigService answering, int number, Workload answered)) {
            answering.respondApart(number, operations);
            client = answered;
        }
        if (!(client instanceof RoundTrip roundTrip)) {
            throw new IllegalArgumentException("operations cannot be told apart: name=" + work.name());
        }
        OpenLoop.run(roundTrip, perSecond, operations, samples);
    }

    /**
     * Sends {@code operations} messages of a stream at a fixed rate, and asks the server how long after its due time each
     * arrived.
     *
     * @param operations a multiple of {@link Workload#BURST_UNIT}
     * @return latencies in picoseconds, with the times of start and end
     * @throws IllegalArgumentException if {@code work} is not a stream
     * @throws Exception if the other process failed, or a message was wrong
     */
    public Histogram pacedStream(Workload work, double perSecond, int operations) throws Exception {
        Workload client = work;
        int peer = RigServer.OWN_CALLS;
        if (work instanceof Answered(RigService answering, int number, Workload answered)) {
            answering.respondApart(number, operations);
            client = answered;
            peer = number;
        }
        if (!(client instanceof Stream stream)) {
            throw new IllegalArgumentException("not a stream: name=" + work.name());
        }
        long startNs = System.nanoTime() + PACE_BEGINS_AFTER_NS;
        service.pace(peer, startNs, 1e9 / perSecond);
        long startMs = System.currentTimeMillis();
        OpenLoop.run(stream, startNs, perSecond, operations);
        long endMs = System.currentTimeMillis();
        Histogram latencies =
                Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(service.endPace(peer)), LONGEST_PS);
        latencies.setStartTimeStamp(startMs + PACE_BEGINS_AFTER_NS / 1_000_000);
        latencies.setEndTimeStamp(endMs);
        return latencies;
    }

    /** A peer's client, for each burst of which the server is told to answer. */
    private record Answered(RigService service, int number, Workload client) implements Workload {
        @Override
        public String name() {
            return client.name();
        }

        @Override
        public int burstUnit() {
            return client.burstUnit();
        }

        @Override
        public void burst(int operations, Histogram samples) throws Exception {
            service.respond(number, operations);
            client.burst(operations, samples);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
