package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is marked sensitive is gone after use. Both ends live in this process, so that all memory in which a parcel ever
 * lay can be looked at: a number, many times in a row, that nothing else in the process holds like that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SensitiveParcelSystemTest {
    private static final int ECHO = 1;
    private static final int FAIL = 2;
    private static final int MAKE_SENSITIVE = 3;
    private static final int HOLD = 4;
    private static final int CLAIM = 5;

    private final Random random = new Random();
    private final AtomicInteger served = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private World world;
    private BinderProxy remote;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        BinderContext owner = world.open();
        remote = World.pass(new Holder(), owner, world.open());
    }

    @AfterAll
    void close() {
        released.countDown(); // or the context would wait for what still holds
        world.close();
    }

    private final class Holder extends Binder {
        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
            switch (code) {
                case ECHO -> echo(data, reply);
                case CLAIM -> {
                    Objects.requireNonNull(reply).claimReply(data.dataSize());
                    echo(data, reply);
                }
                case FAIL -> {
                    echo(data, reply);
                    throw new IllegalStateException("as asked");
                }
                case MAKE_SENSITIVE -> {
                    Objects.requireNonNull(reply).markSensitive();
                    long value = ~data.readLong();
                    for (int i = 0; i < 100; i++) {
                        reply.writeLong(value);
                    }
                }
                case HOLD -> {
                    Workers.await(released);
                    echo(data, reply);
                }
                default -> {
                    return super.onTransact(code, data, reply, flags);
                }
            }
            return true;
        }

        private void echo(Parcel data, @Nullable Parcel reply) {
            while (data.hasNext()) {
                long value = data.readLong();
                if (reply != null) {
                    reply.writeLong(value);
                }
            }
            served.incrementAndGet();
        }
    }

    private static void fill(Parcel parcel, long secret, int count) {
        for (int i = 0; i < count; i++) {
            parcel.writeLong(secret);
        }
    }

    private long transact(int code, int count, int flags) throws RemoteException {
        long secret = random.nextLong();
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            fill(data, secret, count);
            assertThat(remote.transact(code, data, reply, flags)).isTrue();
            if (code == ECHO) {
                assertThat(reply.dataSize()).isEqualTo(8 * count);
                assertThat(reply.readLong()).isEqualTo(secret);
            }
        } finally {
            data.recycle();
            reply.recycle();
        }
        return secret;
    }

    private static void awaitGone(long secret) {
        Eventually.await("no trace in memory", () -> NativeMemory.countRuns(secret) == 0);
    }

    @Test
    void shouldLieAboutWhereNobodyMarkedIt() throws RemoteException {
        long secret = transact(ECHO, 100, 0);

        assertThat(NativeMemory.countRuns(secret)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 100, 1_500, 20_000, 100_000})
    void shouldZeroArgumentsAndResultOfTransactionByHand(int count) throws RemoteException {
        awaitGone(transact(ECHO, count, IBinder.FLAG_CLEAR_BUF));
    }

    @Test
    void shouldZeroWhatAHandlerWroteBeforeItFailed() throws RemoteException {
        awaitGone(transact(FAIL, 100, IBinder.FLAG_CLEAR_BUF));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 20_000})
    void shouldZeroClaimsOfRequestAndReply(int count) throws RemoteException {
        long secret = random.nextLong();
        try (Call call = remote.newCall(CLAIM, 0, 8 * count)) {
            call.data().markSensitive();
            fill(call.data(), secret, count);
            assertThat(call.invoke().readLong()).isEqualTo(secret);
            assertThat(NativeMemory.countRuns(secret)).as("in use").isPositive();
        }
        awaitGone(secret);
    }

    @Test
    void shouldZeroClaimThatMovesBecauseABinderComesAlong() throws RemoteException {
        long secret = random.nextLong();
        int count = 2_040;
        try (Call call = remote.newCall(ECHO, 0, 8 * count + Parcel.BINDER_SIZE)) {
            call.data().markSensitive();
            fill(call.data(), secret, count);
            call.data().writeStrongBinder(new Binder());
            call.invoke();
        }
        awaitGone(secret);
    }

    @Test
    void shouldZeroClaimOfCallThatWasNotMade() throws RemoteException {
        long secret = random.nextLong();
        try (Call call = remote.newCall(ECHO, 0, 800)) {
            call.data().markSensitive();
            fill(call.data(), secret, 100);
        }
        awaitGone(secret);
    }

    @Test
    void shouldZeroResultThatItsHandlerMarked() throws RemoteException {
        long value = random.nextLong();
        try (Call call = remote.newCall(MAKE_SENSITIVE, 0, 8)) {
            call.data().writeLong(value);
            assertThat(call.invoke().isSensitive()).isTrue();
            assertThat(NativeMemory.countRuns(~value)).as("in use").isPositive();
        }
        awaitGone(~value);
    }

    @Test
    void shouldGoOnAfterSensitiveCalls() throws RemoteException {
        for (int i = 0; i < 200; i++) {
            int count = 1 + random.nextInt(3_000);
            transact(ECHO, count, i % 3 == 0 ? 0 : IBinder.FLAG_CLEAR_BUF);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000})
    void shouldZeroOnewayCallsOnceTheyAreUsed(int count) throws RemoteException {
        long byHand = random.nextLong();
        long atTheClaim = random.nextLong();
        int before = served.get();
        Parcel data = Parcel.obtain();
        data.markSensitive();
        fill(data, byHand, count);
        remote.transact(ECHO, data, null, IBinder.FLAG_ONEWAY);
        data.recycle();
        try (Call call = remote.newOnewayCall(ECHO, 0, 8 * count)) {
            call.data().markSensitive();
            fill(call.data(), atTheClaim, count);
            call.send();
        }

        Eventually.await("served", () -> served.get() == before + 2);
        awaitGone(byHand);
        awaitGone(atTheClaim);
    }

    @Test
    void shouldZeroOnewayCallsOfARingThatGoesRound() throws RemoteException {
        long secret = random.nextLong();
        int before = served.get();
        int calls = 2_000;
        for (int i = 0; i < calls; i++) {
            int count = 1 + i % 97;
            boolean sensitive = i % 2 == 0;
            try (Call call = remote.newOnewayCall(ECHO, 0, 8 * count)) {
                if (sensitive) {
                    call.data().markSensitive();
                }
                fill(call.data(), sensitive ? secret : i, count);
                call.send();
            }
        }

        Eventually.await("all served", () -> served.get() == before + calls);
        awaitGone(secret);
    }

    @Test
    void shouldZeroOnewayCallsThatWaitedForTheirObject() throws Exception {
        long secret = random.nextLong();
        int before = served.get();
        for (int i = 0; i < 3; i++) {
            Parcel data = Parcel.obtain();
            data.markSensitive();
            fill(data, secret, 200);
            remote.transact(HOLD, data, null, IBinder.FLAG_ONEWAY);
            data.recycle();
        }
        int waiting = NativeMemory.countRuns(secret);
        released.countDown();

        assertThat(waiting).isPositive();

        Eventually.await("served", () -> served.get() == before + 3);
        awaitGone(secret);
    }

    @Test
    void shouldZeroParcelsThatNeverLeft() {
        long secret = random.nextLong();
        Parcel parcel = Parcel.obtain();
        parcel.markSensitive();
        fill(parcel, secret, 3_000);
        parcel.recycle();

        awaitGone(secret);
    }

    @Test
    void shouldMarkParcelsOfLocalTransactions() throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        new Holder().transact(ECHO, data, reply, IBinder.FLAG_CLEAR_BUF);

        assertThat(data.isSensitive()).isTrue();
        assertThat(reply.isSensitive()).isTrue();
        data.recycle();
        reply.recycle();
    }

    @Test
    void shouldTellTheCallerAnErrorAsEver() {
        assertThatThrownBy(() -> {
                    try (Call call = remote.newCall(FAIL, 0, 8)) {
                        call.data().markSensitive();
                        call.data().writeLong(1);
                        call.invoke();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("as asked");
    }
}
