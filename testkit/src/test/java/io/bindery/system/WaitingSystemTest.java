package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.internal.driver.DriverInspection;
import io.bindery.internal.linux.Threads;
import io.bindery.testkit.PeerJvm;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the two processes wait, and whichever threads run their handlers: calls arrive, in order, and come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingSystemTest {
    private Path home;
    private PeerJvm peer;
    private BinderContext hub;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        hub = BinderContext.builder(World.CONTEXT).home(home).open();
        peer = PeerJvm.start(KindsPeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("ready");
    }

    @AfterAll
    void close() {
        peer.close();
        hub.close();
    }

    private BinderProxy openBoth(KindsPeer.Kind kind, KindsPeer.Running ours) throws RemoteException {
        assertThat(peer.ask("open " + kind)).isEqualTo("done");
        BinderProxy remote = (BinderProxy) Objects.requireNonNull(Hub.get(ours.context, kind.name()));
        assertThat(remote.ownerPid()).isEqualTo(peer.pid());
        return remote;
    }

    @ParameterizedTest
    @EnumSource(KindsPeer.Kind.class)
    void shouldCarryCallsOfEveryKind(KindsPeer.Kind kind) throws Exception {
        try (KindsPeer.Running ours = new KindsPeer.Running(home, kind)) {
            BinderProxy remote = openBoth(kind, ours);
            for (ThreadFactory threads : new ThreadFactory[] {
                Thread.ofPlatform().daemon().factory(), Thread.ofVirtual().factory()
            }) {
                Void ignored = Workers.start(threads, () -> {
                            callAndSend(remote);
                        })
                        .get();
            }
            peer.tell("close");
            Eventually.await("the peer's end is known", () -> !remote.isBinderAlive());
            assertThat(peer.answer()).isEqualTo("done");
        }
    }

    /** Caller and looper cannot get out of each other's way, and take turns. */
    @Test
    void shouldCarryCallsBetweenThreadsThatAreTiedToOneCpu() throws Exception {
        KindsPeer.Kind kind = KindsPeer.Kind.ONE_CPU;
        try (KindsPeer.Running ours = new KindsPeer.Running(home, kind)) {
            BinderProxy remote = openBoth(kind, ours);
            Void ignored = Workers.start(Thread.ofPlatform().daemon().factory(), () -> {
                        Threads.setAffinity(KindsPeer.lastCpu());
                        callAndSend(remote);
                    })
                    .get();
            peer.tell("close");
            Eventually.await("the peer's end is known", () -> !remote.isBinderAlive());
            assertThat(peer.answer()).isEqualTo("done");
        }
    }

    private static void callAndSend(BinderProxy remote) throws RemoteException {
        Binder back = Transactions.object((code, data, reply) -> reply.writeLong(data.readLong() + 1));
        long before = counted(remote);
        for (long i = 0; i < 200; i++) {
            assertThat(Transactions.callLong(remote, KindsPeer.ECHO, i)).isEqualTo(i);
            Transactions.sendLong(remote, KindsPeer.COUNT, before + i);
        }
        for (long i = 0; i < 20; i++) {
            long argument = i;
            assertThat(Transactions.<Long>call(
                            remote,
                            KindsPeer.CALL_BACK,
                            data -> {
                                data.writeStrongBinder(back);
                                data.writeLong(argument);
                            },
                            Parcel::readLong))
                    .isEqualTo(argument + 1);
        }
        Eventually.await("all oneway calls, in order", () -> {
            try {
                return counted(remote) == before + 200;
            } catch (RemoteException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static long counted(BinderProxy remote) throws RemoteException {
        return Transactions.call(remote, KindsPeer.COUNTED, data -> {}, Parcel::readLong);
    }

    @ParameterizedTest
    @EnumSource(KindsPeer.Kind.class)
    void shouldRunHandlersOnTheThreadsThatItWasTold(KindsPeer.Kind kind) throws Exception {
        try (KindsPeer.Running ours = new KindsPeer.Running(home, kind)) {
            BinderProxy remote = openBoth(kind, ours);

            String thread = Transactions.call(
                    remote,
                    KindsPeer.THREAD,
                    data -> {},
                    reply -> reply.readString() + " " + reply.readString() + " " + reply.readString());

            String name = kind == KindsPeer.Kind.DUTY_CYCLE ? "duty-cycle" : "bindery-" + World.CONTEXT + "-looper-";
            assertThat(thread).startsWith(name);
            assertThat(thread.contains(" OwnThread ")).isEqualTo(kind == KindsPeer.Kind.FACTORY);
            if (kind == KindsPeer.Kind.ONE_CPU) {
                assertThat(thread).endsWith(" [" + KindsPeer.lastCpu() + "]");
            }
            assertThat(peer.ask("close")).isEqualTo("done");
        }
    }

    /** To spin for a call that comes a millisecond later takes a CPU from others and saves nothing. */
    @Test
    void shouldHardlySpinWhereCallsAreFarApart() throws Exception {
        String address = "shm:" + home.resolve("far-apart");
        try (BinderContext far = BinderContext.builder("far").transports().open();
                BinderContext near = BinderContext.builder("near").transports().open()) {
            long atFirst = DriverInspection.looperSpinNs(far);
            assumeTrue(atFirst > 0, "skipped: on one CPU nobody spins");
            far.listen(address, Transactions.object((code, data, reply) -> reply.writeLong(data.readLong())));
            BinderProxy remote = (BinderProxy) near.connect(address);

            Eventually.await("the looper has learnt that spinning is of no use", () -> {
                try {
                    assertThat(Transactions.callLong(remote, KindsPeer.ECHO, 1)).isEqualTo(1);
                } catch (RemoteException e) {
                    throw new AssertionError(e);
                }
                return DriverInspection.looperSpinNs(far) < atFirst / 10;
            });
        }
    }

    @Test
    void shouldRefuseDoWorkWhereThereAreLoopers() {
        assertThatThrownBy(hub::doWork)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("looperThreads(0)");
    }
}
