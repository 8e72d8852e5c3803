package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderProxy;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.internal.driver.DriverInspection;
import io.bindery.system.Eventually;
import io.bindery.system.Hub;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import io.bindery.testkit.PeerJvm;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a peer is killed: calls end, recipients are told once, nothing of it stays, and others do not notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillSystemTest {
    private Path home;
    private Attacked survivor;
    private int exported;

    /** Waits in calls to the survivor until it may go on. */
    private volatile CountDownLatch entered = new CountDownLatch(1);

    private volatile CountDownLatch leave = new CountDownLatch(1);

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        survivor = new Attacked(home);
        Hub.put(survivor.context, "survivor", Transactions.object((code, data, reply) -> {
            if (code == DoomedPeer.NEVER) {
                entered.countDown();
                Workers.await(leave);
            }
        }));
        exported = DriverInspection.exportedObjects(survivor.context);
    }

    @AfterAll
    void close() throws Exception {
        survivor.close();
    }

    @ParameterizedTest
    @EnumSource(DoomedPeer.Moment.class)
    void shouldForgetAPeerThatIsKilled(DoomedPeer.Moment moment) throws Exception {
        entered = new CountDownLatch(1);
        leave = new CountDownLatch(1);
        PeerJvm peer = PeerJvm.start(DoomedPeer.class, home.toString(), moment.name());
        assertThat(peer.answer()).isEqualTo("now");
        if (moment.compareTo(DoomedPeer.Moment.WITH_A_CALL_CLAIMED) < 0) {
            peer.kill();
        } else {
            kill(peer, moment);
        }

        Eventually.await(
                "its references are gone", () -> DriverInspection.exportedObjects(survivor.context) == exported);
        survivor.assertUnharmed();
    }

    private void kill(PeerJvm peer, DoomedPeer.Moment moment) throws Exception {
        BinderProxy remote = (BinderProxy) Objects.requireNonNull(Hub.get(survivor.context, DoomedPeer.NAME));
        assertThat(Transactions.callLong(remote, DoomedPeer.ECHO, 5)).isEqualTo(5);
        AtomicInteger told = new AtomicInteger();
        remote.linkToDeath(told::incrementAndGet, 0);
        CompletableFuture<Void> call = Workers.start(() -> Transactions.run(remote, DoomedPeer.NEVER, data -> {}));
        if (moment == DoomedPeer.Moment.WHILE_IT_SERVES) {
            assertThat(peer.answer()).isEqualTo("now");
        } else if (moment == DoomedPeer.Moment.WHILE_IT_WAITS_FOR_A_REPLY) {
            entered.await();
        }

        peer.kill();

        assertThatThrownBy(call::get).cause().isInstanceOf(DeadObjectException.class);
        Eventually.await("the recipient told", () -> told.get() > 0);
        IBinder.DeathRecipient late = () -> {};
        assertThatThrownBy(() -> remote.linkToDeath(late, 0)).isInstanceOf(DeadObjectException.class);
        leave.countDown();
        survivor.assertServes();
        assertThat(told).hasValue(1);
        Hub.remove(survivor.context, DoomedPeer.NAME);
    }
}
