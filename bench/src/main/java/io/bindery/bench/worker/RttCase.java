package io.bindery.bench.worker;

import io.bindery.bench.baseline.BareStream;
import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.OnewayStream;
import io.bindery.bench.calls.ReusedBytes;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.SegmentBytes;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Workload;
import io.bindery.looper.WaitStrategy;
import java.util.List;

/**
 * Something that {@code bench rtt} can measure.
 *
 * @param label its name
 * @param waitStrategy of the contexts of both sides, unless the command line says otherwise
 * @param baseline what it is held against
 * @param work makes the client's end
 * @param target highest ratio of the medians that the project allows itself; NaN for none
 * @param note what a reader of the row has to know
 */
public record RttCase(
        String label, WaitStrategy waitStrategy, Peer baseline, WorkloadFactory work, double target, String note) {
    /** All cases. */
    public static final List<RttCase> ALL = List.of(
            new RttCase(
                    "four-longs",
                    WaitStrategy.ADAPTIVE,
                    new Bounce(),
                    FourLongs::new,
                    1.5,
                    "typed sync call, four longs in, one out, with the caller's uid"),
            new RttCase(
                    "four-longs-spin",
                    WaitStrategy.SPIN,
                    new Bounce(),
                    FourLongs::new,
                    Double.NaN,
                    "the same, on contexts that never sleep"),
            new RttCase(
                    "bytes-256-segment",
                    WaitStrategy.ADAPTIVE,
                    new Bounce(),
                    SegmentBytes::new,
                    2.5,
                    "typed sync call, 256 bytes in as MemorySegment, summed up by the handler, a long out"),
            new RttCase(
                    "bytes-256-reused",
                    WaitStrategy.ADAPTIVE,
                    new Bounce(),
                    ReusedBytes::new,
                    2.5,
                    "typed sync call, 256 bytes in as @Reuse byte[], summed up by the handler, a long out"),
            new RttCase(
                    "oneway-64",
                    WaitStrategy.ADAPTIVE,
                    new BareStream(),
                    OnewayStream::new,
                    Double.NaN,
                    "typed oneway calls of 64 bytes, sustained, checked in order; times per message, means of bursts"));

    /** Makes the client's end of a case. */
    public interface WorkloadFactory {
        /** Makes a workload that calls {@code service}. */
        Workload create(RigService service) throws Exception;
    }

    /**
     * The case of that name; {@code bytes-256} stands for both of its rows.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static List<RttCase> named(String label) {
        List<RttCase> found = ALL.stream()
                .filter(candidate -> candidate.label.equals(label)
                        || (label.equals("bytes-256") && candidate.label.startsWith("bytes-256-")))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown case: name=" + label + ", known="
                    + ALL.stream().map(RttCase::label).toList());
        }
        return found;
    }

    @Override
    public String toString() {
        return label;
    }
}
