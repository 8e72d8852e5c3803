package io.bindery.bench.jmh;

import io.bindery.internal.linux.Futex;
import io.bindery.internal.linux.WakeWord;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sleeping and waking between two threads of one process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class WakeBenchmark {
    private static final long LONGEST_SLEEP_NS = 100_000_000;

    private final WakeWord there = new WakeWord();
    private final WakeWord back = new WakeWord();
    private final long nobodysWord = Arena.global().allocate(64, 64).address();
    private volatile boolean ended;
    private int sent;

    @Setup
    public void startSleeper() {
        Thread.ofPlatform().daemon().start(() -> {
            for (int seen = 0; !ended; seen++) {
                await(there, seen);
                back.wake();
            }
        });
    }

    @TearDown
    public void stopSleeper() {
        ended = true;
        there.wake();
    }

    /** Wakes a sleeper, sleeps, and is woken by it. */
    @Benchmark
    public int parkAndWake() {
        int before = sent++;
        there.wake();
        await(back, before);
        return before;
    }

    /** What it costs to wake where nobody sleeps: a system call. */
    @Benchmark
    public int wakeNobody() {
        return Futex.wake(nobodysWord, 1);
    }

    private static void await(WakeWord word, int before) {
        while (word.value() == before) {
            word.sleep(before, LONGEST_SLEEP_NS);
        }
    }
}
