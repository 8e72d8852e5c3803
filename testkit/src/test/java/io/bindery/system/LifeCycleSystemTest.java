package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes come and go. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifeCycleSystemTest {
    @TempDir
    private Path home;

    private static Binder echo() {
        return Transactions.object((code, data, reply) -> reply.writeLong(data.readLong()));
    }

    @Test
    void shouldEndPendingCallsAndTellEveryRecipientWhenThePeerIsKilled() throws Exception {
        try (World world = new World(home)) {
            BinderContext context = world.open();
            PeerJvm peer = PeerJvm.start(SystemPeer.class, home.toString());
            assertThat(peer.answer()).isEqualTo("ready");
            BinderProxy remote = (BinderProxy) Objects.requireNonNull(Hub.get(context, SystemPeer.NAME));
            assertThat(Transactions.callLong(remote, SystemPeer.ECHO, 7)).isEqualTo(7);
            assertThat(remote.ownerPid()).isEqualTo(peer.pid());
            AtomicInteger told = new AtomicInteger();
            IBinder.DeathRecipient withdrawn = () -> told.addAndGet(1_000);
            IBinder.DeathRecipient late = () -> {};
            remote.linkToDeath(told::incrementAndGet, 0);
            remote.linkToDeath(
                    () -> {
                        told.incrementAndGet();
                        throw new IllegalStateException("a failure that the test wants");
                    },
                    0);
            remote.linkToDeath(told::incrementAndGet, 0);
            remote.linkToDeath(withdrawn, 0);
            assertThat(remote.unlinkToDeath(withdrawn, 0)).isTrue();
            assertThatThrownBy(() -> remote.unlinkToDeath(withdrawn, 0)).isInstanceOf(NoSuchElementException.class);
            CountDownLatch started = new CountDownLatch(3);
            Binder starter = Transactions.object((code, data, reply) -> started.countDown());
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(Workers.start(
                        () -> Transactions.run(remote, SystemPeer.NEVER, data -> data.writeStrongBinder(starter))));
            }
            started.await();

            peer.kill();

            for (CompletableFuture<Void> call : calls) {
                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(DeadObjectException.class);
            }
            Eventually.await("three recipients told", () -> told.get() >= 3);
            assertThat(told).hasValue(3);
            assertThat(remote.isBinderAlive()).isFalse();
            assertThat(remote.pingBinder()).isFalse();
            assertThatThrownBy(() -> remote.linkToDeath(late, 0)).isInstanceOf(DeadObjectException.class);
            assertThat(remote.unlinkToDeath(late, 0)).isFalse();
            assertThatThrownBy(() -> Transactions.sendLong(remote, SystemPeer.ECHO, 1))
                    .isInstanceOf(DeadObjectException.class);
        }
    }

    @Test
    void shouldTakeAStoppedPeerForSlowAndNotForDead() throws Exception {
        try (World world = new World(home)) {
            BinderContext context = world.open();
            try (PeerJvm peer = PeerJvm.start(SystemPeer.class, home.toString())) {
                assertThat(peer.answer()).isEqualTo("ready");
                BinderProxy remote = (BinderProxy) Objects.requireNonNull(Hub.get(context, SystemPeer.NAME));
                AtomicInteger told = new AtomicInteger();
                remote.linkToDeath(told::incrementAndGet, 0);
                AtomicInteger answers = new AtomicInteger();

                signal("STOP", peer);
                CompletableFuture<Void> calls = Workers.start(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(Transactions.callLong(remote, SystemPeer.ECHO, i))
                                .isEqualTo(i);
                        answers.incrementAndGet();
                    }
                });
                long begin = System.nanoTime();
                Eventually.await("some sleeps end", () -> System.nanoTime() - begin > 500_000_000L);
                assertThat(answers).hasValue(0);
                signal("CONT", peer);

                calls.get();
                assertThat(told).hasValue(0);
                assertThat(remote.isBinderAlive()).isTrue();
            }
        }
    }

    private static void signal(String name, PeerJvm peer) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(peer.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Test
    void shouldTellTheCallerWhenTheOwnerClosesItsContext() throws Exception {
        try (World world = new World(home)) {
            BinderContext caller = world.open();
            BinderContext owner = world.open();
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            BinderProxy remote = World.pass(
                    Transactions.object((code, data, reply) -> {
                        entered.countDown();
                        Workers.await(leave);
                    }),
                    owner,
                    caller);
            AtomicInteger told = new AtomicInteger();
            remote.linkToDeath(told::incrementAndGet, 0);
            CompletableFuture<Void> call = Workers.start(() -> Transactions.run(remote, 1, data -> {}));
            entered.await();

            CompletableFuture<Void> closing = Workers.start(owner::close);
            assertThatThrownBy(call::get).hasCauseInstanceOf(DeadObjectException.class);
            leave.countDown();
            closing.get();

            Eventually.await("the recipient told", () -> told.get() == 1);
        }
    }

    @Test
    void shouldEndPendingCallsWhenTheCallerClosesItsOwnContext() throws Exception {
        try (World world = new World(home)) {
            BinderContext owner = world.open();
            BinderContext caller = world.open();
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            BinderProxy remote = World.pass(
                    Transactions.object((code, data, reply) -> {
                        entered.countDown();
                        Workers.await(leave);
                    }),
                    owner,
                    caller);
            CompletableFuture<Void> call = Workers.start(() -> Transactions.run(remote, 1, data -> {}));
            entered.await();

            caller.close();

            assertThatThrownBy(call::get).hasCauseInstanceOf(DeadObjectException.class);
            leave.countDown();
            caller.close();
            assertThatThrownBy(caller::getContextObject).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldLetAHandlerCloseItsContext() throws Exception {
        try (World world = new World(home)) {
            BinderContext caller = world.open();
            for (int round = 0; round < 5; round++) {
                BinderContext owner = world.open();
                CountDownLatch closed = new CountDownLatch(1);
                BinderProxy remote = World.pass(
                        Transactions.object((code, data, reply) -> {
                            owner.close();
                            closed.countDown();
                            reply.writeLong(data.readLong());
                        }),
                        owner,
                        caller);

                // The first reply may still get through before the caller hears of the end.
                Eventually.await("calls fail", () -> fails(remote));
                closed.await();
            }
        }
    }

    private static boolean fails(BinderProxy remote) {
        try {
            Transactions.callLong(remote, 1, 1);
            return false;
        } catch (RemoteException e) {
            return true;
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        for (int round = 0; round < 10; round++) {
            cycle();
        }
        long descriptors = count(Path.of("/proc/self/fd"));
        long mappings = laneMappings();
        for (int round = 0; round < 50; round++) {
            cycle();
        }

        assertThat(count(Path.of("/proc/self/fd"))).isLessThanOrEqualTo(descriptors + 5);
        assertThat(laneMappings()).isLessThanOrEqualTo(mappings);
        assertThat(count(home.resolve(World.CONTEXT))).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("bindery-" + World.CONTEXT) && thread.isAlive());
    }

    private void cycle() throws Exception {
        try (World world = new World(home)) {
            BinderContext owner = world.open();
            BinderContext caller = world.open();
            BinderProxy remote = World.pass(echo(), owner, caller);
            assertThat(Transactions.callLong(remote, 1, 5)).isEqualTo(5);
            Transactions.sendLong(remote, 1, 6);
            byte[] large = new byte[100_000];
            Transactions.run(remote, 1, data -> data.writeByteArray(large));
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long laneMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd:bindery")).count();
        }
    }

    @Test
    void shouldMakeOneSessionOfSimultaneousConnects() throws Exception {
        try (World world = new World(home)) {
            BinderContext hub = world.open();
            for (int round = 0; round < 30; round++) {
                BinderContext a = world.open();
                BinderContext b = world.open();
                Hub.put(a, "a", echo());
                Hub.put(b, "b", echo());
                CyclicBarrier together = new CyclicBarrier(2);
                AtomicReference<IBinder> ofA = new AtomicReference<>();
                List<CompletableFuture<Void>> connects = List.of(
                        Workers.start(() -> {
                            together.await();
                            ofA.set(Objects.requireNonNull(Hub.get(b, "a")));
                            assertThat(Transactions.callLong(ofA.get(), 1, 1)).isEqualTo(1);
                        }),
                        Workers.start(() -> {
                            together.await();
                            IBinder ofB = Objects.requireNonNull(Hub.get(a, "b"));
                            assertThat(Transactions.callLong(ofB, 1, 2)).isEqualTo(2);
                        }));
                Workers.join(connects);
                assertThat(ofA.get().isBinderAlive()).isTrue();
                a.close();
                b.close();
            }
            assertThat(hub.isContextManager()).isTrue();
        }
    }

    @Test
    void shouldShareLanesWhenThereAreMoreCallersThanLanes() throws Exception {
        Limits two = new Limits(2048, 2, 1 << 20, 512 << 10, 16, 5_000);
        try (World world = new World(home)) {
            BinderContext owner = world.open(options -> options.limits(two));
            BinderContext caller = world.open(options -> options.limits(two));
            BinderProxy remote = World.pass(echo(), owner, caller);
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                long base = 1_000L * thread;
                callers.add(Workers.start(() -> {
                    for (long i = 0; i < 200; i++) {
                        assertThat(Transactions.callLong(remote, 1, base + i)).isEqualTo(base + i);
                        Transactions.sendLong(remote, 1, i);
                    }
                }));
            }
            Workers.join(callers);
        }
    }

    @Test
    void shouldServeManyThreadsOfEitherKind() throws Exception {
        try (World world = new World(home)) {
            BinderContext owner = world.open();
            BinderContext caller = world.open();
            BinderProxy remote = World.pass(echo(), owner, caller);
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int thread = 0; thread < 164; thread++) {
                long base = 1_000L * thread;
                callers.add(Workers.start(
                        thread < 64
                                ? Thread.ofPlatform().daemon().factory()
                                : Thread.ofVirtual().factory(),
                        () -> {
                            for (long i = 0; i < 50; i++) {
                                assertThat(Transactions.callLong(remote, 1, base + i))
                                        .isEqualTo(base + i);
                            }
                        }));
            }
            Workers.join(callers);
        }
    }

    @Test
    void shouldKeepReferencesWorkingAfterTheMiddleManHasClosed() throws Exception {
        try (World world = new World(home)) {
            BinderContext hub = world.open();
            BinderContext owner = world.open();
            BinderContext middle = world.open();
            BinderContext last = world.open();
            Binder object = echo();
            BinderProxy atMiddle = World.pass(object, owner, middle);
            Hub.put(middle, "passed on", atMiddle);
            IBinder atLast = Objects.requireNonNull(Hub.get(last, "passed on"));
            middle.close();

            assertThat(Transactions.callLong(atLast, 1, 9)).isEqualTo(9);
            assertThat(Hub.get(owner, "passed on")).isSameAs(object);
            assertThat(Hub.get(last, "passed on")).isSameAs(atLast);
            assertThat(hub.isContextManager()).isTrue();

            owner.close();
            Eventually.await("the owner is known dead", () -> !atLast.isBinderAlive());
            assertThat(Transactions.call(
                            Objects.requireNonNull(hub.getContextObject()),
                            2,
                            data -> data.writeString("passed on"),
                            Parcel::readStrongBinder))
                    .isNotNull();
        }
    }
}
