package io.bindery.bench.worker;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.CpuTimes;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.looper.WaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs cases, each in processes of its own, so that none is measured with code that was compiled for another.
 *
 * @param cpus where the two threads run
 * @param jvmFlags flags of all workers
 * @param batchNs length of a batch, in nanoseconds
 * @param warmupRounds rounds that are run first and forgotten
 * @param rounds rounds that count
 */
public record Workers(Cpus cpus, List<String> jvmFlags, long batchNs, int warmupRounds, int rounds) {
    /**
     * Measures one case.
     *
     * @throws IllegalStateException if a worker failed: a result was wrong, or a process died
     */
    public CaseReport run(RttCase rttCase, WaitStrategy waitStrategy) throws IOException, InterruptedException {
        String strategy = WaitStrategies.nameOf(waitStrategy);
        try (SharedDirectory directory = SharedDirectory.create()) {
            WorkerOptions options = new WorkerOptions(directory.path(), strategy);
            Path result = directory.path().resolve("measurement");
            ClientWorker.Task task =
                    new ClientWorker.Task(rttCase, cpus.client(), cpus.server(), batchNs, warmupRounds, rounds, result);
            Set<Integer> measured = Set.of(cpus.client(), cpus.server());
            CpuTimes before = CpuTimes.read(measured);
            measure(options, task);
            MeasurementFile seen = MeasurementFile.read(result);
            return new CaseReport(
                    rttCase.label(),
                    rttCase.baseline().name(),
                    rttCase.note(),
                    rttCase.target(),
                    strategy,
                    seen.servingThreads(),
                    CpuTimes.read(measured).stealPercentSince(before),
                    seen.measurement());
        }
    }

    private void measure(WorkerOptions options, ClientWorker.Task task) throws IOException, InterruptedException {
        try (WorkerProcess server = start(ServerWorker.class, options, List.of())) {
            server.awaitReady();
            try (WorkerProcess idle = start(IdleWorker.class, options, List.of())) {
                idle.awaitReady();
                try (WorkerProcess client = start(ClientWorker.class, options, task.toArguments())) {
                    // A client whose server is gone would notice by itself, but not tell why.
                    client.closeWhenEnds(server);
                    client.awaitSuccess();
                }
            }
        }
    }

    private WorkerProcess start(Class<?> main, WorkerOptions options, List<String> more) throws IOException {
        return WorkerProcess.start(
                main,
                jvmFlags,
                Stream.concat(options.toArguments().stream(), more.stream()).toList());
    }
}
