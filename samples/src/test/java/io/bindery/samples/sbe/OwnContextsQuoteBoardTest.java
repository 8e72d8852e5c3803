package io.bindery.samples.sbe;

import java.nio.file.Path;

/** The board in this process, behind a second context of the same directory. */
class OwnContextsQuoteBoardTest extends QuoteBoardConformance {
    @Override
    AutoCloseable host(Path home) throws Exception {
        return QuoteBoardPeer.open(home);
    }
}
