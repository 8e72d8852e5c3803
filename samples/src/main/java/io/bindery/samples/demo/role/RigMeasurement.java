package io.bindery.samples.demo.role;

import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.rig.Summary;
import io.bindery.samples.demo.api.RigFigures;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The latency rig between this process and the one that owns a service, for a few seconds. */
final class RigMeasurement {
    private static final long BATCH_NS = 10_000_000;
    private static final int WARM_UP_ROUNDS = 75;
    private static final int ROUNDS = 75;

    private RigMeasurement() {}

    /** Measures in a thread of its own, which is tied to a CPU. Returns {@link RigFigures#NONE} where there is but one. */
    static RigFigures run(RigService service) throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return RigFigures.NONE;
        }
        FutureTask<RigFigures> task = new FutureTask<>(() -> measure(service));
        Thread.ofPlatform().daemon().name("rig").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the latency rig failed: " + e.getCause(), e);
        }
    }

    private static RigFigures measure(RigService service) throws Exception {
        RigClient rig = new RigClient(service);
        Cpus cpus = Cpus.choose();
        rig.pin(cpus.client(), cpus.server());
        Summary summary = rig.measure(new Bounce(), new FourLongs(service), BATCH_NS, WARM_UP_ROUNDS, ROUNDS)
                .summary();
        return new RigFigures(summary.ratioP50(), summary.workP50(), summary.baselineP50());
    }
}
