package io.bindery.conformance;

import org.junit.jupiter.api.Nested;

/** The suites over Unix sockets; those in which processes end have a class of their own, run beside it. */
class UnixConformanceSystemTest {
    private static final String UNIX = "unix";

    @Nested
    class Calls extends CallsConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Identity extends IdentityConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class WorkSources extends WorkSourceConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class NestedCalls extends NestedCallsConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Threads extends ThreadsConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Deadlines extends DeadlineConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Oneway extends OnewayConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Freeze extends FreezeConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }
}
