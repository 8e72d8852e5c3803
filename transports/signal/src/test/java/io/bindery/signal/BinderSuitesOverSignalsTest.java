package io.bindery.signal;

import io.bindery.testkit.transport.NotRun;

/** Why the Binder conformance suites do not run over signals. */
class BinderSuitesOverSignalsTest extends NotRun {
    @Override
    protected String reason() {
        return "needs DUPLEX and PAYLOAD: a signal has neither; SignalSystemTest runs what it has";
    }
}
