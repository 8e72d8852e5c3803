package io.bindery.agrona;

import java.nio.file.Path;

/** Both contexts in this process. */
class OwnContextsBuffersTest extends BuffersConformance {
    @Override
    AutoCloseable host(Path home) throws Exception {
        return Reverser.open(home);
    }
}
