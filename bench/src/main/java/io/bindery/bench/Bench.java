package io.bindery.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks: {@code ./bindery bench}. */
@Command(
        name = "bench",
        description = "Measures Bindery on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RttCommand.class,
            ThroughputCommand.class,
            ScaleCommand.class,
            StepsCommand.class,
            GuardCommand.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true"); // plots are drawn into files
        CommandLine line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("bindery bench: " + exception.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(line.execute(arguments));
    }
}
