package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.JsonReport;
import io.bindery.bench.report.Machine;
import io.bindery.bench.report.TableReport;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.WaitStrategies;
import io.bindery.bench.worker.Workers;
import io.bindery.looper.WaitStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench rtt}: calls between two processes, held against the bare exchange of cache lines. */
@Command(
        name = "rtt",
        description = {
            "Times calls between two processes, in batches that alternate with a baseline between the same two threads.",
            "What counts is the ratio of neighbours; absolute times change with the machine's mood."
        },
        mixinStandardHelpOptions = true)
final class RttCommand implements Callable<Integer> {
    private static final List<String> USUAL_FLAGS = List.of("--enable-native-access=ALL-UNNAMED");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array, one object per case, on standard output.")
    private boolean json;

    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "CASE",
            defaultValue = "four-longs,four-longs-spin,bytes-256,oneway-64",
            description = "Which cases to run: ${DEFAULT-VALUE}.")
    private List<String> cases = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "200",
            description = "Rounds that count, of one batch of the baseline and one of work: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warmup-rounds",
            paramLabel = "N",
            defaultValue = "150",
            description = "Rounds that are run first and forgotten: ${DEFAULT-VALUE}.")
    private int warmupRounds;

    @Option(
            names = "--batch-ms",
            paramLabel = "MS",
            defaultValue = "10",
            description = "Length of a batch, in milliseconds: ${DEFAULT-VALUE}.")
    private double batchMs;

    @Option(
            names = "--wait-strategy",
            paramLabel = "NAME",
            description = "adaptive, spin or park, for all cases; by default each has its own.")
    private @Nullable String waitStrategy;

    @Option(
            names = "--cpus",
            split = ",",
            paramLabel = "CPU",
            description =
                    "CPU of the client and CPU of the server, as 0,1; by default the first two of different cores.")
    private int @Nullable [] cpus;

    @Option(
            names = "--jvm-flag",
            paramLabel = "FLAG",
            description = "A flag for the measured JVMs, beside those that a user needs; may be repeated.")
    private List<String> jvmFlags = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<RttCase> chosen;
        Cpus on;
        try {
            chosen =
                    cases.stream().flatMap(name -> RttCase.named(name).stream()).toList();
            on = chooseCpus();
            checkNumbers();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage(), e);
        }
        List<String> flags = new ArrayList<>(USUAL_FLAGS);
        flags.addAll(jvmFlags);
        Workers workers = new Workers(on, flags, (long) (batchMs * 1e6), warmupRounds, rounds);
        List<CaseReport> rows = new ArrayList<>();
        for (RttCase rttCase : chosen) {
            System.err.println("measuring " + rttCase.label() + " ...");
            rows.add(workers.run(rttCase, strategyFor(rttCase)));
        }
        Machine machine = Machine.describe(on, flags);
        if (json) {
            System.out.println(JsonReport.write(machine, rows));
        } else {
            TableReport.print(System.out, machine, rows);
        }
        return 0;
    }

    private Cpus chooseCpus() throws IOException {
        int[] given = cpus;
        if (given == null) {
            return Cpus.choose();
        }
        if (given.length != 2) {
            throw new IllegalArgumentException("two CPUs are needed, as in --cpus 0,1: given=" + given.length);
        }
        return Cpus.of(given[0], given[1]);
    }

    private void checkNumbers() {
        if (rounds < 1 || warmupRounds < 0 || batchMs <= 0 || batchMs > 1000) {
            throw new IllegalArgumentException("out of range: --rounds=" + rounds + " (1 or more), --warmup-rounds="
                    + warmupRounds + " (0 or more), --batch-ms=" + batchMs + " (above 0, at most 1000)");
        }
        String given = waitStrategy;
        if (given != null) {
            WaitStrategies.named(given);
        }
    }

    private WaitStrategy strategyFor(RttCase rttCase) {
        String given = waitStrategy;
        return given == null ? rttCase.waitStrategy() : WaitStrategies.named(given);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "spec");
    }
}
