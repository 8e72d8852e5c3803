package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.Machine;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench throughput}: oneway calls, as many as go. */
@Command(
        name = "throughput",
        description = {
            "Sends oneway calls of 16, 64, 256 and 1024 bytes as fast as they go, beside a bare stream through shared memory,",
            "and then at half that rate, to see how late each arrives."
        },
        mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
    @Mixin
    private RigOptions options = new RigOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Option(
            names = "--peers",
            description = "Also stream through others: Aeron IPC, Chronicle Queue, Agrona's ring buffer, "
                    + "a Unix socket, a pipe.")
    private boolean peers;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "BYTES",
            defaultValue = "16,64,256,1024",
            description = "Sizes of the messages, out of these: ${DEFAULT-VALUE}.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--load",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Share of the highest rate at which latency is measured; 0 for none: ${DEFAULT-VALUE}.")
    private double load;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cpus cpus = options.check();
        check();
        Machine machine = Machine.describe(cpus, options.jvmFlags());
        Workers workers = options.workers(cpus, List.of(), load, report.directory("throughput"));
        List<CaseReport> rows = new ArrayList<>();
        for (int size : sizes) {
            for (RttCase stream : RttCase.streams(size, peers)) {
                System.err.println("measuring " + stream.label() + " ...");
                rows.add(workers.run(stream, options.strategyFor(stream)));
            }
        }
        report.write("Oneway calls between two processes", machine, rows, options.json());
        return 0;
    }

    private void check() {
        if (!RttCase.STREAM_SIZES.containsAll(sizes) || load < 0 || load >= 1) {
            throw options.wrong(new IllegalArgumentException("out of range: --sizes=" + sizes + " (out of "
                    + RttCase.STREAM_SIZES + "), --load=" + load + " (0 or more, below 1)"));
        }
    }
}
