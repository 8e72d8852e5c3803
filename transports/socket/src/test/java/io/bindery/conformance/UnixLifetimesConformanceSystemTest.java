package io.bindery.conformance;

import org.junit.jupiter.api.Nested;

/** The suites over Unix sockets in which objects and processes come and go. */
class UnixLifetimesConformanceSystemTest {
    private static final String UNIX = "unix";

    @Nested
    class Objects extends ObjectsConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }

    @Nested
    class Death extends DeathConformance {
        @Override
        String transport() {
            return UNIX;
        }
    }
}
