package io.bindery.pipe;

import io.bindery.testkit.transport.NotRun;

/** Why the Binder conformance suites do not run over pipes. */
class BinderSuitesOverPipesTest extends NotRun {
    @Override
    protected String reason() {
        return "a context of several processes cannot meet over pipes, which connect one child with its parent;"
                + " PipeConformanceTest and StdioConformanceTest run calls, objects, deaths and identity over them";
    }
}
