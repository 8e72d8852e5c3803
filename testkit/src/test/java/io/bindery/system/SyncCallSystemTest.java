package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.TransactionTooLargeException;
import io.bindery.UnknownTransactionException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one call carries to its object, and what comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncCallSystemTest {
    private static final int ECHO_BYTES = 1;
    private static final int FAIL = 2;
    private static final int MAKE_BYTES = 3;
    private static final int COUNT_BYTES = 4;
    private static final int CALLER = 5;
    private static final int CLAIM_BYTES = 6;
    private static final int NOTHING = 7;
    private static final int UNKNOWN = IBinder.LAST_CALL_TRANSACTION + 1;

    private World world;
    private BinderProxy remote;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        BinderContext owner = world.open();
        remote = World.pass(Transactions.object(SyncCallSystemTest::handle), owner, world.open());
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static void handle(int code, Parcel data, Parcel reply) throws RemoteException {
        switch (code) {
            case ECHO_BYTES -> reply.writeByteArray(data.readByteArray());
            case FAIL -> fail(String.valueOf(data.readString()));
            case MAKE_BYTES -> reply.writeByteArray(bytes(data.readInt()));
            case COUNT_BYTES -> {
                byte[] sent = Objects.requireNonNull(data.readByteArray());
                data.enforceNoDataAvail();
                reply.writeInt(sent.length);
                reply.writeInt(Arrays.hashCode(sent));
            }
            case CALLER -> {
                reply.writeInt(Binder.getCallingPid());
                reply.writeInt(Binder.getCallingUid());
            }
            case CLAIM_BYTES -> {
                byte[] result = bytes(data.readInt());
                reply.claimReply(Parcel.sizeOf(result));
                reply.writeByteArray(result);
            }
            case NOTHING -> {}
            default -> throw new IllegalStateException("code=" + code);
        }
    }

    private static void fail(String how) throws RemoteException {
        switch (how) {
            case "security" -> throw new SecurityException("not you");
            case "argument" -> throw new IllegalArgumentException("not that");
            case "state" -> throw new IllegalStateException("not now");
            case "null" -> throw new NullPointerException("not null");
            case "unsupported" -> throw new UnsupportedOperationException("not here");
            case "parcel" -> throw new BadParcelableException("not so");
            case "specific" -> throw new ServiceSpecificException(-42, "not today");
            case "remote" -> throw new RemoteException("not there");
            case "other" -> throw new ArithmeticException("not a number");
            case "error" -> throw new AssertionError("not true");
            case "silent" -> throw new IllegalArgumentException();
            default -> throw new AssertionError(how);
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Throwable thrownBy(String how) {
        Throwable[] thrown = new Throwable[2];
        try {
            Transactions.run(remote, FAIL, data -> data.writeString(how));
        } catch (RemoteException | RuntimeException e) {
            thrown[0] = e;
        }
        try (Call call = remote.newCall(FAIL, 0, 64)) {
            call.data().writeString(how);
            Parcel ignored = call.invoke();
        } catch (RemoteException | RuntimeException e) {
            thrown[1] = e;
        }
        assertThat(thrown[1]).hasSameClassAs(thrown[0]).hasMessage(thrown[0].getMessage());
        return thrown[0];
    }

    @Test
    void shouldThrowWhatTheHandlerThrew() {
        assertThat(thrownBy("security"))
                .isExactlyInstanceOf(SecurityException.class)
                .hasMessage("not you");
        assertThat(thrownBy("argument"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("not that");
        assertThat(thrownBy("state"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("not now");
        assertThat(thrownBy("null"))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("not null");
        assertThat(thrownBy("unsupported"))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("not here");
        assertThat(thrownBy("parcel"))
                .isExactlyInstanceOf(BadParcelableException.class)
                .hasMessage("not so");
        assertThat(thrownBy("specific"))
                .isInstanceOfSatisfying(
                        ServiceSpecificException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(-42))
                .hasMessage("not today");
    }

    @Test
    void shouldTellOtherExceptionsAsRemoteOnesThatNameThem() {
        assertThat(thrownBy("remote"))
                .isExactlyInstanceOf(RemoteException.class)
                .hasMessageContaining("not there");
        assertThat(thrownBy("other"))
                .isExactlyInstanceOf(RemoteException.class)
                .hasMessageContaining("ArithmeticException")
                .hasMessageContaining("not a number");
        assertThat(thrownBy("error")).isExactlyInstanceOf(RemoteException.class).hasMessageContaining("not true");
        assertThat(thrownBy("silent")).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayThatACodeIsUnknown() throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        assertThat(remote.transact(UNKNOWN, data, reply, 0)).isFalse();
        data.recycle();
        reply.recycle();

        try (Call call = remote.newCall(UNKNOWN, 0, 0)) {
            assertThatThrownBy(call::invoke)
                    .isInstanceOf(UnknownTransactionException.class)
                    .hasMessageContaining("code=" + UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                15,
                23,
                24,
                25,
                31,
                32,
                55,
                56,
                57,
                64,
                1000,
                4096,
                (16 << 10) - 1,
                16 << 10,
                (16 << 10) + 1,
                32 << 10,
                64 << 10,
                (64 << 10) + 1,
                1 << 18,
                (1 << 20) - 4
            })
    void shouldCarryParcelsOfEverySizeBothWays(int length) throws RemoteException {
        byte[] sent = bytes(length);

        byte[] echoed = Transactions.call(remote, ECHO_BYTES, data -> data.writeByteArray(sent), Parcel::readByteArray);
        assertThat(echoed).isEqualTo(sent);

        try (Call call = remote.newCall(COUNT_BYTES, 0, Parcel.sizeOf(sent))) {
            call.data().writeByteArray(sent);
            Parcel result = call.invoke();
            assertThat(result.readInt()).isEqualTo(length);
            assertThat(result.readInt()).isEqualTo(Arrays.hashCode(sent));
        }
        try (Call call = remote.newCall(COUNT_BYTES, 0, Call.UNBOUNDED)) {
            call.data().writeByteArray(sent);
            assertThat(call.invoke().readInt()).isEqualTo(length);
        }
        try (Call call = remote.newCall(CLAIM_BYTES, 0, 4)) {
            call.data().writeInt(length);
            assertThat(call.invoke().readByteArray()).isEqualTo(sent);
        }
        assertThat(Transactions.call(remote, MAKE_BYTES, data -> data.writeInt(length), Parcel::readByteArray))
                .isEqualTo(sent);
    }

    @Test
    void shouldRefuseArgumentsThatAreTooLargeAndGoOn() throws RemoteException {
        byte[] large = new byte[Limits.DEFAULT.parcelBytes() + 1000];

        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> Transactions.run(remote, ECHO_BYTES, data -> data.writeByteArray(large)))
                    .isInstanceOf(TransactionTooLargeException.class)
                    .hasMessageContaining("limit=");
            assertThatThrownBy(() -> remote.newCall(ECHO_BYTES, 0, Parcel.sizeOf(large)))
                    .isInstanceOf(TransactionTooLargeException.class);
            try (Call call = remote.newCall(ECHO_BYTES, 0, Call.UNBOUNDED)) {
                call.data().writeByteArray(large);
                assertThatThrownBy(call::invoke).isInstanceOf(TransactionTooLargeException.class);
            }
            assertStillWorks();
        }
    }

    @Test
    void shouldRefuseAResultThatIsTooLargeAndGoOn() throws RemoteException {
        int large = Limits.DEFAULT.parcelBytes() + 1000;

        for (int code : new int[] {MAKE_BYTES, CLAIM_BYTES, MAKE_BYTES}) {
            assertThatThrownBy(() -> Transactions.run(remote, code, data -> data.writeInt(large)))
                    .isInstanceOf(TransactionTooLargeException.class)
                    .hasMessageContaining("result");
            assertStillWorks();
        }
    }

    private void assertStillWorks() throws RemoteException {
        byte[] sent = bytes(100);
        assertThat(Transactions.call(remote, ECHO_BYTES, data -> data.writeByteArray(sent), Parcel::readByteArray))
                .isEqualTo(sent);
    }

    @Test
    void shouldForgetACallThatWasNotSent() throws RemoteException {
        for (int bound : new int[] {0, 64, 20_000, Call.UNBOUNDED}) {
            try (Call call = remote.newCall(FAIL, 0, bound)) {
                assertThat(call.data().dataSize()).isZero();
            }
            assertStillWorks();
        }
    }

    @Test
    void shouldRefuseToWriteBeyondTheBound() throws RemoteException {
        try (Call call = remote.newCall(ECHO_BYTES, 0, 8)) {
            call.data().writeLong(1);
            assertThatThrownBy(() -> call.data().writeInt(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("bound=8");
        }
        assertStillWorks();
    }

    @Test
    void shouldTellAReadBeyondTheArgumentsToTheCaller() {
        assertThatThrownBy(() -> Transactions.run(remote, MAKE_BYTES, data -> {}))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("position=0")
                .hasMessageContaining("size=0");
        assertThatThrownBy(() -> Transactions.call(remote, NOTHING, data -> {}, Parcel::readInt))
                .isInstanceOf(BadParcelableException.class);
    }

    @Test
    void shouldSayWhoCalls() throws RemoteException {
        String caller = Transactions.call(remote, CALLER, data -> {}, reply -> reply.readInt() + " " + reply.readInt());

        assertThat(caller).isEqualTo(Binder.getCallingPid() + " " + Binder.getCallingUid());
        assertThat(remote.ownerPid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void shouldAnswerPingsAndDescriptors() throws RemoteException {
        assertThat(remote.pingBinder()).isTrue();
        assertThat(remote.isBinderAlive()).isTrue();
        assertThat(remote.getInterfaceDescriptor()).isEmpty();
        assertThat(remote.queryLocalInterface("any")).isNull();
    }
}
