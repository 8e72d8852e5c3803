package io.bindery.bench.rig;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The measuring loop: a batch of the baseline, a batch of the work, and so on, each as long as {@code batchNs}.
 *
 * <p>A batch is made of bursts of about a quarter of a millisecond, whose length follows the speed seen. A server that
 * answers a burst of the baseline is busy no longer than that, so that nothing in its process takes it for stuck.
 */
public final class AdjacentBatches {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long BURST_NS = 250_000;
    private static final int MAX_BURST = 1 << 16;
    private final Paced baseline;
    private final Paced work;
    private final ServerAllocation server;
    private final long batchNs;
    private final Histogram baselineSamples = Samples.create();
    private final Histogram workSamples = Samples.create();

    /** Tells what the server's side has allocated so far, in bytes; asked between batches only. */
    public interface ServerAllocation {
        /** Bytes allocated by the thread that serves the work. */
        long servingThreadBytes() throws Exception;

        /** Bytes allocated by all threads of the process. */
        long processBytes() throws Exception;
    }

    /** Sets up the loop; {@code batchNs} is the length of a batch in nanoseconds. */
    public AdjacentBatches(Workload baseline, Workload work, ServerAllocation server, long batchNs) {
        this.baseline = new Paced(baseline);
        this.work = new Paced(work);
        this.server = server;
        this.batchNs = batchNs;
    }

    /**
     * Runs in the calling thread.
     *
     * @param warmupRounds rounds that are run and forgotten
     * @param rounds rounds that count
     * @throws Exception if a workload failed, or found a wrong result
     */
    public Measurement run(int warmupRounds, int rounds) throws Exception {
        for (int i = 0; i < warmupRounds; i++) {
            baseline.batch(batchNs);
            work.batch(batchNs);
            server.servingThreadBytes();
        }
        baselineSamples.reset();
        workSamples.reset();
        long beganMs = System.currentTimeMillis();
        List<Round> measured = new ArrayList<>(rounds);
        long operations = 0;
        long clientBytes = 0;
        long serverBytes = 0;
        long clientProcessBefore = THREADS.getTotalThreadAllocatedBytes();
        long serverProcessBefore = server.processBytes();
        long beganNs = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            baseline.batch(batchNs);
            baselineSamples.add(baseline.samples);
            double baselineP50 = baseline.p50();
            double baselineP99 = baseline.p99();
            long serverBefore = server.servingThreadBytes();
            long clientBefore = THREADS.getCurrentThreadAllocatedBytes();
            operations += work.batch(batchNs);
            clientBytes += THREADS.getCurrentThreadAllocatedBytes() - clientBefore;
            serverBytes += server.servingThreadBytes() - serverBefore;
            workSamples.add(work.samples);
            measured.add(new Round(baselineP50, baselineP99, work.p50(), work.p99()));
        }
        long tookNs = System.nanoTime() - beganNs;
        for (Histogram samples : List.of(baselineSamples, workSamples)) {
            samples.setStartTimeStamp(beganMs);
            samples.setEndTimeStamp(System.currentTimeMillis());
        }
        long processBytes = THREADS.getTotalThreadAllocatedBytes()
                - clientProcessBefore
                + server.processBytes()
                - serverProcessBefore;
        return new Measurement(
                List.copyOf(measured),
                operations,
                (double) clientBytes / operations,
                (double) serverBytes / operations,
                (processBytes - clientBytes - serverBytes) * 1e9 / tookNs,
                Clock.costNs());
    }

    /** All samples of the baseline in the rounds that counted, in picoseconds. */
    public Histogram baselineSamples() {
        return baselineSamples;
    }

    /** All samples of the work in the rounds that counted, in picoseconds. */
    public Histogram workSamples() {
        return workSamples;
    }

    /** A workload, the length of its bursts, and the samples of its batch. */
    private static final class Paced {
        private final Workload workload;
        private final Histogram samples = Samples.create();
        private int burst;

        Paced(Workload workload) {
            this.workload = workload;
            this.burst = workload.burstUnit();
        }

        /** Runs bursts until the time is over; returns how many operations that were. */
        long batch(long batchNs) throws Exception {
            samples.reset();
            long operations = 0;
            long startNs = System.nanoTime();
            for (long beganNs = startNs; beganNs - startNs < batchNs; ) {
                workload.burst(burst, samples);
                operations += burst;
                long endedNs = System.nanoTime();
                adapt(endedNs - beganNs);
                beganNs = endedNs;
            }
            return operations;
        }

        private void adapt(long tookNs) {
            if (tookNs < BURST_NS) {
                burst = Math.min(MAX_BURST, units(burst + (burst >> 2)));
            } else if (tookNs > 2 * BURST_NS) {
                burst = units(burst >> 1);
            }
        }

        private int units(int operations) {
            int unit = workload.burstUnit();
            return Math.max(unit, (operations + unit - 1) / unit * unit);
        }

        double p50() {
            return Quantiles.of(samples, 0.5) / 1000;
        }

        double p99() {
            return Quantiles.of(samples, 0.99) / 1000;
        }
    }
}
