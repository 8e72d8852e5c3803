package io.bindery.pipe;

import io.bindery.testkit.transport.Far;
import java.io.IOException;

/** A child with two pipes of its own. */
class PipeConformanceTest extends PipeConformance {
    @Override
    protected Far start() throws IOException {
        return FarChild.start();
    }
}
