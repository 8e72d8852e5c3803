package io.bindery.bench.worker;

import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.peers.ChronicleQueuePeer;
import io.bindery.bench.peers.PipeNonblocking;
import io.bindery.bench.peers.UnixNonblocking;
import io.bindery.bench.rig.Bound;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.transport.BareSignal;
import io.bindery.bench.transport.Ends;
import io.bindery.bench.worker.RttCase.Placement;
import io.bindery.bench.worker.RttCase.WorkloadFactory;
import java.util.List;

/** Calls over transports other than shared memory, each beside its kernel object bare, between the same two processes. */
public final class TransportCases {
    /** Of the labels; what follows is the scheme. */
    private static final String PREFIX = "over-";

    /** What the project demands of itself. */
    private static final Bound BOUND = Bound.ofP50(1.3);

    static final List<RttCase> ALL = List.of(
            over(
                    "unix",
                    new UnixNonblocking(),
                    (service, rig) -> new FourLongs(Ends.connect("unix", rig)),
                    Placement.TWO_CPUS,
                    "four-longs over a Unix socket, held against a non-blocking ping-pong over one"),
            over(
                    "pipe",
                    new PipeNonblocking(),
                    (service, rig) -> new FourLongs(Ends.connect("pipe", rig)),
                    Placement.TWO_CPUS_PIPED,
                    "four-longs over a pair of pipes, held against a non-blocking ping-pong over one"),
            over(
                    "signal",
                    new BareSignal(),
                    (service, rig) -> Ends.signals("signal", rig),
                    Placement.TWO_CPUS,
                    "a @Signal method there, another back, held against kill and the JVM's handlers"),
            over(
                    "chronicle",
                    new ChronicleQueuePeer(),
                    (service, rig) -> Ends.queues("chronicle", rig),
                    Placement.TWO_CPUS,
                    "oneway calls over two queues, four longs there, their sum back, held against two queues"));

    private TransportCases() {}

    /**
     * The case of a transport.
     *
     * @throws IllegalArgumentException if there is none for that scheme
     */
    public static RttCase over(String scheme) {
        return ALL.stream()
                .filter(each -> each.label().equals(PREFIX + scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown transport: name=" + scheme + ", known="
                        + ALL.stream()
                                .map(each -> each.label().substring(PREFIX.length()))
                                .toList()));
    }

    private static RttCase over(String scheme, Peer baseline, WorkloadFactory work, Placement placement, String note) {
        return RttCase.against(baseline, PREFIX + scheme, work, BOUND, baseline.jvmFlags(), note)
                .with(placement);
    }
}
