package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.rig.AdjacentBatches;
import io.bindery.bench.rig.Round;
import io.bindery.bench.rig.Summary;
import io.bindery.bench.rig.Workload;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.worker.WorkerProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * One client calls beside more and more sessions that were used once: all in the same two processes, so that the code which
 * is measured is the same. Without any session first and last, since the code gets faster for a while.
 */
final class IdleSessions {
    private static final int[] COUNTS = {0, 10, 100, 1000};
    private static final long BATCH_NS = 10_000_000;
    private static final int WARM_UP_ROUNDS = 150;
    private static final int ROUNDS = 60;
    private static final int QUIET_MS = 1000;
    private static final int IDLE_MS = 3000;

    private final Stage stage;

    IdleSessions(Stage stage) {
        this.stage = stage;
    }

    /** What was seen with a number of sessions. */
    private record Seen(
            int count,
            List<Round> busy,
            double openUs,
            double serverCpu,
            double holderCpu,
            long shared,
            long present,
            int fds) {}

    List<Row> run() throws Exception {
        try (WorkerProcess server = stage.startServer();
                WorkerProcess holder = stage.start(SessionsWorker.class);
                BinderContext context = stage.options().openContext()) {
            RigService service = stage.service(context);
            RigClient rig = new RigClient(service, stage.options().home());
            double bareJvm = cpuPercent(new ProcessFigures(holder.pid()));
            rig.pin(stage.clientCpu(), stage.serverCpu());
            try (Workload baseline = rig.open(new Bounce())) {
                AdjacentBatches batches = rig.batches(baseline, new FourLongs(service), BATCH_NS);
                batches.run(stage.scaled(WARM_UP_ROUNDS), 1);
                List<Seen> seen = new ArrayList<>();
                int before = 0;
                for (int usual : COUNTS) {
                    int count = usual == 0 ? 0 : stage.scaled(usual);
                    seen.add(look(before, count, batches, server, holder));
                    before = count;
                }
                holder.ask("0");
                List<Round> none = new ArrayList<>(seen.getFirst().busy());
                none.addAll(rounds(batches));
                return rows(seen, Summary.of(none), bareJvm);
            }
        }
    }

    private Seen look(int before, int count, AdjacentBatches batches, WorkerProcess server, WorkerProcess holder)
            throws Exception {
        double openNs = Double.parseDouble(holder.ask(Integer.toString(count)));
        List<Round> busy = rounds(batches);
        ProcessFigures serverFigures = new ProcessFigures(server.pid());
        ProcessFigures holderFigures = new ProcessFigures(holder.pid());
        // All sessions are quiet now, the measured one, too: it is cold when a fifth of a second is over.
        Thread.sleep(stage.scaled(QUIET_MS));
        long serverBefore = serverFigures.cpuNs();
        long holderBefore = holderFigures.cpuNs();
        long startNs = System.nanoTime();
        Thread.sleep(stage.scaled(IDLE_MS));
        double tookNs = System.nanoTime() - startNs;
        return new Seen(
                count,
                busy,
                count == before ? Double.NaN : openNs / 1000 / (count - before),
                100 * (serverFigures.cpuNs() - serverBefore) / tookNs,
                100 * (holderFigures.cpuNs() - holderBefore) / tookNs,
                serverFigures.sharedBytes() + holderFigures.sharedBytes(),
                serverFigures.presentBytes(),
                serverFigures.descriptors());
    }

    private List<Round> rounds(AdjacentBatches batches) throws Exception {
        return batches.run(stage.scaled(ROUNDS) / 4, stage.scaled(ROUNDS)).rounds();
    }

    private double cpuPercent(ProcessFigures process) throws Exception {
        long before = process.cpuNs();
        long startNs = System.nanoTime();
        Thread.sleep(stage.scaled(IDLE_MS));
        return 100.0 * (process.cpuNs() - before) / (System.nanoTime() - startNs);
    }

    private static List<Row> rows(List<Seen> seen, Summary without, double bareJvm) {
        Seen none = seen.getFirst();
        List<Row> rows = new ArrayList<>();
        for (Seen row : seen) {
            Summary busy = Summary.of(row.busy());
            double sessions = row.count() == 0 ? Double.NaN : row.count();
            rows.add(new Row(
                    Integer.toString(row.count()),
                    List.of(
                            busy.ratioP50(),
                            busy.ratioTo(without),
                            busy.workP50(),
                            row.serverCpu(),
                            row.holderCpu(),
                            bareJvm,
                            (row.shared() - none.shared()) / sessions,
                            (row.present() - none.present()) / sessions,
                            (row.fds() - none.fds()) / sessions,
                            row.openUs())));
        }
        return rows;
    }
}
