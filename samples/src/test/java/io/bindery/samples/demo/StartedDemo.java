package io.bindery.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo, started as its users start it: in a process of its own. */
final class StartedDemo implements AutoCloseable {
    private static final long DEADLINE_S = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private StartedDemo(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("demo-output").start(this::read);
    }

    /** Starts it; both its outputs are read as one. */
    static StartedDemo start(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BINDERY_HOME", home.toString());
        return new StartedDemo(builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line in which the pattern is found. */
    Matcher awaitLine(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        synchronized (lines) {
            for (int seen = 0; ; seen++) {
                while (seen == lines.size()) {
                    long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                    assertThat(leftMs)
                            .as("time left to see %s after %s", regex, lines)
                            .isPositive();
                    lines.wait(leftMs);
                }
                Matcher matcher = pattern.matcher(lines.get(seen));
                if (matcher.find()) {
                    return matcher;
                }
            }
        }
    }

    /** Waits until the demo has said which process has this name. */
    ProcessHandle awaitChild(String name) throws InterruptedException {
        long pid = Long.parseLong(awaitLine("^" + name + " +pid (\\d+)$").group(1));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Waits until the processes are at work. */
    void awaitTrading() throws InterruptedException {
        awaitLine("^trading +[1-9]");
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS))
                .as("ended; printed %s", output())
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
