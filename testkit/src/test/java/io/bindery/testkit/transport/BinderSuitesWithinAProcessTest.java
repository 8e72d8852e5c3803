package io.bindery.testkit.transport;

/** Why the Binder conformance suites do not run within a process. */
class BinderSuitesWithinAProcessTest extends NotRun {
    @Override
    protected String reason() {
        return "the suites kill, freeze and identify processes, and within one there is no other;"
                + " LocalConformanceTest runs calls, oneway calls and the ends of sessions";
    }
}
