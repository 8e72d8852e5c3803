package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.rig.Samples;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.worker.WorkerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Several threads or processes call one service as fast as they can. Nothing is pinned. */
final class Calling {
    private static final int[] COUNTS = {1, 2, 3, 4, 6, 8};
    private static final int MS = 1500;
    private static final int WARM_UP_MS = 1500;

    private final Stage stage;

    Calling(Stage stage) {
        this.stage = stage;
    }

    List<Row> threads() throws Exception {
        try (WorkerProcess _ = stage.startServer();
                BinderContext context = stage.options().openContext();
                ExecutorService pool = Executors.newCachedThreadPool()) {
            RigService service = stage.service(context);
            threads(service, pool, 2, stage.scaled(WARM_UP_MS));
            List<Row> rows = new ArrayList<>();
            for (int count : COUNTS) {
                threads(service, pool, count, stage.scaled(MS) / 4);
                rows.add(row(count, threads(service, pool, count, stage.scaled(MS)), stage.scaled(MS)));
            }
            return rows;
        }
    }

    private static Histogram threads(RigService service, ExecutorService pool, int count, long ms) throws Exception {
        List<Future<Histogram>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(pool.submit(() -> CallerWorker.callFor(new FourLongs(service), ms * 1_000_000)));
        }
        Histogram all = Samples.create();
        for (Future<Histogram> thread : running) {
            all.add(thread.get());
        }
        return all;
    }

    List<Row> processes() throws Exception {
        List<WorkerProcess> callers = new ArrayList<>();
        try (WorkerProcess _ = stage.startServer()) {
            List<Row> rows = new ArrayList<>();
            for (int count : COUNTS) {
                while (callers.size() < count) {
                    WorkerProcess caller = stage.start(CallerWorker.class);
                    callers.add(caller);
                    caller.ask(Integer.toString(stage.scaled(WARM_UP_MS)));
                }
                processes(callers, stage.scaled(MS) / 4);
                rows.add(row(count, processes(callers, stage.scaled(MS)), stage.scaled(MS)));
            }
            return rows;
        } finally {
            callers.forEach(WorkerProcess::close);
        }
    }

    private static Histogram processes(List<WorkerProcess> callers, int ms) throws Exception {
        for (WorkerProcess caller : callers) {
            caller.tell(Integer.toString(ms));
        }
        Histogram all = Samples.create();
        for (WorkerProcess caller : callers) {
            all.add(CallerWorker.decoded(caller.awaitAnswer()));
        }
        return all;
    }

    private static Row row(int count, Histogram samples, double ms) {
        return new Row(
                Integer.toString(count),
                List.of(
                        samples.getTotalCount() * 1000 / ms,
                        samples.getValueAtPercentile(50) / Samples.PS_PER_NS,
                        samples.getValueAtPercentile(99) / Samples.PS_PER_NS,
                        samples.getValueAtPercentile(99.9) / Samples.PS_PER_NS,
                        samples.getMaxValue() / Samples.PS_PER_NS));
    }
}
