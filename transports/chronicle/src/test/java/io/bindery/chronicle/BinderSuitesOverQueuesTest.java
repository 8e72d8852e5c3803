package io.bindery.chronicle;

import io.bindery.testkit.transport.NotRun;

/** Why the Binder conformance suites do not run over queues. */
class BinderSuitesOverQueuesTest extends NotRun {
    @Override
    protected String reason() {
        return "needs DUPLEX: a queue has no replies; DurableCallsSystemTest runs what it has";
    }
}
