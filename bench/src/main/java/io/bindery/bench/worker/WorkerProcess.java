package io.bindery.bench.worker;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker, seen from its parent. What it prints goes to standard error, but for its answers. */
public final class WorkerProcess implements AutoCloseable {
    private static final long START_PATIENCE_S = 60;
    private static final long ANSWER_PATIENCE_S = 120;
    private static final long END_PATIENCE_S = 5;
    private static final String ENDED = "\0ended";

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        commands = process.outputWriter();
        Thread.ofPlatform().daemon().name("bench-output-" + name).start(this::forwardOutput);
    }

    /**
     * How a JVM is started.
     *
     * @param prefix a command that starts the JVM, as {@code taskset -c 0}; empty for none
     * @param jvmFlags its flags
     */
    public record Launch(List<String> prefix, List<String> jvmFlags) {}

    /** Starts {@code main} in a JVM like this one, on this class path. */
    public static WorkerProcess start(Class<?> main, Launch launch, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(launch.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new WorkerProcess(main.getSimpleName(), process);
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until the worker says that it is ready. */
    public void awaitReady() throws InterruptedException {
        awaitAnswer(START_PATIENCE_S);
    }

    /** Tells the worker something and returns what it answers. */
    public String ask(String command) throws IOException, InterruptedException {
        tell(command);
        return awaitAnswer();
    }

    /** Tells the worker something. */
    public void tell(String command) throws IOException {
        commands.append(command).append('\n').flush();
    }

    /** What the worker answers to what it was told. */
    public String awaitAnswer() throws InterruptedException {
        return awaitAnswer(ANSWER_PATIENCE_S);
    }

    private String awaitAnswer(long patienceS) throws InterruptedException {
        String answer = answers.poll(patienceS, TimeUnit.SECONDS);
        if (answer == null || answer.equals(ENDED)) {
            throw new IllegalStateException("worker %s: name=%s, its output is above"
                    .formatted(answer == null ? "does not answer" : "has ended", name));
        }
        return answer;
    }

    /** Waits until the worker has done its work. */
    public void awaitSuccess() throws InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("worker failed: name=" + name + ", exit=" + exit + ", its output is above");
        }
    }

    /** Ends the worker as {@code kill -9} does, and does not wait. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Lets go of this worker as soon as {@code other} ends. */
    public void closeWhenEnds(WorkerProcess other) {
        CompletableFuture<Void> unused = other.process.onExit().thenRun(this::close);
    }

    private void forwardOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                // The JVM may print what it was asked to print on the same line.
                int answer = line.indexOf(Lifeline.ANSWER);
                if (answer >= 0) {
                    answers.add(line.substring(answer + Lifeline.ANSWER.length()));
                } else {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("bench: output of " + name + " lost: " + e);
        }
        answers.add(ENDED);
    }

    /** Lets go of the worker, and ends it by force if it does not end by itself. */
    @Override
    public void close() {
        try {
            commands.close();
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
