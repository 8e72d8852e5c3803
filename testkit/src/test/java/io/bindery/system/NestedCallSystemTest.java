package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that come back before they return. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedCallSystemTest {
    private static final int CALL = 1;

    private World world;
    private BinderContext a;
    private BinderContext b;
    private BinderContext c;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        a = world.open();
        b = world.open();
        c = world.open();
    }

    @AfterAll
    void close() {
        world.close();
    }

    /** An object that calls the binder it is given. */
    private static Binder relay(List<Thread> threads) {
        return Transactions.object((code, data, reply) -> {
            threads.add(Thread.currentThread());
            Transactions.run(data.readStrongBinderNonNull(), CALL, arguments -> {});
        });
    }

    @Test
    void shouldRunACallBackOnTheWaitingThread() throws RemoteException {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        BinderProxy remote = World.pass(relay(threads), b, a);
        ReentrantLock lock = new ReentrantLock();
        Binder callback = Transactions.object((code, data, reply) -> {
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            threads.add(Thread.currentThread());
        });

        lock.lock();
        try {
            Transactions.run(remote, CALL, data -> data.writeStrongBinder(callback));
        } finally {
            lock.unlock();
        }

        assertThat(threads).hasSize(2).last().isSameAs(Thread.currentThread());
        assertThat(threads.getFirst()).isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void shouldRunACallThatComesBackByWayOfAThirdProcessOnTheWaitingThread(int rounds) throws RemoteException {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Binder callback = Transactions.object((code, data, reply) -> threads.add(Thread.currentThread()));
        BinderProxy second = World.pass(relay(threads), c, b);
        Binder first = Transactions.object((code, data, reply) -> {
            IBinder back = data.readStrongBinderNonNull();
            Transactions.run(second, CALL, arguments -> arguments.writeStrongBinder(back));
        });
        BinderProxy remote = World.pass(first, b, a);

        for (int round = 0; round < rounds; round++) {
            threads.clear();
            Transactions.run(remote, CALL, data -> data.writeStrongBinder(callback));
            assertThat(threads).hasSize(2).last().isSameAs(Thread.currentThread());
        }
    }

    /** Calls to and fro until {@code levels} calls are open, with {@code padding} bytes each way. */
    private static Binder bouncer() {
        Binder[] self = new Binder[1];
        self[0] = Transactions.object((code, data, reply) -> {
            int levels = data.readInt();
            byte[] padding = Objects.requireNonNull(data.readByteArray());
            IBinder other = data.readStrongBinderNonNull();
            int below = levels == 0 ? 0 : bounce(other, levels - 1, padding, self[0]);
            data.setDataPosition(4);
            assertThat(data.readByteArray()).isEqualTo(padding);
            reply.writeInt(below + 1);
            reply.writeByteArray(padding);
        });
        return self[0];
    }

    private static int bounce(IBinder target, int levels, byte[] padding, IBinder back) throws RemoteException {
        return Transactions.call(
                target,
                CALL,
                data -> {
                    data.writeInt(levels);
                    data.writeByteArray(padding);
                    data.writeStrongBinder(back);
                },
                reply -> {
                    int count = reply.readInt();
                    assertThat(reply.readByteArray()).isEqualTo(padding);
                    return count;
                });
    }

    private static byte[] padding(int length) {
        byte[] padding = new byte[length];
        Arrays.fill(padding, (byte) length);
        return padding;
    }

    @ParameterizedTest
    @CsvSource({
        "1,0",
        "2,0",
        "40,0",
        "200,0",
        "200,100",
        "240,40",
        "3,16000",
        "4,15000",
        "6,5000",
        "3,20000",
        "2,1000000",
        "30,4000",
        "80,70000"
    })
    void shouldNestCalls(int levels, int length) throws RemoteException {
        BinderProxy remote = World.pass(bouncer(), b, a);

        for (int round = 0; round < 2; round++) {
            assertThat(bounce(remote, levels, padding(length), bouncer())).isEqualTo(levels + 1);
        }
    }

    @Test
    void shouldNestParcelsOfSizesThatFillTheRingToTheBrim() throws RemoteException {
        BinderProxy remote = World.pass(bouncer(), b, a);

        for (int length = 14_500; length < 15_800; length += 36) {
            assertThat(bounce(remote, 5, padding(length), bouncer())).isEqualTo(6);
        }
        for (int length = 9_900; length < 10_700; length += 36) {
            assertThat(bounce(remote, 7, padding(length), bouncer())).isEqualTo(8);
        }
    }

    @Test
    void shouldSayThatCallsAreNestedTooDeepAndGoOn() throws RemoteException {
        BinderProxy remote = World.pass(bouncer(), b, a);

        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> bounce(remote, 10_000, padding(4), bouncer()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("calls are nested too deep");
            assertThat(bounce(remote, 20, padding(4), bouncer())).isEqualTo(21);
        }
    }

    @Test
    void shouldReachAThirdProcessFromTheMiddleOfAChain() throws RemoteException {
        Binder leaf = Transactions.object((code, data, reply) -> reply.writeInt(data.readInt() + 1));
        BinderProxy atLeaf = World.pass(leaf, c, b);
        Binder middle = Transactions.object((code, data, reply) -> {
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                int argument = i;
                sum += Transactions.call(atLeaf, CALL, arguments -> arguments.writeInt(argument), Parcel::readInt);
            }
            reply.writeInt(sum);
        });
        BinderProxy remote = World.pass(middle, b, a);

        assertThat(Transactions.call(remote, CALL, data -> {}, Parcel::readInt)).isEqualTo(55);
    }

    @Test
    void shouldCallBackFromTheHandlerOfAOnewayCall() throws Exception {
        CompletableFuture<Integer> called = new CompletableFuture<>();
        Binder callback = Transactions.object((code, data, reply) -> called.complete(data.readInt()));
        BinderProxy remote = World.pass(
                Transactions.object((code, data, reply) -> {
                    IBinder back = data.readStrongBinderNonNull();
                    Transactions.run(back, CALL, arguments -> arguments.writeInt(7));
                }),
                b,
                a);

        Parcel data = Parcel.obtain();
        data.writeStrongBinder(callback);
        remote.transact(CALL, data, null, IBinder.FLAG_ONEWAY);
        data.recycle();

        assertThat(called.get()).isEqualTo(7);
    }

    @Test
    void shouldServeOthersWhileCallsAreNested() throws Exception {
        BinderProxy remote = World.pass(bouncer(), b, a);
        List<CompletableFuture<Integer>> results = new ArrayList<>();

        for (int thread = 0; thread < 8; thread++) {
            int length = 100 * thread;
            results.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            int sum = 0;
                            for (int i = 0; i < 50; i++) {
                                sum += bounce(remote, i % 10, padding(length), bouncer());
                            }
                            return sum;
                        } catch (RemoteException e) {
                            throw new AssertionError(e);
                        }
                    },
                    task -> Thread.ofPlatform().start(task)));
        }

        for (CompletableFuture<Integer> result : results) {
            assertThat(result.get()).isEqualTo(5 * 55);
        }
    }
}
