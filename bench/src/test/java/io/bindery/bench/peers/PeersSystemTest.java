package io.bindery.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.bench.rig.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersSystemTest {
    @TempDir
    Path directory;

    @Test
    void shouldExchangeThroughEveryPeer() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        Peers.all().forEach(peer -> command.addAll(peer.jvmFlags()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerEnds.class.getName()));
        command.add(directory.toString());

        Process ends = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = ends.inputReader().readAllLines();

        assertThat(ends.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lines)
                .containsAll(Peers.roundTrips().stream()
                        .map(peer -> peer.name() + " " + (64 + 128 + 64))
                        .toList())
                .containsAll(Peers.streams().stream()
                        .map(peer -> peer.name() + " " + 3)
                        .toList())
                .contains("futex-bounce 256", "epoll-bounce 256", "epoll-hop-bounce 256");
    }

    @Test
    void shouldNameEachPeerOnce() {
        assertThat(Peers.all()).extracting(Peer::name).doesNotHaveDuplicates();
    }

    @Test
    void shouldNoticeAWrongSum() {
        SumClient liar = new SumClient("liar") {
            @Override
            long call(long a, long b, long c, long d) {
                return sum(a, b, c, d) + 1;
            }
        };

        assertThatThrownBy(liar::exchange).hasMessageContaining("wrong sum").hasMessageContaining("liar");
    }
}
