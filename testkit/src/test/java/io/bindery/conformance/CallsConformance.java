package io.bindery.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.UnknownTransactionException;
import io.bindery.system.Eventually;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes, flags, and what every object answers. */
abstract class CallsConformance extends ProcessesFixture {
    // ---- reserved codes

    @Test
    void shouldAnswerPing() throws Exception {
        assertThat(remote.pingBinder()).isTrue();
        assertThat(transact(remote, IBinder.PING_TRANSACTION, 0)).isTrue();
        assertThat(transact(new Binder(), IBinder.PING_TRANSACTION, 0)).isTrue();
    }

    @Test
    void shouldTellItsInterface() throws Exception {
        assertThat(remote.getInterfaceDescriptor()).isEqualTo("io.bindery.conformance.Peer");
        assertThat(make(remote).getInterfaceDescriptor()).isEmpty();
        assertThat(remote.queryLocalInterface("io.bindery.conformance.Peer")).isNull();
    }

    @Test
    void shouldTellInWhichProcessItLives() throws Exception {
        assertThat(ask(remote, IBinder.DEBUG_PID_TRANSACTION)).isEqualTo(peerPid());
        assertThat(remote.ownerPid()).isEqualTo(peerPid());
        assertThat(ask(new Binder(), IBinder.DEBUG_PID_TRANSACTION))
                .isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void shouldGiveItsExtension() throws Exception {
        IBinder extension = remote.getExtension();

        assertThat(extension).isInstanceOf(BinderProxy.class).isSameAs(remote.getExtension());
        assertThat(make(remote).getExtension()).isNull();
    }

    @Test
    void shouldLetAnExtensionBeSetOnlyBeforeTheObjectIsSent() throws Exception {
        Binder object = new Binder();
        Binder extension = new Binder();
        object.setExtension(extension);
        assertThat(object.getExtension()).isSameAs(extension);

        assertThat(echo(object)).isSameAs(object);
        assertThatThrownBy(() -> object.setExtension(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the object is sent");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, IBinder.LAST_CALL_TRANSACTION + 1, -1, ('_' << 24) | ('T' << 16) | ('W' << 8) | 'T'})
    void shouldNotKnowOtherReservedCodes(int code) throws Exception {
        assertThat(transact(remote, code, 0)).isFalse();
        assertThat(transact(new Binder(), code, 0)).isFalse();
    }

    @Test
    void shouldSayWhichTransactionIsUnknown() {
        assertThatThrownBy(() -> {
                    try (Call call = remote.newCall(IBinder.LAST_CALL_TRANSACTION - 1, 0, 0)) {
                        Parcel ignored = call.invoke();
                    }
                })
                .isInstanceOf(UnknownTransactionException.class)
                .hasMessageContaining("interface=io.bindery.conformance.Peer")
                .hasMessageContaining("code=" + (IBinder.LAST_CALL_TRANSACTION - 1))
                .hasMessageContaining("name=unheardOf");
    }

    @Test
    void shouldCarryTheFirstAndTheLastUserCode() throws Exception {
        assertThat(ask(remote, IBinder.FIRST_CALL_TRANSACTION + 100)).isEqualTo(101);
        assertThat(ask(remote, IBinder.LAST_CALL_TRANSACTION)).isEqualTo(IBinder.LAST_CALL_TRANSACTION);
    }

    // ---- flags

    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x04, 0x08, 0x10, 0x80, 0x1000_0000})
    void shouldRefuseUnknownFlags(int flag) {
        assertThatThrownBy(() -> transact(remote, IBinder.PING_TRANSACTION, flag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flags=0x" + Integer.toHexString(flag));
        assertThatThrownBy(() -> transact(new Binder(), IBinder.PING_TRANSACTION, flag))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToReplaceACallThatIsNotOneway() {
        assertThatThrownBy(() -> transact(remote, IBinder.PING_TRANSACTION, IBinder.FLAG_UPDATE_TXN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oneway");
    }

    @Test
    void shouldCarryFlagsToTheHandler() throws Exception {
        Flags seen = new Flags();
        IBinder home = echo(seen);
        assertThat(home).isSameAs(seen);
        assertThat(transact(seen, 1, IBinder.FLAG_CLEAR_BUF)).isTrue();
        assertThat(seen.last).isEqualTo(IBinder.FLAG_CLEAR_BUF);
    }

    private static final class Flags extends Binder {
        private volatile int last = -1;

        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) {
            last = flags;
            return true;
        }
    }

    // ---- local calls

    @Test
    void shouldRunALocalCallInTheCallersThreadOnewayOrNot() throws Exception {
        Set<Thread> threads = new HashSet<>();
        Binder local = Transactions.object((code, data, reply) -> threads.add(Thread.currentThread()));

        assertThat(transact(local, 1, 0)).isTrue();
        assertThat(transact(local, 1, IBinder.FLAG_ONEWAY)).isTrue();

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void shouldThrowWhatALocalHandlerThrows() {
        Binder local = Transactions.object((code, data, reply) -> {
            throw new ArithmeticException("as it is");
        });

        assertThatThrownBy(() -> transact(local, 1, 0)).isExactlyInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldFindTheImplementationThatIsAttached() {
        Binder local = new Binder();
        IInterface implementation = () -> local;
        local.attachInterface(implementation, "attached");

        assertThat(local.queryLocalInterface("attached")).isSameAs(implementation);
        assertThat(local.queryLocalInterface("other")).isNull();
        assertThat(local.getInterfaceDescriptor()).isEqualTo("attached");
    }

    // ---- replies

    @Test
    void shouldDropAHalfWrittenReplyAndKeepTheFailure() throws Exception {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            assertThat(remote.transact(ObjectsPeer.FAIL, data, reply, 0)).isTrue();
            assertThatThrownBy(reply::readException)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("half way");
        } finally {
            data.recycle();
            reply.recycle();
        }
        awaitFreed(remote);
    }

    // ---- attachments of a proxy

    @Test
    void shouldKeepWhatIsAttachedToAProxy() throws Exception {
        BinderProxy proxy = make(remote);
        Object id = new Object();
        assertThat(proxy.findObject(id)).isNull();
        assertThat(proxy.attachObject(id, "first")).isNull();
        assertThat(proxy.attachObject(id, "second")).isEqualTo("first");
        assertThat(proxy.findObject(id)).isEqualTo("first");
        assertThat(proxy.findObject(new Object())).isNull();
        assertThat(proxy.detachObject(id)).isEqualTo("first");
        assertThat(proxy.detachObject(id)).isNull();
        assertThat(proxy.findObject(id)).isNull();
    }

    // ---- dump

    @Test
    void shouldDumpTextOfAnyLengthInTheCallersThread() throws Exception {
        int lines = 200_000;
        Set<Thread> writers = new HashSet<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                writers.add(Thread.currentThread());
                super.write(bytes, offset, length);
            }
        };

        remote.dump(text, "lines", String.valueOf(lines));

        String expected = IntStream.range(0, lines)
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining());
        assertThat(text.toString(UTF_8).equals(expected)).isTrue();
        assertThat(expected.length()).isGreaterThan(2 << 20);
        assertThat(writers).containsExactly(Thread.currentThread());
    }

    @Test
    void shouldPassTheArgumentsOfADump() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        remote.dump(text, "-a", "", "ä€𝄞");
        assertThat(text.toString(UTF_8)).isEqualTo("-a,,ä€𝄞\n");
    }

    @Test
    void shouldDumpNothingWhereNothingIsOverridden() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        make(remote).dump(text);
        new Binder().dump(text);
        assertThat(text.size()).isZero();
    }

    @Test
    void shouldSayThatADumpIsRefused() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        assertThatThrownBy(() -> remote.dump(text, "refuse"))
                .isExactlyInstanceOf(SecurityException.class)
                .hasMessage("not for you");
        assertThat(text.toString(UTF_8)).contains("not for you");
    }

    @Test
    void shouldWriteTheExceptionThatEndsADump() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        remote.dump(text, "fail");
        assertThat(text.toString(UTF_8)).startsWith("so far\n").contains("IllegalStateException: no further");
    }

