package io.bindery.samples.sbe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.testkit.PeerJvm;
import java.nio.file.Path;

/** The board in another process: what one encodes into the ring, the other decodes from it. */
class RemoteQuoteBoardSystemTest extends QuoteBoardConformance {
    @Override
    AutoCloseable host(Path home) {
        PeerJvm peer = PeerJvm.launcher()
                .options("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
                .start(QuoteBoardPeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("hosts=true");
        return peer;
    }
}
