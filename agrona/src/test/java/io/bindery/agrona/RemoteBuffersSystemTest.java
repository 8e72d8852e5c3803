package io.bindery.agrona;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.testkit.PeerJvm;
import java.nio.file.Path;

/** The other context in another process. */
class RemoteBuffersSystemTest extends BuffersConformance {
    @Override
    AutoCloseable host(Path home) {
        PeerJvm peer = PeerJvm.launcher()
                .options("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
                .start(Reverser.class, home.toString());
        assertThat(peer.answer()).isEqualTo("hosts=true");
        return peer;
    }
}
