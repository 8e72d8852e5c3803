package io.bindery.testkit.transport;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The suites of {@code io.bindery.conformance}, for a transport that cannot run them: each is reported with the reason, so
 * that none is left out silently. What such a transport can do is tested by suites of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ConformanceReport.class)
public abstract class NotRun {
    /** Why the transport cannot run them. */
    protected abstract String reason();

    private void notRun() {
        Assumptions.abort(reason());
    }

    @Test
    void calls() {
        notRun();
    }

    @Test
    void objects() {
        notRun();
    }

    @Test
    void death() {
        notRun();
    }

    @Test
    void identity() {
        notRun();
    }

    @Test
    void workSources() {
        notRun();
    }

    @Test
    void nestedCalls() {
        notRun();
    }

    @Test
    void threads() {
        notRun();
    }

    @Test
    void deadlines() {
        notRun();
    }

    @Test
    void oneway() {
        notRun();
    }

    @Test
    void freeze() {
        notRun();
    }
}
