package io.bindery.bench.transport;

import io.bindery.BinderContext;
import io.bindery.bench.rig.RoundTrip;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A round trip over a transport without replies: two oneway calls. The answer is handled by the thread that waits for it,
 * in a context that it drives itself, so that as many threads take part as in a call with a reply.
 */
abstract class DrivenRoundTrip implements RoundTrip {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int LOOKS_PER_CLOCK = 1 << 12;

    private final String name;

    /** Driven by the calling thread. */
    final BinderContext context;

    /** How many answers have come. */
    private long answers;

    DrivenRoundTrip(String name) throws IOException {
        this.name = name;
        context = BinderContext.builder("bench-driven")
                .transports()
                .looperThreads(0)
                .open();
    }

    @Override
    public final String name() {
        return name;
    }

    /** An answer has come. */
    final void answered() {
        answers++;
    }

    /** Waits for one more answer than {@code before}. */
    final void awaitAnswer(long before) {
        int looks = 0;
        long deadline = 0;
        while (answers == before) {
            if (context.doWork() == 0) {
                Thread.onSpinWait();
            }
            if (++looks == LOOKS_PER_CLOCK) {
                looks = 0;
                long now = System.nanoTime();
                if (deadline == 0) {
                    deadline = now + PATIENCE_NS;
                } else if (now - deadline > 0) {
                    throw new IllegalStateException("no answer: case=" + name + " answers=" + answers);
                }
            }
        }
    }

    final long answers() {
        return answers;
    }

    @Override
    public final void close() {
        context.close();
    }
}
