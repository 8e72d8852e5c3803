package io.bindery.internal.driver;

import io.bindery.Binder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a handle in a request to the object, of a thousand. In the driver's package, which shows it to nobody else. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class HandleBenchmark {
    private static final int OBJECTS = 1024;

    private final Exports exports = new Exports(new ExportedNodes(), new BBinder(new Binder()), null);
    private final int[] handles = new int[OBJECTS];
    private int next;

    public HandleBenchmark() {
        for (int i = 0; i < OBJECTS; i++) {
            handles[i] = exports.export(new BBinder(new Binder()));
        }
    }

    @Benchmark
    public @Nullable Object find() {
        return exports.find(handles[next++ & OBJECTS - 1]);
    }
}
