package io.bindery.bench.worker;

import io.bindery.bench.peers.Pipe;
import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.CpuTimes;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.PacedReport;
import io.bindery.bench.report.SampleLog;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.worker.RttCase.Placement;
import io.bindery.bench.worker.WorkerProcess.Launch;
import io.bindery.looper.WaitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases, each in processes of its own, so that none is measured with code that was compiled for another.
 *
 * @param cpus where the two threads run
 * @param jvmFlags flags of all workers
 * @param batchNs length of a batch, in nanoseconds
 * @param warmupRounds rounds that are run first and forgotten
 * @param rounds rounds that count
 * @param rates rates at which round trips are run in addition, per second
 * @param load share of its highest rate at which a stream is run in addition; 0 for none
 * @param logs directory that keeps the samples, a log per case; null for none
 */
public record Workers(
        Cpus cpus,
        List<String> jvmFlags,
        long batchNs,
        int warmupRounds,
        int rounds,
        List<Integer> rates,
        double load,
        @Nullable Path logs) {
    /** One round in four is enough to warm up where rounds are long. */
    private static final int WARM_UP_SHARE = 4;

    /**
     * Measures one case.
     *
     * @throws IllegalStateException if a worker failed: a result was wrong, or a process died
     */
    public CaseReport run(RttCase rttCase, WaitStrategy waitStrategy) throws IOException, InterruptedException {
        String strategy = WaitStrategies.nameOf(waitStrategy);
        try (SharedDirectory directory = SharedDirectory.create()) {
            WorkerOptions options = new WorkerOptions(directory.path(), strategy);
            ClientWorker.Task task = new ClientWorker.Task(
                    rttCase,
                    cpus.client(),
                    serverCpu(rttCase),
                    batchNs,
                    Math.min(warmupRounds, rttCase.mostRounds() / WARM_UP_SHARE),
                    Math.min(rounds, rttCase.mostRounds()),
                    rates,
                    load,
                    directory.path().resolve("measurement"));
            Set<Integer> measured = new HashSet<>(List.of(cpus.client(), serverCpu(rttCase)));
            CpuTimes before = CpuTimes.read(measured);
            measure(options, task);
            double steal = CpuTimes.read(measured).stealPercentSince(before);
            return report(task, strategy, steal);
        }
    }

    private int serverCpu(RttCase rttCase) {
        return rttCase.placement() == Placement.ONE_CPU ? cpus.client() : cpus.server();
    }

    private CaseReport report(ClientWorker.Task task, String strategy, double stealPercent) throws IOException {
        RttCase rttCase = task.rttCase();
        MeasurementFile seen = MeasurementFile.read(task.result());
        Map<String, Histogram> samples = SampleLog.read(task.samples());
        keep(rttCase, task.samples());
        List<Histogram> inOrder = List.copyOf(samples.values());
        List<PacedReport> paced = new ArrayList<>();
        for (PacedRun run : seen.paced()) {
            paced.add(new PacedReport(run, inOrder.get(2 + paced.size())));
        }
        return new CaseReport(
                rttCase.label(),
                rttCase.baseline(),
                rttCase.note(),
                rttCase.bound(),
                strategy,
                rttCase.jvmFlags(),
                seen.servingThreads(),
                stealPercent,
                seen.measurement(),
                inOrder.get(0),
                inOrder.get(1),
                paced);
    }

    private void keep(RttCase rttCase, Path samples) throws IOException {
        Path kept = logs;
        if (kept != null) {
            Files.copy(samples, kept.resolve(rttCase.label() + ".hlog"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void measure(WorkerOptions options, ClientWorker.Task task) throws IOException, InterruptedException {
        RttCase rttCase = task.rttCase();
        List<String> flags = flags(rttCase.jvmFlags());
        Launch measured = new Launch(launchPrefix(rttCase, options.home(), false), flags);
        Launch serving = new Launch(launchPrefix(rttCase, options.home(), true), flags);
        Launch beside = new Launch(List.of(), jvmFlags);
        try (WorkerProcess server = WorkerProcess.start(ServerWorker.class, serving, options.toArguments())) {
            server.awaitReady();
            try (WorkerProcess idle = WorkerProcess.start(IdleWorker.class, beside, options.toArguments())) {
                idle.awaitReady();
                try (WorkerProcess client = WorkerProcess.start(ClientWorker.class, measured, task.after(options))) {
                    // A client whose server is gone would notice by itself, but not tell why.
                    client.closeWhenEnds(server);
                    client.awaitSuccess();
                }
            }
        }
    }

    private List<String> launchPrefix(RttCase rttCase, Path home, boolean server) throws IOException {
        return switch (rttCase.placement()) {
            case TWO_CPUS -> List.of();
            case ONE_CPU -> List.of("taskset", "-c", Integer.toString(cpus.client()));
            case TWO_CPUS_PIPED -> {
                Path requests = pipe(home.resolve("pipe-requests"));
                Path replies = pipe(home.resolve("pipe-replies"));
                // Both directions of each are opened, so that neither end waits for the other.
                yield List.of(
                        "sh",
                        "-c",
                        "in=$1 out=$2; shift 2; exec \"$@\" 8<>\"$in\" 9<>\"$out\"",
                        "sh",
                        (server ? requests : replies).toString(),
                        (server ? replies : requests).toString());
            }
        };
    }

    private static Path pipe(Path path) throws IOException {
        return Files.exists(path) ? path : Pipe.makePipe(path);
    }

    private List<String> flags(List<String> more) {
        return Stream.concat(jvmFlags.stream(), more.stream()).toList();
    }
}
