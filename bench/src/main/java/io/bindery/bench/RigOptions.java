package io.bindery.bench;

import io.bindery.bench.report.Cpus;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.WaitStrategies;
import io.bindery.bench.worker.Workers;
import io.bindery.looper.WaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the commands that measure between two processes have in common. */
final class RigOptions {
    /** All that a user of Bindery needs. */
    static final List<String> USUAL_FLAGS = List.of("--enable-native-access=ALL-UNNAMED");

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array, one object per row, on standard output.")
    private boolean json;

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

    /**
     * What runs cases on {@code cpus}; see {@link Workers}.
     *
     * @param logs null to keep no samples
     */
    Workers workers(Cpus cpus, List<Integer> rates, double load, @Nullable Path logs) {
        return new Workers(cpus, jvmFlags(), (long) (batchMs * 1e6), warmupRounds, rounds, rates, load, logs);
    }

    boolean json() {
        return json;
    }

    /** Flags of all measured JVMs. */
    List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(USUAL_FLAGS);
        flags.addAll(jvmFlags);
        return flags;
    }

    WaitStrategy strategyFor(RttCase rttCase) {
        String given = waitStrategy;
        return given == null ? rttCase.waitStrategy() : WaitStrategies.named(given);
    }

    /** Checks all options and returns the CPUs. */
    Cpus check() throws IOException {
        try {
            if (rounds < 1 || warmupRounds < 0 || batchMs <= 0 || batchMs > 1000) {
                throw new IllegalArgumentException("out of range: --rounds=" + rounds
                        + " (1 or more), --warmup-rounds=" + warmupRounds + " (0 or more), --batch-ms=" + batchMs
                        + " (above 0, at most 1000)");
            }
            String given = waitStrategy;
            if (given != null) {
                WaitStrategies.named(given);
            }
            return chooseCpus();
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    /** What to throw when an option turned out to be wrong. */
    ParameterException wrong(IllegalArgumentException e) {
        return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), e.getMessage(), e);
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
}
