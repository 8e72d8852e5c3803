package io.bindery.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Another JVM of a test, with the class path of this one. It reads commands from its standard input and answers on its
 * standard output, a line each; its standard error is ours. It ends when its input does, so that it does not outlive us.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class PeerJvm implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;

    private PeerJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader(UTF_8);
    }

    /** Starts a JVM that runs {@code main}. */
    public static PeerJvm start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /**
     * Starts a JVM that runs {@code main} and can open {@code descriptors} files at most; it may not exceed limits even if
     * we may.
     */
    public static PeerJvm startWithFewDescriptors(int descriptors, Class<?> main, String... arguments) {
        return start(
                List.of(
                        "setpriv",
                        "--bounding-set=-sys_resource,-sys_admin",
                        "sh",
                        "-c",
                        "ulimit -n " + descriptors + " && exec \"$@\"",
                        "sh"),
                main,
                arguments);
    }

    private static PeerJvm start(List<String> prefix, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new PeerJvm(main.getSimpleName(), process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + main.getName(), e);
        }
    }

    /** The process id, as the kernel knows it. */
    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** Sends a command and returns the answer. */
    public String ask(String command) {
        tell(command);
        return answer();
    }

    /** Sends a command. */
    public void tell(String command) {
        try {
            process.outputWriter(UTF_8).append(command).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException("process has ended: " + this, e);
        }
    }

    /** Waits for the next line that the process writes. */
    public String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("process ended without an answer: " + this);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("process has ended: " + this, e);
        }
    }

    /** Kills the process as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** Lets the process end by itself, and waits for that. */
    @Override
    public void close() {
        try {
            process.outputWriter(UTF_8).close();
        } catch (IOException e) {
            process.destroyForcibly(); // it has ended already, or does not read
        }
        join();
    }

    private void join() {
        CompletableFuture<Process> exit = process.onExit();
        exit.join();
    }

    @Override
    public String toString() {
        return name + "[pid=" + process.pid() + (process.isAlive() ? "" : " exit=" + process.exitValue()) + "]";
    }
}
