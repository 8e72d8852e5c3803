package io.bindery.samples.demo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One process that the demo started. Its output is read, so that it never blocks, and the last lines are kept.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class ChildProcess {
    private static final int KEPT_LINES = 20;
    private static final int FIRST_SIGNAL_CODE = 128;
    private static final List<Integer> TERMINAL_SIGNALS = List.of(1, 2, 15);

    private final String name;
    private final Process process;
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();
    private final Thread watcher;

    /** Begins to watch a process; {@code whenEnded} runs once it has ended and all it printed is read. */
    ChildProcess(String name, Process process, Consumer<ChildProcess> whenEnded) {
        this.name = name;
        this.process = process;
        this.watcher = Thread.ofPlatform().daemon().name("watch-" + name).start(() -> watch(whenEnded));
    }

    private void watch(Consumer<ChildProcess> whenEnded) {
        readOutput();
        try {
            process.waitFor();
            whenEnded.accept(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    if (lastLines.size() == KEPT_LINES) {
                        lastLines.removeFirst();
                    }
                    lastLines.addLast(line);
                }
            }
        } catch (IOException e) {
            // The pipe ends with the process.
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** Closes its standard input, which tells it to end. */
    void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has ended and all it printed is read. Returns false if it still runs. */
    boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return watcher.join(Duration.ofMillis(timeoutMs));
    }

    /** Whether it was ended by a signal that a terminal sends to all processes at once, or that means to stop. */
    boolean endedBySignalToStop() {
        return TERMINAL_SIGNALS.contains(process.exitValue() - FIRST_SIGNAL_CODE);
    }

    /** How it ended, and what it printed last. */
    String obituary() {
        int code = process.exitValue();
        StringBuilder text = new StringBuilder(name + " (pid " + pid() + ") died with exit code " + code);
        if (code > FIRST_SIGNAL_CODE) {
            text.append(" (signal ").append(code - FIRST_SIGNAL_CODE).append(')');
        }
        synchronized (lastLines) {
            text.append(lastLines.isEmpty() ? "; it printed nothing" : "; it printed last:");
            for (String line : lastLines) {
                text.append("\n    ").append(line);
            }
        }
        return text.toString();
    }
}
