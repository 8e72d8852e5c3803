package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs a {@code main} of the test classes, on the class path; killed when it is closed. */
final class ChildJvm implements AutoCloseable {
    private static final long DEADLINE_MS = 60_000;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader();
    }

    /** Runs a main class with native access allowed. */
    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), List.of("--enable-native-access=ALL-UNNAMED"), main, arguments);
    }

    /** Runs a main class behind a prefix such as {@code setpriv --reuid=1}, with options of the JVM. */
    static ChildJvm start(List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(command);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The compiled classes of this module and of its tests. */
    static String classPath() {
        return rootOf(Native.class) + ":" + rootOf(ChildJvm.class);
    }

    int pid() {
        return Math.toIntExact(process.pid());
    }

    /** The next line that it prints; waits for it. Fails if there is none. */
    String readLine() {
        try {
            String line = output.readLine();
            assertThat(line).as("line printed by the child").isNotNull();
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it still prints until it ends. */
    List<String> readToEnd() {
        return output.lines().toList();
    }

    /** Writes a line to its standard input. */
    void writeLine(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes());
        process.getOutputStream().flush();
    }

    int waitForExit() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_MS, TimeUnit.MILLISECONDS))
                .as("the child has ended")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Path rootOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource("/" + file);
        assertThat(url).as("class file of " + type).isNotNull();
        try {
            Path path = Path.of(url.toURI());
            int depth = type.getName().split("\\.").length;
            for (int i = 0; i < depth; i++) {
                path = path.getParent();
            }
            return path;
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
