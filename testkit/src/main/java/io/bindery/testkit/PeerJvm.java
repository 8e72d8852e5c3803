package io.bindery.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** How a JVM is started, where that is not as this one was. */
    public static final class Launcher {
        private final List<String> prefix = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> absent = new ArrayList<>();

        private String classPath = System.getProperty("java.class.path");

        private Launcher() {}

        /** Starts it by way of another command, such as {@code setpriv}. */
        public Launcher by(List<String> command) {
            prefix.addAll(command);
            return this;
        }

        /** Gives it another class path than ours. */
        public Launcher classPath(String paths) {
            classPath = paths;
            return this;
        }

        /** Adds options of the JVM. */
        public Launcher options(String... added) {
            options.addAll(List.of(added));
            return this;
        }

        /** Sets a variable of its environment. */
        public Launcher set(String variable, Object value) {
            environment.put(variable, value.toString());
            return this;
        }

        /** Takes variables out of its environment. */
        public Launcher unset(String... variables) {
            absent.addAll(List.of(variables));
            return this;
        }

        /** Starts a JVM that runs {@code main}. */
        public PeerJvm start(Class<?> main, String... arguments) {
            List<String> command = new ArrayList<>(prefix);
            command.add(java());
            command.addAll(List.of(
                    "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
            command.addAll(options);
            command.addAll(List.of("-classpath", classPath, main.getName()));
            command.addAll(List.of(arguments));
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
                absent.forEach(builder.environment()::remove);
                builder.environment().putAll(environment);
                return new PeerJvm(main.getSimpleName(), builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + main.getName(), e);
            }
        }
    }

    /** Begins to start a JVM that differs from this one. */
    public static Launcher launcher() {
        return new Launcher();
    }

    /** Starts a JVM that runs {@code main}. */
    public static PeerJvm start(Class<?> main, String... arguments) {
        return launcher().start(main, arguments);
    }

    /**
     * Starts a JVM that runs {@code main} and can open {@code descriptors} files at most; it may not exceed limits even if
     * we may.
     */
    public static PeerJvm startWithFewDescriptors(int descriptors, Class<?> main, String... arguments) {
        return launcher()
                .by(List.of(
                        "setpriv",
                        "--bounding-set=-sys_resource,-sys_admin",
                        "sh",
                        "-c",
                        "ulimit -n " + descriptors + " && exec \"$@\"",
                        "sh"))
                .start(main, arguments);
    }

    /** The program that runs a JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
