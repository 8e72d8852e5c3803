package io.bindery.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AdjacentBatchesTest {
    private static final long BATCH_NS = 1_000_000;

    private final List<String> batches = new ArrayList<>();

    @Test
    void shouldAlternateBetweenBaselineAndWork() throws Exception {
        Scripted baseline = new Scripted("baseline", 100_000);
        Scripted work = new Scripted("work", 140_000);

        Measurement seen = new AdjacentBatches(baseline, work, new NoAllocation(), BATCH_NS).run(2, 5);

        assertThat(batches)
                .containsExactly(
                        "baseline",
                        "work",
                        "baseline",
                        "work",
                        "baseline",
                        "work",
                        "baseline",
                        "work",
                        "baseline",
                        "work",
                        "baseline",
                        "work",
                        "baseline",
                        "work");
        assertThat(seen.rounds()).hasSize(5);
        assertThat(seen.summary().ratioP50()).isBetween(1.39, 1.41);
        assertThat(seen.clockNs()).isPositive();
    }

    @Test
    void shouldCountTheOperationsOfMeasuredRoundsOnly() throws Exception {
        Scripted work = new Scripted("work", 140_000);

        Measurement seen =
                new AdjacentBatches(new Scripted("baseline", 100_000), work, new NoAllocation(), BATCH_NS).run(0, 3);

        assertThat(seen.operations()).isEqualTo(work.operations);
        assertThat(seen.operations() % Workload.BURST_UNIT).isZero();
    }

    @Test
    void shouldSeeWhatTheMeasuringThreadAllocates() throws Exception {
        Workload wasteful = new Workload() {
            private byte[] kept = {};

            @Override
            public String name() {
                return "wasteful";
            }

            @Override
            public void burst(int operations, Histogram samples) {
                for (int i = 0; i < operations; i++) {
                    kept = new byte[1000];
                    samples.recordValue(kept.length);
                }
            }
        };
        Measurement thrifty = new AdjacentBatches(
                        new Scripted("baseline", 1), new Scripted("work", 1), new NoAllocation(), BATCH_NS)
                .run(50, 20);
        Measurement seen =
                new AdjacentBatches(new Scripted("baseline", 1), wasteful, new NoAllocation(), BATCH_NS).run(0, 3);

        assertThat(seen.clientBytesPerOperation()).isBetween(1000.0, 1100.0);
        assertThat(thrifty.clientBytesPerOperation()).isBetween(0.0, 10.0);
    }

    @Test
    void shouldEndWhenAWorkloadFindsAWrongResult() {
        Workload broken = new Workload() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void burst(int operations, Histogram samples) {
                throw new IllegalStateException("wrong sum: expected=1, returned=2");
            }
        };

        assertThatThrownBy(() -> new AdjacentBatches(new Scripted("baseline", 1), broken, new NoAllocation(), BATCH_NS)
                        .run(1, 1))
                .hasMessageContaining("wrong sum");
    }

    /** Claims that every operation took the same time. */
    private final class Scripted implements Workload {
        private final String name;
        private final long samplePs;
        private long operations;

        Scripted(String name, long samplePs) {
            this.name = name;
            this.samplePs = samplePs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void burst(int count, Histogram samples) {
            operations += count;
            if (batches.isEmpty() || !batches.getLast().equals(name)) {
                batches.add(name);
            }
            samples.recordValueWithCount(samplePs, count);
        }
    }

    private static final class NoAllocation implements AdjacentBatches.ServerAllocation {
        @Override
        public long servingThreadBytes() {
            return 0;
        }

        @Override
        public long processBytes() {
            return 0;
        }
    }
}
