package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.OnewayTimeoutException;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.TransactionTooLargeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that nobody waits for: all arrive, once, in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OnewaySystemTest {
    private static final int SEND = 1;

    private World world;
    private BinderContext owner;
    private BinderContext caller;
    private BinderContext hasty;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        owner = world.open();
        caller = world.open();
        hasty = world.open(options -> options.onewayTimeout(Duration.ofMillis(50)));
    }

    @AfterAll
    void close() {
        world.close();
    }

    /** Counts, and notices what does not come in the order in which its thread sent it. */
    private static final class Sequences {
        final AtomicLong received = new AtomicLong();
        final List<String> wrong = new ArrayList<>();
        private final long[] next = new long[64];

        final Binder binder = Transactions.object((code, data, reply) -> {
            long value = data.readLong();
            int sender = (int) (value >>> 56);
            if ((value & (1L << 56) - 1) != next[sender]++ && wrong.size() < 10) {
                wrong.add(
                        "sender=" + sender + " value=" + (value & (1L << 56) - 1) + " expected=" + (next[sender] - 1));
            }
            received.incrementAndGet();
        });

        void assertReceived(long count) {
            Eventually.await("received=" + count, () -> received.get() >= count);
            assertThat(wrong).isEmpty();
            assertThat(received).hasValue(count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldKeepTheOrderOfEachThread(int threads) throws Exception {
        int count = 100_000;
        Sequences sequences = new Sequences();
        BinderProxy remote = World.pass(sequences.binder, owner, caller);

        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            long sender = (long) thread << 56;
            senders.add(Workers.start(() -> {
                for (long i = 0; i < count / threads; i++) {
                    Transactions.sendLong(remote, SEND, sender | i);
                }
            }));
        }

        Workers.join(senders);
        sequences.assertReceived(count);
    }

    @Test
    void shouldKeepTheOrderAcrossObjectsThatAreBusyInTurn() throws Exception {
        int objects = 8;
        List<Sequences> sequences = new ArrayList<>();
        List<BinderProxy> remotes = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            sequences.add(new Sequences());
            remotes.add(World.pass(sequences.get(i).binder, owner, caller));
        }
        CountDownLatch release = new CountDownLatch(1);
        BinderProxy slow =
                World.pass(Transactions.object((code, data, reply) -> Workers.await(release)), owner, caller);

        Transactions.sendLong(slow, SEND, 0);
        for (long i = 0; i < 2_000; i++) {
            for (BinderProxy remote : remotes) {
                Transactions.sendLong(remote, SEND, i);
            }
        }

        sequences.forEach(each -> each.assertReceived(2_000));
        release.countDown();
    }

    @Test
    void shouldNotHoldUpOthersBehindASlowObject() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger slowCalls = new AtomicInteger();
        BinderProxy slow = World.pass(
                Transactions.object((code, data, reply) -> {
                    Workers.await(release);
                    slowCalls.incrementAndGet();
                }),
                owner,
                caller);
        Sequences sequences = new Sequences();
        BinderProxy fast = World.pass(sequences.binder, owner, caller);

        for (long i = 0; i < 1_000; i++) {
            Transactions.sendLong(slow, SEND, i);
            Transactions.sendLong(fast, SEND, i);
        }

        sequences.assertReceived(1_000);
        assertThat(slowCalls).hasValue(0);
        release.countDown();
        Eventually.await("all slow calls", () -> slowCalls.get() == 1_000);
    }

    /** Fills everything that can hold calls for a stuck object, and returns how many were accepted. */
    private static int fill(BinderProxy stuck, int bytes) throws RemoteException {
        int accepted = 0;
        while (trySend(stuck, bytes) == SendStatus.ACCEPTED) {
            accepted++;
        }
        return accepted;
    }

    private static void sendZeros(BinderProxy target, int bytes) throws RemoteException {
        try (Call call = target.newOnewayCall(SEND, 0, bytes)) {
            call.send();
        }
    }

    private static SendStatus trySend(BinderProxy target, int bytes) throws RemoteException {
        try (Call call = target.tryNewOnewayCall(SEND, 0, bytes)) {
            if (call == null) {
                return SendStatus.FULL;
            }
            for (int i = 0; i < bytes; i += Long.BYTES) {
                call.data().writeLong(i);
            }
            return call.trySend();
        }
    }

    @Test
    void shouldSayFullOrTimeOutWhereThereIsNoRoomAndLoseNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        BinderProxy stuck = World.pass(
                Transactions.object((code, data, reply) -> {
                    Workers.await(release);
                    received.incrementAndGet();
                }),
                owner,
                hasty);

        AtomicInteger accepted = new AtomicInteger();
        try {
            accepted.set(fill(stuck, 4_000));
            accepted.addAndGet(Room.useUp(() -> sendZeros(stuck, 4_000)));
            assertThatThrownBy(() -> sendZeros(stuck, 4_000))
                    .isInstanceOf(OnewayTimeoutException.class)
                    .hasMessageContaining("50 ms");
            Parcel data = Parcel.obtain();
            data.writeByteArray(new byte[15_000]);
            assertThatThrownBy(() -> stuck.transact(SEND, data, null, Binder.FLAG_ONEWAY))
                    .isInstanceOf(OnewayTimeoutException.class);
            data.recycle();
            try (Call call = Objects.requireNonNull(stuck.tryNewOnewayCall(SEND, 0, Call.UNBOUNDED))) {
                call.data().writeByteArray(new byte[15_000]);
                assertThat(call.trySend()).isEqualTo(SendStatus.FULL);
            }
        } finally {
            release.countDown(); // or the context's end would wait for the handler for ever
        }
        Eventually.await("accepted=" + accepted, () -> received.get() == accepted.get());
        Transactions.sendLong(stuck, SEND, 0);
        Eventually.await("one more", () -> received.get() == accepted.get() + 1);
    }

    @Test
    void shouldWaitForRoomAndGoOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Sequences sequences = new Sequences();
        BinderProxy remote = World.pass(
                Transactions.object((code, data, reply) -> {
                    Workers.await(release);
                    Transactions.run(sequences.binder, code, copy -> copy.writeLong(data.readLong()));
                }),
                owner,
                caller);
        AtomicInteger sent = new AtomicInteger();
        int count = 20_000;

        CompletableFuture<Void> sender = Workers.start(() -> {
            for (long i = 0; i < count; i++) {
                Transactions.sendLong(remote, SEND, i);
                sent.incrementAndGet();
            }
        });
        int[] before = {-1};
        Eventually.await("the sender waits", () -> {
            boolean stands = sent.get() == before[0] && before[0] > 1_000;
            before[0] = sent.get();
            return stands;
        });
        release.countDown();

        sender.get();
        sequences.assertReceived(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_000, 16_384, 16_500, 65_536, 200_000, (1 << 20) - 8})
    void shouldCarryParcelsOfEverySize(int length) throws Exception {
        int count = length > 100_000 ? 20 : 200;
        AtomicInteger right = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        BinderProxy remote = World.pass(
                Transactions.object((code, data, reply) -> {
                    int number = data.readInt();
                    byte[] expected = new byte[length];
                    Arrays.fill(expected, (byte) number);
                    boolean same = number == right.get() && Arrays.equals(data.readByteArray(), expected);
                    (same ? right : wrong).incrementAndGet();
                }),
                owner,
                caller);

        for (int i = 0; i < count; i++) {
            byte[] sent = new byte[length];
            Arrays.fill(sent, (byte) i);
            try (Call call = remote.newOnewayCall(SEND, 0, i % 2 == 0 ? Call.UNBOUNDED : 4 + Parcel.sizeOf(sent))) {
                call.data().writeInt(i);
                call.data().writeByteArray(sent);
                call.send();
            }
        }

        Eventually.await("received=" + count, () -> right.get() + wrong.get() == count);
        assertThat(wrong).hasValue(0);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws Exception {
        Sequences sequences = new Sequences();
        BinderProxy remote = World.pass(sequences.binder, owner, caller);
        Parcel data = Parcel.obtain();
        data.writeByteArray(new byte[2 << 20]);

        assertThatThrownBy(() -> remote.transact(SEND, data, null, Binder.FLAG_ONEWAY))
                .isInstanceOf(TransactionTooLargeException.class);

        data.recycle();
        Transactions.sendLong(remote, SEND, 0);
        sequences.assertReceived(1);
    }

    @Test
    void shouldGoOnAfterAHandlerThatFails() throws Exception {
        AtomicInteger received = new AtomicInteger();
        BinderProxy remote = World.pass(
                Transactions.object((code, data, reply) -> {
                    if (received.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("a failure that the test wants");
                    }
                }),
                owner,
                caller);

        for (int i = 0; i < 6; i++) {
            Transactions.sendLong(remote, SEND, i);
        }

        Eventually.await("all calls", () -> received.get() == 6);
        assertThat(remote.pingBinder()).isTrue();
    }

    @Test
    void shouldDeliverWhatWasSentBeforeTheProxyWasClosed() throws Exception {
        for (int round = 0; round < 200; round++) {
            Sequences sequences = new Sequences();
            try (BinderProxy remote = World.pass(sequences.binder, owner, caller)) {
                for (long i = 0; i < 20; i++) {
                    Transactions.sendLong(remote, SEND, i);
                }
            }
            sequences.assertReceived(20);
        }
    }

    @Test
    void shouldDeliverWhatWasSentBeforeTheSenderClosed() throws Exception {
        for (int round = 0; round < 20; round++) {
            Sequences sequences = new Sequences();
            try (BinderContext leaving = world.open()) {
                BinderProxy remote = World.pass(sequences.binder, owner, leaving);
                for (long i = 0; i < 500; i++) {
                    Transactions.sendLong(remote, SEND, i);
                }
            }
            sequences.assertReceived(500);
        }
    }

    @Test
    void shouldRunOnewayCallsThatAHandlerWaitsFor() throws Exception {
        CountDownLatch[] latch = {new CountDownLatch(1)};
        BinderProxy waiting =
                World.pass(Transactions.object((code, data, reply) -> Workers.await(latch[0])), owner, caller);
        BinderProxy opening =
                World.pass(Transactions.object((code, data, reply) -> latch[0].countDown()), owner, caller);

        for (int round = 0; round < 50; round++) {
            latch[0] = new CountDownLatch(1);
            CompletableFuture<Void> call = Workers.start(() -> Transactions.run(waiting, SEND, data -> {}));
            Transactions.sendLong(opening, SEND, 0);
            call.get();
        }
    }
}
