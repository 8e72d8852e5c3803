package io.bindery.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;

/** {@code bench steps}: the chosen JMH benchmarks, shortly, with what they allocate. */
@Command(
        name = "steps",
        description = {
            "Runs the steps of a call in one process under JMH, shortly: rings, parcels, stub, handle, waking.",
            "Fails if one that must allocate nothing does, in each of three runs. `./bindery jmh` runs them as long as you like."
        },
        mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double NOTHING_BYTES = 0.5;

    /** What JMH and the JVM allocate meanwhile is counted too: some 25 kB in a second. */
    private static final double OTHERS_BYTES_PER_NS = 64_000 / 1e9;

    private static final int FAILED = 1;

    /** How often a step is measured again that seems to allocate what it must not. */
    private static final int TIMES_AGAIN = 2;

    /** What is run; that which makes a new object for its user is not among what must allocate nothing. */
    private static final String CHOSEN =
            "RingBenchmark|StubBenchmark|HandleBenchmark|WakeBenchmark|ParcelBenchmark|CallBenchmark";

    private static final Pattern ALLOCATES =
            Pattern.compile(".*\\.(latinString|wideString|freshByteArray|longArray|checkService)");

    @Override
    public Integer call() throws RunnerException {
        Map<String, Step> steps = run(CHOSEN);
        for (int again = 0; again < TIMES_AGAIN; again++) {
            for (Step step : List.copyOf(steps.values())) {
                if (step.breaksItsPromise()) {
                    run(Pattern.quote(step.benchmark()) + "$")
                            .forEach((name, fresh) -> steps.merge(name, fresh, Step::thatAllocatesLess));
                }
            }
        }
        System.out.println(line("step", "ns", "B/op", "must be"));
        for (Step step : steps.values()) {
            System.out.println(line(
                    step.name(),
                    format("%.2f", step.ns()),
                    format("%.2f", step.bytes()),
                    step.mayAllocate() ? "" : "0"));
        }
        List<Step> faults =
                steps.values().stream().filter(Step::breaksItsPromise).toList();
        for (Step step : faults) {
            System.err.println("allocates: step=" + step.name() + ", bytes=" + format("%.2f", step.bytes()));
        }
        return faults.isEmpty() ? 0 : FAILED;
    }

    /** What was measured of one step. */
    private record Step(String benchmark, String name, double ns, double bytes) {
        boolean mayAllocate() {
            return ALLOCATES.matcher(name).matches();
        }

        boolean breaksItsPromise() {
            return !mayAllocate() && !(bytes <= NOTHING_BYTES + ns * OTHERS_BYTES_PER_NS); // NaN if it was not seen
        }

        /** Of what other threads allocate, the run that counted least says least. */
        Step thatAllocatesLess(Step other) {
            return bytes <= other.bytes ? this : other;
        }
    }

    private static Map<String, Step> run(String include) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(include)
                        .addProfiler(GCProfiler.class)
                        .forks(1)
                        // JMH itself reaches into the JDK, of which the JVM would warn in each fork.
                        .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(300))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(300))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, Step> steps = new LinkedHashMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String name = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1)
                    + parameters(result);
            steps.put(name, new Step(benchmark, name, result.getPrimaryResult().getScore(), allocated(result)));
        }
        return steps;
    }

    private static String parameters(RunResult result) {
        StringBuilder text = new StringBuilder();
        for (String key : result.getParams().getParamsKeys()) {
            text.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return text.toString();
    }

    private static double allocated(RunResult result) {
        Result<?> seen = result.getSecondaryResults().get(ALLOCATED);
        return seen == null ? Double.NaN : seen.getScore();
    }

    private static String line(String step, String ns, String bytes, String must) {
        return format("%-44s %10s %10s %8s", step, ns, bytes, must);
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation is a dependency
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
