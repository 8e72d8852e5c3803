package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.internal.driver.DriverInspection;
import io.bindery.testkit.PeerJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand sessions come and go. */
class SessionCyclesSystemTest {
    private static final int SESSIONS = 1_000;

    /** Mappings of a few sessions, which threads that wait may still hold; a thousand that leak would hold thousands. */
    private static final int REMEMBERED = 100;

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNotLeakWithEachOfAThousandSessions(@TempDir Path home) throws Exception {
        try (BinderContext context =
                        BinderContext.builder(World.CONTEXT).home(home).open();
                PeerJvm peer = PeerJvm.start(CyclingPeer.class, home.toString())) {
            AtomicInteger sent = new AtomicInteger();
            Hub.put(context, "relay", Transactions.object((code, data, reply) -> {
                if (code == 1) {
                    IBinder back = data.readStrongBinderNonNull();
                    reply.writeLong(Transactions.callLong(back, 1, data.readLong()));
                } else {
                    sent.incrementAndGet();
                }
            }));
            assertThat(peer.answer()).isEqualTo("ready");
            assertThat(peer.ask(String.valueOf(SESSIONS))).isEqualTo("warm");
            int exported = DriverInspection.exportedObjects(context);
            Footprint before = Footprint.take();

            assertThat(peer.answer()).as("threads of the peer's contexts").isEqualTo("threads=0");

            Eventually.await("every oneway call", () -> sent.get() == CyclingPeer.WARM_UP + SESSIONS);
            Eventually.await("all handles ended", () -> DriverInspection.exportedObjects(context) <= exported);
            before.awaitReturn(REMEMBERED);
            assertThat(Footprint.threads(World.CONTEXT)).isLessThanOrEqualTo(16);
            try (Stream<Path> files = Files.list(context.directory())) {
                assertThat(files).hasSize(2); // the socket and the lock of this process
            }
        }
    }
}
