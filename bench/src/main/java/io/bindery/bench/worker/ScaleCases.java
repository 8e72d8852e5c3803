package io.bindery.bench.worker;

import io.bindery.Limits;
import io.bindery.bench.baseline.BareCopy;
import io.bindery.bench.baseline.EpollBounce;
import io.bindery.bench.baseline.FutexBounce;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.SegmentBytes;
import io.bindery.bench.calls.SharedBytes;
import io.bindery.bench.rig.Bound;
import io.bindery.bench.rig.Paused;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.worker.RttCase.Placement;
import io.bindery.bench.worker.RttCase.WorkloadFactory;
import io.bindery.looper.WaitStrategy;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@code bench scale} that have a baseline in the same two processes: how sides wake, and how calls grow. */
public final class ScaleCases {
    /** Longer than a thread looks before it sleeps, shorter than a lane stays hot. */
    private static final long HOT_PAUSE_NS = 2_000_000;

    /** Longer than a lane stays hot. */
    private static final long COLD_PAUSE_NS = 300_000_000;

    private static final int HOT_BURST = 4;
    private static final int COLD_BURST = 1;
    private static final int HOT_ROUNDS = 100;
    private static final int COLD_ROUNDS = 40;

    /** So many doorbells ring before it is measured: the JVM compiles what runs some hundred times. */
    private static final int COLD_WARM_UP = 1_500;

    private static final int COPY_ROUNDS = 60;
    private static final Bound WAKING = Bound.ofP50(1.25);

    /** 80 % of the rate of a bare copy. */
    private static final Bound COPYING = Bound.ofP50(1 / 0.8);

    private static final String FOUR_LONGS = "typed sync call, four longs in, one out; ";

    /** How sides wake each other. */
    public static final List<RttCase> WAKES = List.of(
            waking(
                    "one-cpu",
                    WaitStrategy.ADAPTIVE,
                    new FutexBounce(),
                    Placement.ONE_CPU,
                    FOUR_LONGS + "both processes on one CPU"),
            paused(
                    "parked-hot",
                    WaitStrategy.ADAPTIVE,
                    new FutexBounce(),
                    HOT_PAUSE_NS,
                    FOUR_LONGS + "2 ms apart, both sides asleep in between; a caller looks a while for the reply"),
            paused(
                    "parked-hot-park",
                    WaitStrategy.PARK,
                    new FutexBounce(),
                    HOT_PAUSE_NS,
                    FOUR_LONGS + "2 ms apart, on contexts that never spin: a caller sleeps at once"),
            paused(
                    "parked-cold",
                    WaitStrategy.ADAPTIVE,
                    new EpollBounce(false),
                    COLD_PAUSE_NS,
                    FOUR_LONGS + "0.3 s apart, so that the server sleeps in epoll"),
            paused(
                    "parked-cold-hop",
                    WaitStrategy.ADAPTIVE,
                    new EpollBounce(true),
                    COLD_PAUSE_NS,
                    FOUR_LONGS + "as parked-cold, beside a bare path whose thread in epoll wakes a second one"));

    /** What names of cases begin with; the number of bytes follows. */
    public static final String PAYLOAD = "payload-";

    /** As {@link #PAYLOAD}, where shared memory takes the bytes. */
    public static final String SHARED_PAYLOAD = "payload-shared-";

    /** Calls by the size of their arguments, in bytes: in the ring, from 32 KiB on through a region. */
    public static final List<Integer> PAYLOADS = List.of(16, 256, 4096, 16_256, 65_536, 262_144, 1_000_000, 8_000_000);

    /** Bytes that shared memory takes. */
    public static final List<Integer> SHARED_PAYLOADS = List.of(16, 256, 4096, 65_536, 1_000_000, 16 << 20);

    private static final int LARGEST_PARCEL = 8 << 20;

    /** How calls grow with their arguments. */
    public static final List<RttCase> SIZES = Stream.concat(
                    PAYLOADS.stream().map(bytes -> payload(PAYLOAD + bytes, bytes, Bound.NONE)),
                    SHARED_PAYLOADS.stream().map(ScaleCases::sharedPayload))
            .toList();

    /** What the project demands of a large parcel. */
    public static final RttCase PARCEL_64K = payload("parcel-64k", 64 << 10, COPYING);

    /** All of them. */
    public static final List<RttCase> ALL =
            Stream.of(WAKES, SIZES, List.of(PARCEL_64K)).flatMap(List::stream).toList();

    private ScaleCases() {}

    private static RttCase payload(String label, int bytes, Bound bound) {
        return copied(
                label,
                bytes,
                (service, rig) -> new SegmentBytes(service, bytes),
                bound,
                "typed sync call, %,d bytes in as MemorySegment, summed up by the handler, a long out");
    }

    private static RttCase sharedPayload(int bytes) {
        return copied(
                SHARED_PAYLOAD + bytes,
                bytes,
                (service, rig) -> new SharedBytes(service, bytes),
                Bound.NONE,
                "%,d bytes copied into SharedMemory, a typed sync call that names it and whose handler sums them up");
    }

    private static RttCase copied(String label, int bytes, WorkloadFactory work, Bound bound, String note) {
        boolean large = bytes > Limits.DEFAULT.parcelBytes() && !label.startsWith(SHARED_PAYLOAD);
        RttCase all = RttCase.against(
                new BareCopy(bytes),
                label,
                work,
                bound,
                large ? List.of("-D" + WorkerOptions.PARCEL_BYTES_PROPERTY + "=" + LARGEST_PARCEL) : List.of(),
                note.formatted(bytes) + (large ? ", on contexts that allow parcels of 8 MiB" : ""));
        return new RttCase(
                all.label(),
                all.waitStrategy(),
                all.baseline(),
                all.baselineWork(),
                all.work(),
                all.bound(),
                all.jvmFlags(),
                all.placement(),
                COPY_ROUNDS,
                all.note());
    }

    private static RttCase paused(String label, WaitStrategy waitStrategy, Peer baseline, long pauseNs, String note) {
        boolean hot = pauseNs == HOT_PAUSE_NS;
        int burst = hot ? HOT_BURST : COLD_BURST;
        return new RttCase(
                label,
                waitStrategy,
                baseline.name(),
                (service, rig) -> Paused.warmedUp(rig.openAsleep(baseline), pauseNs, burst),
                (service, rig) -> {
                    if (!hot) {
                        FreshSessions.callEachOnce(rig.directory(), waitStrategy, COLD_WARM_UP);
                    }
                    return Paused.warmedUp(new FourLongs(service), pauseNs, burst);
                },
                WAKING,
                List.of(),
                Placement.TWO_CPUS,
                hot ? HOT_ROUNDS : COLD_ROUNDS,
                note);
    }

    private static RttCase waking(
            String label, WaitStrategy waitStrategy, Peer baseline, Placement placement, String note) {
        WorkloadFactory call = (service, rig) -> new FourLongs(service);
        return new RttCase(
                label,
                waitStrategy,
                baseline.name(),
                (service, rig) -> rig.openAsleep(baseline),
                call,
                WAKING,
                List.of(),
                placement,
                Integer.MAX_VALUE,
                note);
    }
}
