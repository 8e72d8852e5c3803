package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a worker is told on its command line.
 *
 * @param home directory of the context, of this run alone
 * @param waitStrategy of all contexts
 */
public record WorkerOptions(Path home, String waitStrategy) {
    /** Property of a worker whose calls are larger than the default limit: largest arguments, in bytes. */
    static final String PARCEL_BYTES_PROPERTY = "io.bindery.bench.parcelBytes";

    static final String CONTEXT = "bench";

    /** How many arguments these are. */
    public static final int COUNT = 2;

    /** Reads the first arguments of a worker. */
    public static WorkerOptions parse(String[] arguments) {
        return new WorkerOptions(Path.of(arguments[0]), arguments[1]);
    }

    /** The first arguments of a worker. */
    public List<String> toArguments() {
        return List.of(home.toString(), waitStrategy);
    }

    /** Opens the run's context. */
    public BinderContext openContext() throws IOException {
        return BinderContext.builder(CONTEXT)
                .home(home)
                .waitStrategy(WaitStrategies.named(waitStrategy))
                .limits(limits())
                .open();
    }

    private static Limits limits() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.sessionsPerUid(),
                usual.lanesPerSession(),
                Integer.getInteger(PARCEL_BYTES_PROPERTY, usual.parcelBytes()),
                usual.onewayQueueBytes(),
                usual.descriptorsPerMessage(),
                usual.handshakeMs());
    }
}
