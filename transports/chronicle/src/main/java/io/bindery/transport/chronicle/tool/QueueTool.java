package io.bindery.transport.chronicle.tool;

import io.bindery.RemoteException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Copies transactions to a queue, and sends them again. */
@Command(
        name = "bindery",
        subcommands = {RecordCommand.class, ReplayCommand.class})
public final class QueueTool {
    private static final int FAILED = 1;

    private QueueTool() {}

    /** Arguments: {@code record} or {@code replay}, and what these take. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** As {@link #main}, but returns the exit code. */
    public static int run(String... arguments) {
        return new CommandLine(new QueueTool())
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    if (e instanceof IOException
                            || e instanceof RemoteException
                            || e instanceof SecurityException
                            || e instanceof IllegalArgumentException) {
                        commandLine.getErr().println("bindery: " + e.getMessage());
                        return FAILED;
                    }
                    throw e;
                })
                .execute(arguments);
    }
}
