package io.bindery.pipe;

import io.bindery.testkit.transport.Far;
import java.io.IOException;

/** A child whose standard input and output are the pipes. */
class StdioConformanceTest extends PipeConformance {
    @Override
    protected Far start() throws IOException {
        return FarChild.startOnStdio();
    }
}
