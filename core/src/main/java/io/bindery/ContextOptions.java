package io.bindery;

import io.bindery.looper.WaitStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What {@link BinderContext.Builder} collected, for the driver. */
public record ContextOptions(
        String name,
        @Nullable Path home,
        WaitStrategy waitStrategy,
        int looperThreads,
        @Nullable ThreadFactory threadFactory,
        List<Integer> cpus,
        Duration onewayTimeout,
        boolean stackTraces,
        Limits limits,
        List<String> transports) {
    /** What a context uses if nothing else is said; its endpoints bear the name of their place alone. */
    public static final String DEFAULT_TRANSPORT = "shm";

    /** Returns a number of looper threads that can be. */
    public static int checkLooperThreads(int looperThreads) {
        if (looperThreads < 0 || looperThreads > 1024) {
            throw new IllegalArgumentException("looper threads must be 0 to 1024: looperThreads=" + looperThreads);
        }
        return looperThreads;
    }
}
