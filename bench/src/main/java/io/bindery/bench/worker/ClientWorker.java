package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.report.SampleLog;
import io.bindery.bench.rig.AdjacentBatches;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.Workload;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Measures one case in its main thread and leaves what it saw in two files. */
public final class ClientWorker {
    private ClientWorker() {}

    /** What the client is told in addition. */
    record Task(
            RttCase rttCase,
            int clientCpu,
            int serverCpu,
            long batchNs,
            int warmupRounds,
            int rounds,
            List<Integer> rates,
            double load,
            Path result) {
        static Task parse(List<String> arguments) {
            return new Task(
                    RttCase.named(arguments.get(0)).getFirst(),
                    Integer.parseInt(arguments.get(1)),
                    Integer.parseInt(arguments.get(2)),
                    Long.parseLong(arguments.get(3)),
                    Integer.parseInt(arguments.get(4)),
                    Integer.parseInt(arguments.get(5)),
                    Arrays.stream(arguments.get(6).split(",", -1))
                            .filter(rate -> !rate.isEmpty())
                            .map(Integer::valueOf)
                            .toList(),
                    Double.parseDouble(arguments.get(7)),
                    Path.of(arguments.get(8)));
        }

        /** The command line of a worker that is told {@code options} first. */
        List<String> after(WorkerOptions options) {
            List<String> arguments = new ArrayList<>(options.toArguments());
            arguments.addAll(List.of(
                    rttCase.label(),
                    Integer.toString(clientCpu),
                    Integer.toString(serverCpu),
                    Long.toString(batchNs),
                    Integer.toString(warmupRounds),
                    Integer.toString(rounds),
                    rates.stream().map(String::valueOf).collect(Collectors.joining(",")),
                    Double.toString(load),
                    result.toString()));
            return arguments;
        }

        Path samples() {
            return Path.of(result + ".hlog");
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        WorkerOptions options = WorkerOptions.parse(arguments);
        Task task = Task.parse(all.subList(WorkerOptions.COUNT, all.size()));
        Lifeline.endWithParent();
        try (BinderContext context = options.openContext()) {
            RigService service = RigServiceStub.asInterface(
                    ServiceManager.of(context).waitForService(RigServer.NAME, Duration.ofSeconds(10)));
            RigClient rig = new RigClient(service, options.home());
            rig.pin(task.clientCpu(), task.serverCpu());
            RttCase rttCase = task.rttCase();
            try (Workload baseline = rttCase.baselineWork().create(service, rig);
                    Workload work = rttCase.work().create(service, rig);
                    SampleLog log = SampleLog.create(task.samples())) {
                AdjacentBatches batches = rig.batches(baseline, work, task.batchNs());
                Measurement seen = batches.run(task.warmupRounds(), task.rounds());
                log.add(rttCase.baseline(), batches.baselineSamples());
                log.add(rttCase.label(), batches.workSamples());
                List<PacedRun> paced = new PacedRuns(rig, work, rttCase.label(), log)
                        .run(task.rates(), task.load(), seen.summary().workP50());
                new MeasurementFile(seen, service.servingThreads(), paced).write(task.result());
            }
        }
    }
}
