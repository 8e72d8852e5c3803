package io.bindery.transport.chronicle.tool;

import io.bindery.IBinder;
import io.bindery.transport.chronicle.Recorder;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bindery record}: copies what comes for an object to a queue. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the transactions that come for an object to a queue, before the object handles them,"
                    + " until it is interrupted.",
            "The object's process must belong to this user, or this process to root."
        })
final class RecordCommand implements Callable<Integer> {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    @Parameters(index = "0", paramLabel = "TARGET", description = Target.DESCRIPTION)
    private String target = "";

    @Parameters(index = "1", paramLabel = "DIRECTORY", description = "Of the queue; created if it is not there.")
    private String directory = "";

    @Option(names = "--count", paramLabel = "N", description = "End after so many transactions.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--seconds", paramLabel = "N", description = "End after so many seconds.")
    private long seconds = Long.MAX_VALUE;

    @Option(names = "--roll", paramLabel = "CYCLE", description = "How often a new file is begun, as FAST_HOURLY.")
    private @Nullable String roll;

    @Option(names = "--keep", paramLabel = "N", description = "Keep the newest N full files, and delete older ones.")
    private @Nullable Integer keep;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Override
    public Integer call() throws Exception {
        try (Target object = Target.open(target)) {
            Recorder recorder = Recorder.start(object.object(), queue(), filter.toFilter());
            Thread atEnd = new Thread(recorder::close);
            Runtime.getRuntime().addShutdownHook(atEnd);
            System.err.println("recording " + target + " ...");
            try (recorder) {
                awaitEnd(object.object(), recorder);
            }
            boolean ignored = Runtime.getRuntime().removeShutdownHook(atEnd);
            System.out.println("recorded " + recorder.count());
            Exception failure = recorder.failure();
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }

    private void awaitEnd(IBinder object, Recorder recorder) {
        long begun = System.nanoTime();
        while (recorder.count() < count
                && recorder.failure() == null
                && object.isBinderAlive()
                && TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) < seconds) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private String queue() {
        StringBuilder address = new StringBuilder("chronicle:" + directory);
        if (roll != null) {
            address.append("?roll=").append(roll);
        }
        if (keep != null) {
            address.append(roll == null ? '?' : '&').append("keep=").append(keep);
        }
        return address.toString();
    }
}
