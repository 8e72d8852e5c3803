package io.bindery.bench.worker;

import io.bindery.bench.baseline.BareStream;
import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.OnewayStream;
import io.bindery.bench.calls.ReusedBytes;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.SegmentBytes;
import io.bindery.bench.calls.SharedMegabyte;
import io.bindery.bench.peers.AeronOneway;
import io.bindery.bench.peers.Peers;
import io.bindery.bench.rig.Bound;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Workload;
import io.bindery.looper.WaitStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that the rig can measure between two processes.
 *
 * @param label its name
 * @param waitStrategy of the contexts of both sides, unless the command line says otherwise
 * @param baseline what it is held against
 * @param baselineWork makes the client's end of that
 * @param work makes the client's end
 * @param bound what the project demands of itself
 * @param jvmFlags flags of the two processes, beside those that a user of Bindery needs
 * @param placement on which CPUs the two processes run
 * @param mostRounds how many rounds are enough, whatever the command line says
 * @param note what a reader of the row has to know
 */
public record RttCase(
        String label,
        WaitStrategy waitStrategy,
        String baseline,
        WorkloadFactory baselineWork,
        WorkloadFactory work,
        Bound bound,
        List<String> jvmFlags,
        Placement placement,
        int mostRounds,
        String note) {
    /** On which CPUs two processes run. */
    public enum Placement {
        /** The measured threads have one each; all others run where the kernel wants. */
        TWO_CPUS,
        /** Both processes have a single one, and know of no other. */
        ONE_CPU,
        /** As {@link #TWO_CPUS}; and the two are connected by a pair of pipes, as their descriptors 8 and 9. */
        TWO_CPUS_PIPED
    }

    private static final int ALL_ROUNDS = Integer.MAX_VALUE;

    /** Sizes of the messages that are streamed, in bytes. */
    public static final List<Integer> STREAM_SIZES = List.of(16, 64, 256, 1024);

    private static final String AGAINST_AERON = "-vs-aeron";

    /** Bindery's calls. */
    public static final List<RttCase> CALLS = List.of(
            call(
                    "four-longs",
                    WaitStrategy.ADAPTIVE,
                    FourLongs::new,
                    new Bound(1.5, 3),
                    "typed sync call, four longs in, one out, with the caller's uid"),
            call(
                    "four-longs-spin",
                    WaitStrategy.SPIN,
                    FourLongs::new,
                    Bound.NONE,
                    "the same, on contexts that never sleep"),
            call(
                    "bytes-256-segment",
                    WaitStrategy.ADAPTIVE,
                    service -> new SegmentBytes(service, 256),
                    Bound.ofP50(2.5),
                    "typed sync call, 256 bytes in as MemorySegment, summed up by the handler, a long out"),
            call(
                    "bytes-256-reused",
                    WaitStrategy.ADAPTIVE,
                    ReusedBytes::new,
                    Bound.ofP50(2.5),
                    "typed sync call, 256 bytes in as @Reuse byte[], summed up by the handler, a long out"),
            oneway(64));

    /** A large message that is named and not copied, held against a short one. */
    public static final RttCase SHARED_1M = new RttCase(
            "shared-1m",
            WaitStrategy.ADAPTIVE,
            "four-longs",
            (service, rig) -> new FourLongs(service),
            (service, rig) -> new SharedMegabyte(service),
            Bound.ofP50(2),
            List.of(),
            Placement.TWO_CPUS,
            ALL_ROUNDS,
            "typed sync call that names 1 MiB of SharedMemory, which neither side touches, and a long; a long out");

    /** Bindery's oneway calls beside Aeron's stream: Bindery has to be faster by half. */
    public static final RttCase ONEWAY_AGAINST_AERON = onewayAgainstAeron(64, Bound.ofP50(1 / 1.5));

    /** Others that do the work of {@code four-longs}. */
    public static final List<RttCase> PEERS =
            Peers.roundTrips().stream().map(RttCase::peer).toList();

    /** Makes the client's end of a case. */
    public interface WorkloadFactory {
        /** Makes a workload that calls {@code service}, or that {@code rig} opens. */
        Workload create(RigService service, RigClient rig) throws Exception;
    }

    /** All that {@code bench rtt} knows. No constant: those of {@link TransportCases} are made of this class. */
    public static List<RttCase> all() {
        return Stream.of(CALLS, List.of(SHARED_1M, ONEWAY_AGAINST_AERON), PEERS, TransportCases.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** Streams of messages of one size, of Bindery and, if wanted, of all that it is compared with. */
    public static List<RttCase> streams(int bytes, boolean withPeers) {
        List<RttCase> cases = new ArrayList<>(List.of(oneway(bytes)));
        if (withPeers) {
            cases.add(bytes == 64 ? ONEWAY_AGAINST_AERON : onewayAgainstAeron(bytes, Bound.NONE));
            Peers.streams().forEach(peer -> cases.add(streamPeer(peer, bytes)));
        }
        return cases;
    }

    /**
     * The case of that name; {@code bytes-256} stands for both of its rows.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static List<RttCase> named(String label) {
        if (label.equals("bytes-256")) {
            return CALLS.stream()
                    .filter(candidate -> candidate.label.startsWith(label))
                    .toList();
        }
        return Stream.of(
                        all().stream(),
                        STREAM_SIZES.stream().flatMap(bytes -> streams(bytes, true).stream()),
                        ScaleCases.ALL.stream())
                .flatMap(cases -> cases)
                .filter(candidate -> candidate.label.equals(label))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new IllegalArgumentException("unknown case: name=" + label + ", known="
                        + all().stream().map(RttCase::label).toList()));
    }

    /** A case with default options, held against a peer whose server's end is told when to answer. */
    static RttCase against(
            Peer baseline, String label, WorkloadFactory work, Bound bound, List<String> jvmFlags, String note) {
        return new RttCase(
                label,
                WaitStrategy.ADAPTIVE,
                baseline.name(),
                (service, rig) -> rig.open(baseline),
                work,
                bound,
                jvmFlags,
                Placement.TWO_CPUS,
                ALL_ROUNDS,
                note);
    }

    RttCase with(WaitStrategy other) {
        return new RttCase(label, other, baseline, baselineWork, work, bound, jvmFlags, placement, mostRounds, note);
    }

    RttCase with(Placement other) {
        return new RttCase(label, waitStrategy, baseline, baselineWork, work, bound, jvmFlags, other, mostRounds, note);
    }

    private static RttCase call(
            String label, WaitStrategy waitStrategy, CallFactory factory, Bound bound, String note) {
        return against(new Bounce(), label, (service, rig) -> factory.create(service), bound, List.of(), note)
                .with(waitStrategy);
    }

    private static RttCase oneway(int bytes) {
        return against(
                new BareStream(),
                "oneway-" + bytes,
                (service, rig) -> new OnewayStream(service),
                Bound.NONE,
                List.of(messageBytes(bytes)),
                "typed oneway calls of " + onewayArguments(bytes)
                        + ", sustained, checked in order; times per message, means of bursts");
    }

    private static RttCase onewayAgainstAeron(int bytes, Bound bound) {
        Peer aeron = new AeronOneway();
        return against(
                aeron,
                "oneway-" + bytes + AGAINST_AERON,
                (service, rig) -> new OnewayStream(service),
                bound,
                Stream.concat(Stream.of(messageBytes(bytes)), aeron.jvmFlags().stream())
                        .toList(),
                "the same, held against Aeron IPC, an exclusive publication and claims");
    }

    private static RttCase peer(Peer peer) {
        return against(
                new Bounce(),
                peer.name(),
                (service, rig) -> rig.open(peer),
                Bound.NONE,
                peer.jvmFlags(),
                "four longs to the other process, their sum back");
    }

    private static RttCase streamPeer(Peer peer, int bytes) {
        return against(
                new BareStream(),
                peer.name() + "-" + bytes,
                (service, rig) -> rig.open(peer),
                Bound.NONE,
                Stream.concat(Stream.of(messageBytes(bytes)), peer.jvmFlags().stream())
                        .toList(),
                "messages of " + bytes + " bytes, sustained, checked in order; times per message, means of bursts");
    }

    private static String onewayArguments(int bytes) {
        return switch (bytes) {
            case 16 -> "two longs";
            case 64 -> "eight longs";
            default -> "a MemorySegment of " + bytes + " bytes";
        };
    }

    private static String messageBytes(int bytes) {
        return "-D" + StreamMessage.BYTES_PROPERTY + "=" + bytes;
    }

    private interface CallFactory {
        Workload create(RigService service) throws Exception;
    }

    @Override
    public String toString() {
        return label;
    }
}
