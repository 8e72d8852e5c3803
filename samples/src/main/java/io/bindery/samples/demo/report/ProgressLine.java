package io.bindery.samples.demo.report;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * One line that says how far the work is: written anew in place on a terminal, else printed now and then.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
public final class ProgressLine {
    private static final long SPARSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final String CLEAR = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private long lastNs = System.nanoTime();

    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows the text, unless it is too early for that. */
    public void show(String text) {
        if (terminal) {
            out.print(CLEAR + text);
            out.flush();
        } else if (System.nanoTime() - lastNs >= SPARSE_NS) {
            lastNs = System.nanoTime();
            out.println(text);
        }
    }

    /** Makes room for what is printed next. */
    public void clear() {
        if (terminal) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
