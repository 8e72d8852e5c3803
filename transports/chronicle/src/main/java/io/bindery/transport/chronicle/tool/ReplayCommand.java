package io.bindery.transport.chronicle.tool;

import io.bindery.IBinder;
import io.bindery.transport.chronicle.RecordedTransaction;
import io.bindery.transport.chronicle.Replay;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bindery replay}: sends what a queue holds to an object, or lists it. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Sends the transactions that a queue holds to an object; without one, lists them.")
final class ReplayCommand implements Callable<Integer> {
    private static final long NS_PER_S = 1_000_000_000;

    @Parameters(index = "0", paramLabel = "DIRECTORY", description = "Of the queue.")
    private Path directory = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "TARGET", description = Target.DESCRIPTION)
    private @Nullable String target;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times as fast as they came; 0: as fast as it goes. ${DEFAULT-VALUE} by default.")
    private double speed;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Override
    public Integer call() throws Exception {
        Replay replay = new Replay(directory, speed, filter.toFilter());
        if (target == null) {
            replay.forEach(ReplayCommand::print);
            return 0;
        }
        try (Target object = Target.open(target)) {
            Replay.Result result = replay.run(object.object());
            System.out.println(
                    "sent " + result.sent() + ", of which failed " + result.failed() + ", skipped " + result.skipped());
        }
        return 0;
    }

    private static void print(RecordedTransaction transaction) {
        byte[] arguments = transaction.arguments();
        System.out.printf(
                "%x %s pid=%d uid=%d %s.%s code=%d%s %s%n",
                transaction.index(),
                transaction.timeNs() == 0
                        ? "-"
                        : Instant.ofEpochSecond(transaction.timeNs() / NS_PER_S, transaction.timeNs() % NS_PER_S),
                transaction.pid(),
                transaction.uid(),
                transaction.interfaceName().isEmpty() ? "?" : transaction.interfaceName(),
                transaction.method().isEmpty() ? "?" : transaction.method(),
                transaction.code(),
                (transaction.flags() & IBinder.FLAG_ONEWAY) == 0 ? "" : " oneway",
                arguments == null ? "arguments not recorded" : "bytes=" + arguments.length);
    }
}
