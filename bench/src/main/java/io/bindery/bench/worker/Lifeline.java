package io.bindery.bench.worker;

import java.io.IOException;

/**
 * How a worker and its parent know of each other: the parent holds the worker's standard input open and never writes;
 * its end is the parent's end or its wish. The worker says once that it is ready.
 */
final class Lifeline {
    /** By which a worker says so; the JVM may print what it was asked to print on the same line. */
    static final String READY = "bench worker ready";

    private static final int ORPHANED = 3;

    private Lifeline() {}

    static void ready() {
        System.out.println(READY);
    }

    /** Returns when the parent lets go. */
    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever written; but if it were, it would mean nothing.
        }
    }

    /** Ends this process as soon as the parent lets go of it. */
    static void endWithParent() {
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
