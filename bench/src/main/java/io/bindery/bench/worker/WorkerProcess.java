package io.bindery.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker, seen from its parent. What it prints goes to standard error. */
final class WorkerProcess implements AutoCloseable {
    private static final long START_PATIENCE_S = 60;
    private static final long END_PATIENCE_S = 5;

    private final String name;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread.ofPlatform().daemon().name("bench-output-" + name).start(this::forwardOutput);
    }

    /** Starts {@code main} in a JVM like this one, on this class path. */
    static WorkerProcess start(Class<?> main, List<String> jvmFlags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new WorkerProcess(main.getSimpleName(), process);
    }

    /** Waits until the worker says that it is ready. */
    void awaitReady() throws InterruptedException {
        try {
            ready.get(START_PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("worker not ready: name=" + name + ", its output is above", e);
        }
    }

    /** Waits until the worker has done its work. */
    void awaitSuccess() throws InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("worker failed: name=" + name + ", exit=" + exit + ", its output is above");
        }
    }

    /** Lets go of this worker as soon as {@code other} ends. */
    void closeWhenEnds(WorkerProcess other) {
        CompletableFuture<Void> unused = other.process.onExit().thenRun(this::close);
    }

    private void forwardOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(Lifeline.READY)) {
                    ready.complete(null);
                } else {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("bench: output of " + name + " lost: " + e);
        }
        ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
    }

    /** Lets go of the worker, and ends it by force if it does not end by itself. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
