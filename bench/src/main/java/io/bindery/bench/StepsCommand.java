package io.bindery.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
            "Fails if one that must allocate nothing does. `./bindery jmh` runs them as long as you like."
        },
        mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double NOTHING_BYTES = 0.5;
    private static final int FAILED = 1;

    /** What is run; that which makes a new object for its user is not among what must allocate nothing. */
    private static final String CHOSEN =
            "RingBenchmark|StubBenchmark|HandleBenchmark|WakeBenchmark|ParcelBenchmark|CallBenchmark";

    private static final Pattern ALLOCATES =
            Pattern.compile(".*\\.(latinString|wideString|freshByteArray|longArray|checkService)");

    @Override
    public Integer call() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CHOSEN)
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
        List<String> faults = new ArrayList<>();
        System.out.println(line("step", "ns", "B/op", "must be"));
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            name = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + parameters(result);
            double bytes = allocated(result);
            boolean mayAllocate = ALLOCATES.matcher(name).matches();
            System.out.println(line(
                    name,
                    format("%.2f", result.getPrimaryResult().getScore()),
                    format("%.2f", bytes),
                    mayAllocate ? "" : "0"));
            if (!mayAllocate && bytes > NOTHING_BYTES) {
                faults.add("allocates: step=" + name + ", bytes=" + format("%.2f", bytes));
            }
        }
        faults.forEach(System.err::println);
        return faults.isEmpty() ? 0 : FAILED;
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
