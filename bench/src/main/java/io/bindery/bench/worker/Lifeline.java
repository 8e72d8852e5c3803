package io.bindery.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * How a worker and its parent know of each other: the parent holds the worker's standard input open; its end is the
 * parent's end or its wish. The worker says once that it is ready, and may then be told what to do, a line each, which it
 * answers with a line each.
 */
public final class Lifeline {
    /** With what a worker's answers begin. */
    static final String ANSWER = "bench worker: ";

    private static final String READY = "ready";
    private static final int ORPHANED = 3;

    private Lifeline() {}

    /** What a worker does when it is told something. */
    public interface Command {
        String answer(String command) throws Exception;
    }

    public static void ready() {
        answer(READY);
    }

    private static void answer(String text) {
        System.out.println(ANSWER + text);
    }

    /** Answers commands until the parent lets go. */
    public static void serve(Command worker) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ready();
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answer(worker.answer(command));
        }
    }

    /** Returns when the parent lets go. */
    public static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever written; but if it were, it would mean nothing.
        }
    }

    /** Ends this process as soon as the parent lets go of it. */
    public static void endWithParent() {
        Thread.ofPlatform().daemon().name("bench-lifeline").start(() -> {
            try {
                awaitEnd();
            } catch (IOException e) {
                System.err.println("bench worker: standard input failed: " + e);
            }
            Runtime.getRuntime().halt(ORPHANED);
        });
    }
}