    @Test
    void shouldTellTheCallerThatItsOwnStreamFailed() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("the disk is full");
            }
        };
        assertThatThrownBy(() -> remote.dump(full, "lines", "100000"))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("the disk is full");
    }

    @Test
    void shouldCloseTheStreamWhenADumpThatNobodyWaitsForHasEnded() throws Exception {
        Closed text = new Closed();
        remote.dumpAsync(text, "lines", "3");
        assertThat(text.closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(text.toString(UTF_8)).isEqualTo("line 0\nline 1\nline 2\n");

        Closed local = new Closed();
        new Binder().dumpAsync(local);
        assertThat(local.closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldCloseTheStreamWhenTheDumpingProcessDies() throws Exception {
        Closed text = new Closed();
        Started another = startAnother();
        another.object().dumpAsync(text, "never");
        Eventually.await("the dump has begun", () -> text.size() > 0);

        another.process().kill();

        assertThat(text.closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(text.toString(UTF_8)).isEqualTo("begun\n");
    }

    private static final class Closed extends ByteArrayOutputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void shouldDumpToADescriptorThatTheOwnerWritesItself() throws Exception {
        ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
        try (InputStream text = new ParcelFileDescriptor.AutoCloseInputStream(pipe[0])) {
            CompletableFuture<Void> dumping = Workers.start(() -> {
                try (ParcelFileDescriptor out = pipe[1]) {
                    remote.dump(out, "lines", "20000");
                }
            });
            byte[] all = text.readAllBytes();
            Void ignored = dumping.get();
            assertThat(all.length).isGreaterThan(200_000);
            assertThat(new String(all, UTF_8)).startsWith("line 0\nline 1\n").endsWith("line 19999\n");
        }
    }

    @Test
    void shouldEndAPipeWhenADumpThatNobodyWaitsForHasEnded() throws Exception {
        for (IBinder object : new IBinder[] {remote, new Binder()}) {
            ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
            try (InputStream text = new ParcelFileDescriptor.AutoCloseInputStream(pipe[0])) {
                object.dumpAsync(pipe[1], "-a");
                pipe[1].close();
                assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo(object == remote ? "-a\n" : "");
            }
        }
    }

    // ---- shell command

    @Test
    void shouldCarryOutAShellCommandWithItsStreams() throws Exception {
        byte[] input = new byte[300_000];
        new Random(1).nextBytes(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int result = remote.shellCommand(new ByteArrayInputStream(input), out, err, "list", "--all");

        assertThat(result).isEqualTo(2);
        assertThat(out.toByteArray()).isEqualTo(input);
        assertThat(err.toString(UTF_8)).isEqualTo("[list, --all]");
    }

    @Test
    void shouldSayThatAnObjectHasNoShellCommands() throws Exception {
        for (IBinder object : new IBinder[] {make(remote), new Binder()}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            assertThat(object.shellCommand(new ByteArrayInputStream(new byte[0]), out, err))
                    .isEqualTo(-1);
            assertThat(out.size()).isZero();
            assertThat(err.toString(UTF_8)).startsWith("no shell commands here");
        }
    }

    private static boolean transact(IBinder target, int code, int flags) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            boolean known = target.transact(code, data, reply, flags);
            reply.readException();
            return known;
        } finally {
            data.recycle();
            reply.recycle();
        }
    }
}
