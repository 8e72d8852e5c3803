package io.bindery.bench.worker;

import io.bindery.bench.calls.RigClient;
import io.bindery.bench.report.SampleLog;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.Samples;
import io.bindery.bench.rig.Stream;
import io.bindery.bench.rig.Workload;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Runs work at fixed rates.
 *
 * @param rig what runs it
 * @param work of which both ends are open
 * @param label what the logs call it
 * @param log takes the latencies
 */
record PacedRuns(RigClient rig, Workload work, String label, SampleLog log) {
    private static final double SECONDS = 1;

    /** The loop that paces is compiled anew, with all that it calls; with both CPUs taken, that takes a while. */
    private static final double WARM_UP_SECONDS = 1;

    /** Round trips at a higher share of their highest rate would not keep up, and say nothing. */
    private static final double MOST_LOAD = 0.8;

    /**
     * Round trips at each of {@code rates} that is not too much for them, and streams at a share of their highest rate.
     *
     * @param rates exchanges in a second
     * @param load share of a stream's highest rate; 0 for none
     * @param operationNs what an operation takes when one follows the other, in nanoseconds
     */
    List<PacedRun> run(List<Integer> rates, double load, double operationNs) throws Exception {
        List<PacedRun> runs = new ArrayList<>();
        for (int perSecond : work instanceof Stream ? List.<Integer>of() : rates) {
            if (perSecond * operationNs / 1e9 <= MOST_LOAD) {
                runs.add(roundTrips(perSecond));
            }
        }
        if (load > 0) {
            runs.add(stream(load * 1e9 / operationNs));
        }
        return runs;
    }

    private PacedRun roundTrips(int perSecond) throws Exception {
        Histogram latencies = Samples.create();
        rig.paced(work, perSecond, (int) Math.ceil(perSecond * WARM_UP_SECONDS), latencies);
        latencies.reset();
        int operations = (int) (perSecond * SECONDS);
        rig.paced(work, perSecond, operations, latencies);
        return logged(perSecond, operations, latencies);
    }

    private PacedRun stream(double perSecond) throws Exception {
        rig.pacedStream(work, perSecond, inUnits(perSecond * WARM_UP_SECONDS));
        int operations = inUnits(perSecond * SECONDS);
        return logged(perSecond, operations, rig.pacedStream(work, perSecond, operations));
    }

    private PacedRun logged(double perSecond, int operations, Histogram latencies) {
        log.add("%s@%.0f".formatted(label, perSecond), latencies);
        double tookMs = Math.max(1, latencies.getEndTimeStamp() - latencies.getStartTimeStamp());
        return new PacedRun(perSecond, operations / tookMs * 1000);
    }

    private static int inUnits(double operations) {
        return Math.max(1, (int) (operations / Workload.BURST_UNIT)) * Workload.BURST_UNIT;
    }
}
