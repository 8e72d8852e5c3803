package io.bindery.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private static final int[] BURSTS = {64, 128, 4096, 64};

    @TempDir
    Path directory;

    @Test
    void shouldBounceAsOftenAsAsked() throws Exception {
        assertThat(samplesOf(new Bounce()).getTotalCount()).isEqualTo(64 + 128 + 4096 + 64);
    }

    @Test
    void shouldStreamMoreThanTheRingHolds() throws Exception {
        assertThat(samplesOf(new BareStream()).getTotalCount()).isEqualTo(BURSTS.length);
    }

    @Test
    void shouldNoticeAMissingMessage() {
        assertThatThrownBy(() -> StreamMessage.check(7, 8, 0, 0))
                .hasMessageContaining("expected=7")
                .hasMessageContaining("sequence=8");
    }

    @Test
    void shouldNoticeADamagedMessage() {
        long sum = StreamMessage.checksum(7) ^ 1;

        assertThatThrownBy(() -> StreamMessage.check(7, 7, sum, StreamMessage.checksum(7)))
                .hasMessageContaining("damaged");
    }

    private Histogram samplesOf(Peer peer) throws Exception {
        Histogram samples = new Histogram(60_000_000_000_000L, 3);
        Workload client = peer.openClient(directory);
        Responder server = peer.openServer(directory);
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
            for (int burst : BURSTS) {
                server.respond(burst);
            }
        });
        for (int burst : BURSTS) {
            client.burst(burst, samples);
        }
        served.get(30, TimeUnit.SECONDS);
        return samples;
    }
}
