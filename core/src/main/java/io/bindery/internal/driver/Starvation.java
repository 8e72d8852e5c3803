package io.bindery.internal.driver;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.Thread.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that calls wait because all loopers are in handlers, and logs where those are; once for each time, and not more than
 * once in ten seconds.
 *
 * <p><b>Threading:</b> the control thread.
 */
final class Starvation {
    private static final Logger LOGGER = System.getLogger("io.bindery.looper");
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_FRAMES = 40;

    private final String context;
    private final LooperThreads threads;
    private boolean starves;
    private boolean told;
    private long sinceNs;
    private @Nullable Long lastToldNs;

    Starvation(String context, LooperThreads threads) {
        this.context = context;
        this.threads = threads;
    }

    /** Looks at the clock only while calls wait and nobody is there to serve them. */
    void look(boolean waiting) {
        if (!waiting) {
            if (told) {
                LOGGER.log(Level.INFO, "loopers are free again: context=" + context + " afterMs=" + millisSince());
            }
            starves = false;
            told = false;
            return;
        }
        long now = System.nanoTime();
        if (!starves) {
            starves = true;
            sinceNs = now;
        } else if (!told && now - sinceNs > PATIENCE_NS && (lastToldNs == null || now - lastToldNs > LOG_EVERY_NS)) {
            told = true;
            lastToldNs = now;
            LOGGER.log(Level.WARNING, describe());
        }
    }

    /** Whether the log says that calls wait, and not yet that they no longer do. */
    boolean isTold() {
        return told;
    }

    private long millisSince() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
    }

    private String describe() {
        List<Thread> all = threads.all();
        StringBuilder text = new StringBuilder("calls wait, for all loopers are in handlers: context=" + context
                + " sinceMs=" + millisSince() + " loopers=" + all.size() + " limit=" + threads.most()
                + "; see where they are, or raise looperThreads");
        for (Thread thread : all) {
            if (thread.getState() != State.TERMINATED) {
                text.append("\n  ").append(thread.getName()).append(' ').append(thread.getState());
                StackTraceElement[] frames = thread.getStackTrace();
                for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
                    text.append("\n    at ").append(frames[i]);
                }
            }
        }
        return text.toString();
    }
}
