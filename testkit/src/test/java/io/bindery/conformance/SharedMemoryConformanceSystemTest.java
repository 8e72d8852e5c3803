package io.bindery.conformance;

import org.junit.jupiter.api.Nested;

/** The suites over shared memory. */
class SharedMemoryConformanceSystemTest {
    @Nested
    class Calls extends CallsConformance {}

    @Nested
    class Objects extends ObjectsConformance {}

    @Nested
    class Death extends DeathConformance {}

    @Nested
    class Identity extends IdentityConformance {}

    @Nested
    class WorkSources extends WorkSourceConformance {}

    @Nested
    class Oneway extends OnewayConformance {}

    @Nested
    class NestedCalls extends NestedCallsConformance {}

    @Nested
    class Threads extends ThreadsConformance {}

    @Nested
    class Deadlines extends DeadlineConformance {}

    @Nested
    class Freeze extends FreezeConformance {}
}
