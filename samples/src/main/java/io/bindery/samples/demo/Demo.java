package io.bindery.samples.demo;

import io.bindery.samples.demo.market.QuoteFileException;
import io.bindery.samples.demo.market.QuoteSource;
import io.bindery.samples.demo.market.Quotes;
import io.bindery.samples.demo.market.RandomWalk;
import io.bindery.samples.demo.process.ChildDiedException;
import io.bindery.samples.demo.report.DemoReport;
import io.bindery.samples.demo.report.JsonReport;
import io.bindery.samples.demo.report.ProgressLine;
import io.bindery.samples.demo.report.TextReport;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code ./bindery demo}.
 *
 * <p>Exits with 0 if nothing was lost and the orders and fills are those of the reference run, with 1 if not or if the
 * run failed, and with 2 if an option or the file of quotes is wrong.
 */
@Command(
        name = "./bindery demo",
        header = "Three processes trade with each other by typed calls over shared memory.",
        description = {
            "",
            "A publisher sends quotes to a strategy and to an order gateway. The strategy submits orders to the gateway, "
                    + "which matches each against the quote on which it was decided and reports fills. At the end the "
                    + "orders and fills are compared with those of one process that does the same without calls.",
            ""
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Demo implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Option(
            names = "--quotes",
            paramLabel = "FILE",
            description = "Quotes to publish: level-1 order book in the LOBSTER layout (ask price x 10,000, ask size, "
                    + "bid price x 10,000, bid size), plain or gzip. Without it: a random walk, always the same.")
    private @Nullable Path file;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Quotes of the random walk (default: " + RandomWalk.DEFAULT_COUNT + ").")
    private @Nullable Integer count;

    @Option(
            names = "--paced",
            paramLabel = "N",
            description = "Publish N quotes a second (default: as fast as it goes).")
    private @Nullable Integer perSecond;

    @Option(names = "--json", description = "Print the result once more, as one JSON object on the last line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this page.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;
    private volatile boolean ended;
    private volatile boolean interrupted;

    private Demo(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo(System.out, System.err)).execute(args));
    }

    @Override
    public Integer call() {
        checkOptions();
        QuoteSource source = file != null
                ? QuoteSource.ofFile(file)
                : QuoteSource.ofRandomWalk(count != null ? count : RandomWalk.DEFAULT_COUNT);
        Quotes quotes;
        try {
            quotes = source.load();
        } catch (QuoteFileException e) {
            err.println("demo: " + e.getMessage());
            return BAD_INPUT;
        }
        out.printf(
                Locale.ROOT,
                "Trading %,d quotes of %s, %s, in three processes:%n",
                quotes.count(),
                source.title(),
                perSecond != null ? String.format(Locale.ROOT, "%,d a second", perSecond) : "as fast as it goes");
        return run(source, quotes);
    }

    private void checkOptions() {
        if (file != null && count != null) {
            throw bad("--count is for the random walk: leave out --count or --quotes");
        }
        if (count != null && (count < 1 || count > Quotes.Builder.MAX_QUOTES)) {
            throw bad("must be 1 to " + Quotes.Builder.MAX_QUOTES + ": --count=" + count);
        }
        if (perSecond != null && perSecond < 1) {
            throw bad("must be 1 or more: --paced=" + perSecond);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private int run(QuoteSource source, Quotes quotes) {
        ProgressLine progress = new ProgressLine(out, isTerminal());
        try (DemoRun run = new DemoRun(source, quotes, perSecond != null ? perSecond : 0, out, progress)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(run), "interrupt"));
            DemoReport report = run.run();
            out.println();
            out.println(TextReport.of(report));
            if (json) {
                out.println(JsonReport.of(report));
            }
            return report.succeeded() ? 0 : FAILED;
        } catch (ChildDiedException e) {
            report(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            report(e.toString());
        } finally {
            ended = true;
        }
        return FAILED;
    }

    private void report(String failure) {
        if (!interrupted) {
            err.println("demo: " + failure);
        }
    }

    /** Runs when the JVM ends, for whatever reason. */
    private void interrupt(DemoRun run) {
        if (ended) {
            return;
        }
        interrupted = true;
        run.kill();
        err.println("demo: interrupted; its processes have ended");
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
