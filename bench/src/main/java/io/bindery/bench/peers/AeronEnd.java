package io.bindery.bench.peers;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * One process's end of Aeron. The media driver is embedded in the client's process. As its authors advise where there are
 * not three cores for it: one thread for all of the driver ({@code SHARED}), which backs off from spinning to sleeping a
 * millisecond (Aeron's default idle strategy). Exclusive publications, which no two threads share; terms of 1 MiB, which
 * stay in the processors' caches where Aeron's default of 64 MiB would not; files in memory, present from the start.
 */
final class AeronEnd implements AutoCloseable {
    /** Agrona's buffers reach into the JDK. */
    static final List<String> JVM_FLAGS = List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    /** Bytes of one of the three terms of a stream. */
    static final int TERM_BYTES = Integer.getInteger("bindery.bench.aeron.term", 1 << 20);

    private static final String CHANNEL = "aeron:ipc";
    private static final String DRIVER_FOLDER = "aeron";
    private static final long MAX_SLEEP_NS = 1_000_000;

    private final @Nullable MediaDriver driver;
    private final Aeron aeron;

    private AeronEnd(@Nullable MediaDriver driver, Path folder) {
        this.driver = driver;
        this.aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(folder.toString())
                .threadFactory(FreeThreads::create)
                .errorHandler(AeronEnd::onError));
    }

    /** Aeron's own handler ends the process when the driver is gone, which goes with the client, before the server. */
    private static void onError(Throwable error) {
        if (!(error instanceof DriverTimeoutException || error instanceof AgentTerminationException)) {
            System.err.println("bench: Aeron: " + error);
        }
    }

    /** The end that holds the driver, whose files are in {@code directory}. */
    static AeronEnd withDriver(Path directory) {
        Path folder = directory.resolve(DRIVER_FOLDER);
        MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedThreadFactory(FreeThreads::create)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1000, MAX_SLEEP_NS))
                .ipcTermBufferLength(TERM_BYTES)
                .termBufferSparseFile(false)
                .performStorageChecks(false));
        return new AeronEnd(driver, folder);
    }

    /** The other end. */
    static AeronEnd of(Path directory) {
        return new AeronEnd(null, directory.resolve(DRIVER_FOLDER));
    }

    ExclusivePublication publication(int stream) {
        return aeron.addExclusivePublication(CHANNEL, stream);
    }

    Subscription subscription(int stream) {
        return aeron.addSubscription(CHANNEL, stream);
    }

    /** Claims room, waiting for it where there is none yet. */
    static void claim(ExclusivePublication publication, int length, BufferClaim claim, Patience patience) {
        for (long position = publication.tryClaim(length, claim);
                position < 0;
                position = publication.tryClaim(length, claim)) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("Aeron does not publish: status=" + position);
            }
            patience.spin();
        }
        patience.renew();
    }

    /** Waits for at least one fragment and handles at most {@code limit}; returns how many. */
    static int awaitOne(Subscription subscription, FragmentHandler handler, int limit, Patience patience) {
        for (; ; ) {
            int handled = subscription.poll(handler, limit);
            if (handled > 0) {
                patience.renew();
                return handled;
            }
            patience.spin();
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
