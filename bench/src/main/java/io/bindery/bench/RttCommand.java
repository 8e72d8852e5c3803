package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.Machine;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.TransportCases;
import io.bindery.bench.worker.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench rtt}: calls between two processes, held against the bare exchange of cache lines. */
@Command(
        name = "rtt",
        description = {
            "Times calls between two processes, in batches that alternate with a baseline between the same two threads.",
            "What counts is the ratio of neighbours; absolute times change with the machine's mood."
        },
        mixinStandardHelpOptions = true)
final class RttCommand implements Callable<Integer> {
    private static final double NO_STREAMS = 0;

    @Mixin
    private RigOptions options = new RigOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "CASE",
            defaultValue = "four-longs,four-longs-spin,bytes-256,oneway-64",
            description = "Which cases to run: ${DEFAULT-VALUE}.")
    private List<String> cases = List.of();

    @Option(
            names = "--peers",
            description =
                    "Also run others that do the work of four-longs, in the same way: Aeron IPC, Chronicle Queue, "
                            + "Agrona's ring buffer, Unix sockets, pipes, gRPC, D-Bus; and oneway-64 beside Aeron IPC.")
    private boolean peers;

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Instead, calls over other transports, each beside its kernel object bare: unix, pipe, signal,"
                            + " chronicle.")
    private List<String> transports = List.of();

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description = "Also run each case open loop, at so many calls per second, for a second: as 10000,100000.")
    private List<Integer> rates = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cpus cpus = options.check();
        List<RttCase> chosen = chosen();
        Machine machine = Machine.describe(cpus, options.jvmFlags());
        Workers workers = options.workers(cpus, rates, NO_STREAMS, report.directory("rtt"));
        List<CaseReport> rows = new ArrayList<>();
        for (RttCase rttCase : chosen) {
            System.err.println("measuring " + rttCase.label() + " ...");
            rows.add(workers.run(rttCase, options.strategyFor(rttCase)));
        }
        report.write("Round trips between two processes", machine, rows, options.json());
        return 0;
    }

    private List<RttCase> chosen() {
        try {
            if (rates.stream().anyMatch(rate -> rate < 1)) {
                throw new IllegalArgumentException("out of range: --rates=" + rates + " (1 or more)");
            }
            List<RttCase> chosen = new ArrayList<>();
            for (String name : transports) {
                chosen.add(TransportCases.over(name));
            }
            for (String name : transports.isEmpty() ? cases : List.<String>of()) {
                chosen.addAll(RttCase.named(name));
            }
            if (peers) {
                chosen.add(RttCase.ONEWAY_AGAINST_AERON);
                chosen.addAll(RttCase.PEERS);
            }
            return chosen.stream().distinct().toList();
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }
}
