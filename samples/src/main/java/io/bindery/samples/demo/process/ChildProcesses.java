package io.bindery.samples.demo.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The processes that the demo started: JVMs of the same Java and class path as this one.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class ChildProcesses implements AutoCloseable {
    private static final long GRACE_MS = 2_000;
    private static final long SIGNAL_TO_ALL_MS = 200;

    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ChildProcess> firstDeath = new CompletableFuture<>();
    private volatile boolean stopping;

    /**
     * Starts a JVM.
     *
     * @param name for messages
     * @param main its main class; it must start a {@link ParentWatch}
     */
    public synchronized ChildProcess start(String name, Class<?> main, List<String> arguments) throws IOException {
        if (stopping) {
            throw new IOException("the demo is being stopped: " + name + " was not started");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Xms64m");
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        // A JVM that is killed would leave its performance data file behind.
        command.add("-XX:-UsePerfData");
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ChildProcess child = new ChildProcess(name, process, firstDeath::complete);
        children.add(child);
        return child;
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    /** Completes with the first of them that ends; also when that was wanted. */
    public CompletableFuture<ChildProcess> firstDeath() {
        return firstDeath;
    }

    /** Says how a child died; takes a moment if it may be that this process is being stopped as well. */
    public ChildDiedException explain(ChildProcess dead) throws InterruptedException {
        if (dead.endedBySignalToStop()) {
            // Ctrl-C reaches all processes of the terminal at once: leave our own shutdown the time to begin.
            Thread.sleep(SIGNAL_TO_ALL_MS);
        }
        return new ChildDiedException(dead.obituary());
    }

    /** Kills them all and waits until the kernel has removed them. Idempotent. */
    public synchronized void kill() {
        stopping = true;
        children.forEach(ChildProcess::kill);
        reap();
    }

    /** Tells them all to end, and kills those that do not. Idempotent. */
    @Override
    public synchronized void close() {
        stopping = true;
        children.forEach(ChildProcess::askToEnd);
        reap();
    }

    private void reap() {
        try {
            long deadline = System.nanoTime() + GRACE_MS * 1_000_000;
            for (ChildProcess child : children) {
                if (!child.awaitEnd(Math.max(0, (deadline - System.nanoTime()) / 1_000_000))) {
                    child.kill();
                    child.awaitEnd(GRACE_MS);
                }
            }
        } catch (InterruptedException e) {
            children.forEach(ChildProcess::kill);
            Thread.currentThread().interrupt();
        }
    }
}
