package io.bindery.samples.demo;

import io.bindery.BinderContext;
import io.bindery.samples.demo.market.QuoteSource;
import io.bindery.samples.demo.market.Quotes;
import io.bindery.samples.demo.process.ChildDiedException;
import io.bindery.samples.demo.process.ChildProcess;
import io.bindery.samples.demo.process.ChildProcesses;
import io.bindery.samples.demo.process.PrivateHome;
import io.bindery.samples.demo.report.DemoReport;
import io.bindery.samples.demo.report.ProgressLine;
import io.bindery.samples.demo.role.GatewayMain;
import io.bindery.samples.demo.role.PublisherMain;
import io.bindery.samples.demo.role.Role;
import io.bindery.samples.demo.role.StrategyMain;
import io.bindery.samples.demo.trading.ReferenceRun;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run: starts the processes, has them trade while it watches over them, and leaves nothing behind.
 *
 * <p><b>Threading:</b> {@link #run} in one thread; {@link #kill} in any.
 */
final class DemoRun implements AutoCloseable {
    /** A call to a process that is killed fails before its death is seen here; so long may that take. */
    private static final long DEATH_SEEN_MS = 700;

    private final QuoteSource source;
    private final Quotes quotes;
    private final int perSecond;
    private final PrintStream out;
    private final ProgressLine progress;
    private final PrivateHome home;
    private final ChildProcesses children = new ChildProcesses();

    /**
     * Prepares a run.
     *
     * @param perSecond quotes a second; 0 for as fast as it goes
     * @throws IOException if there is no place for it
     */
    DemoRun(QuoteSource source, Quotes quotes, int perSecond, PrintStream out, ProgressLine progress)
            throws IOException {
        this.source = source;
        this.quotes = quotes;
        this.perSecond = perSecond;
        this.out = out;
        this.progress = progress;
        this.home = PrivateHome.create(System.getenv());
    }

    /**
     * Runs to the end.
     *
     * @throws ChildDiedException if one of the processes died
     * @throws Exception if the run failed otherwise
     */
    DemoReport run() throws Exception {
        Path directory = home.directory();
        // Opened first, so that this process hosts the service manager.
        try (BinderContext context =
                BinderContext.builder(Role.CONTEXT).home(directory).open()) {
            ChildProcess publisher =
                    children.start("publisher", PublisherMain.class, Role.arguments(directory, source.argument()));
            ChildProcess gateway = children.start("gateway", GatewayMain.class, Role.arguments(directory, ""));
            ChildProcess strategy = children.start("strategy", StrategyMain.class, Role.arguments(directory, ""));
            for (ChildProcess child : List.of(publisher, strategy, gateway)) {
                out.printf(Locale.ROOT, "%-12s pid %d%n", child.name(), child.pid());
            }
            try {
                return awaitReport(start(ServiceManager.of(context)));
            } finally {
                progress.clear();
                children.close();
            }
        }
    }

    private CompletableFuture<DemoReport> start(ServiceManager services) {
        CompletableFuture<DemoReport> report = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("demo-run").start(() -> {
            try {
                ReferenceRun reference = ReferenceRun.over(quotes);
                TradingSession session = TradingSession.join(services, quotes, progress);
                session.trade(perSecond);
                report.complete(session.report(reference));
            } catch (Throwable e) {
                report.completeExceptionally(e);
            }
        });
        return report;
    }

    private DemoReport awaitReport(CompletableFuture<DemoReport> report) throws Exception {
        CompletableFuture<ChildProcess> death = children.firstDeath();
        CompletableFuture.anyOf(report, death).exceptionally(failed -> failed).join();
        if (report.isDone() && !report.isCompletedExceptionally()) {
            return report.join();
        }
        try {
            ChildProcess dead = death.get(DEATH_SEEN_MS, TimeUnit.MILLISECONDS);
            children.kill();
            throw children.explain(dead);
        } catch (TimeoutException e) {
            // They all live: the work itself failed.
            throw cause(report);
        }
    }

    private static Exception cause(CompletableFuture<DemoReport> failed) throws InterruptedException {
        try {
            failed.get();
            throw new IllegalStateException("the run did not fail");
        } catch (ExecutionException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Kills the processes and removes all files, at once. */
    void kill() {
        children.kill();
        home.close();
    }

    @Override
    public void close() {
        kill();
    }
}
