package io.bindery.wire;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.RemoteException;
import io.bindery.system.Eventually;
import io.bindery.system.Footprint;
import io.bindery.system.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a callee answers: the caller gets an exception that says what was wrong, and can go on. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCalleeSystemTest {
    private static final Limits HASTY = new Limits(2048, 256, 1 << 20, 512 << 10, 16, 300);
    private static final int RING = Wire.SYNC_RING_BYTES;

    /** What answers a request, and what its caller is told. */
    record Answer(String name, int sequence, int length, int kind, byte[] payload, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Answers a hello. */
    @FunctionalInterface
    interface Greeting {
        void say(RawSocket socket, RawPeer peer) throws Exception;
    }

    /** What answers a hello, and what its sender is told. */
    record Welcome(String name, Greeting greeting, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private RawPeer manager;
    private BinderContext context;
    private Footprint before;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        // The lock of the manager's place is taken, as if its process held it, so that the context does not host it.
        Path directory = home.resolve("system");
        io.bindery.internal.linux.Directories.createPrivate(directory);
        int lock = io.bindery.internal.linux.FileLock.tryLock(directory.resolve("0.lock"));
        manager = new RawPeer(directory, "0");
        context = BinderContext.builder("system").home(home).limits(HASTY).open();
        io.bindery.internal.linux.FileLock.unlock(lock);
        Files.delete(directory.resolve("0.lock"));
        assertThat(context.isContextManager()).isFalse();
        before = Footprint.take();
    }

    @AfterEach
    void close() throws Exception {
        try {
            manager.closeOpened();
            before.awaitReturn();
        } finally {
            context.close();
            manager.close();
        }
    }

    /** What a user does first. */
    private void callManager() throws RemoteException {
        IBinder object = context.getContextObject();
        try (Call call = ((BinderProxy) object).newCall(1, 0, 8)) {
            call.data().writeLong(7);
            call.invoke();
        }
    }

    private CompletableFuture<Void> calling() {
        return Workers.start(this::callManager);
    }

    private static void assertFailed(CompletableFuture<Void> call, String reason) {
        assertThatThrownBy(call::get)
                .cause()
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(reason);
    }

    /** The socket is closed just before the context holds its session for dead: a call in between ends with it. */
    private void callNextManager() throws RemoteException {
        while (true) {
            try {
                callManager();
                return;
            } catch (DeadObjectException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** The context is as before: it reaches the next process at that place. */
    private void assertGoesOn() throws Exception {
        CompletableFuture<Void> call = Workers.start(this::callNextManager);
        RawSocket socket = manager.accept();
        socket.send(manager.hello(Wire.WELCOME));
        RawLane lane = manager.acceptLane(socket);
        lane.await();
        lane.send(Wire.REPLY, Wire.bytes(0, 0));
        call.get();
        socket.send(Wire.message(Wire.BYE, "done"));
        assertThat(socket.awaitEnd()).isEmpty();
    }

    static Stream<Welcome> welcomes() {
        return Stream.of(
                new Welcome("noise", (socket, peer) -> socket.send(new byte[100]), "malformed message: type=0"),
                new Welcome("hello", (socket, peer) -> socket.send(peer.hello(Wire.HELLO)), "confused"),
                new Welcome(
                        "another version",
                        (socket, peer) -> socket.send(RawPeer.hello(Wire.WELCOME, Wire.HELLO_MAGIC, 9, "0")),
                        "theirs=9 ours=1; use the same release"),
                new Welcome(
                        "another magic",
                        (socket, peer) -> socket.send(RawPeer.hello(Wire.WELCOME, 1, 1, "0")),
                        "does not speak Bindery"),
                new Welcome(
                        "an endpoint that is none",
                        (socket, peer) -> socket.send(RawPeer.hello(Wire.WELCOME, Wire.HELLO_MAGIC, 1, "../0")),
                        "endpoint=../0"),
                new Welcome("refusal", (socket, peer) -> socket.send(Wire.message(Wire.REFUSE, 2, "closed")), "closed"),
                new Welcome(
                        "refusal of unknown kind",
                        (socket, peer) -> socket.send(Wire.message(Wire.REFUSE, 99, "never")),
                        "never"),
                new Welcome("bye", (socket, peer) -> socket.send(Wire.message(Wire.BYE, "gone")), "gone"),
                new Welcome("doorbell", (socket, peer) -> socket.send(new byte[] {1}), "before the handshake: type=1"),
                new Welcome("hang-up", (socket, peer) -> peer.closeOpened(), "closed"),
                new Welcome("silence", (socket, peer) -> {}, "the handshake took longer than 300 ms"));
    }

    @ParameterizedTest
    @MethodSource("welcomes")
    void shouldSayWhyThereIsNoSession(Welcome welcome) throws Exception {
        CompletableFuture<Void> call = calling();
        // The manager's place is looked at again for a while, in case it is about to be taken.
        CompletableFuture<Void> answers = Workers.start(() -> {
            while (!call.isDone()) {
                RawSocket socket = manager.accept(call::isDone);
                if (socket != null) {
                    welcome.greeting.say(socket, manager);
                }
            }
        });

        assertFailed(call, welcome.reason);
        answers.get();
        manager.closeOpened();
        assertGoesOn();
    }

    static Stream<Answer> answers() {
        byte[] ok = Wire.bytes(0, 0);
        return Stream.of(
                new Answer("longer than the ring", 1, RING, 2, ok, "impossible record"),
                new Answer("longest", 1, 0xff_ffff, 2, ok, "impossible record"),
                new Answer("kind 0", 1, 8, 0, ok, "neither request nor reply: kind=0"),
                new Answer("a oneway call", 1, 8, 3, ok, "neither request nor reply: kind=3"),
                new Answer("a request of two bytes", 1, 2, 1, new byte[2], "malformed request"),
                new Answer("empty", 1, 0, 2, new byte[0], "malformed reply: length=0"),
                new Answer("seven bytes", 1, 7, 2, new byte[7], "malformed reply: length=7"),
                new Answer("objects beyond", 1, 8, 2, Wire.bytes(0, 1), "malformed reply: length=8 objectBytes=1"),
                new Answer("negative objects", 1, 8, 2, Wire.bytes(0, -1), "malformed reply"),
                new Answer("half an entry", 1, 16, 2, Wire.bytes(0, 4, 0, 0), "malformed object table: bytes=4"),
                new Answer("unknown kind of object", 1, 24, 2, Wire.bytes(0, 8, 0L, 0, 9), "unknown kind of object"),
                new Answer("region 64", 1, 16, 0x82, Wire.bytes(64, 8, 0L), "did not come: id=64"),
                new Answer("unknown status", 1, 12, 2, Wire.bytes(77, 0, -1), "status=77"),
                new Answer("unknown negative status", 1, 12, 2, Wire.bytes(-77, 0, -1), "status=-77"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldSayWhatWasWrongWithTheReply(Answer answer) throws Exception {
        CompletableFuture<Void> call = calling();
        RawSocket socket = manager.accept();
        socket.send(manager.hello(Wire.WELCOME));
        RawLane lane = manager.acceptLane(socket);
        lane.await();
        lane.put(0, RawLane.word(answer.sequence, answer.length, answer.kind), answer.payload);

        assertFailed(call, answer.reason);
        socket.send(Wire.message(Wire.BYE, "done"));
        String ignored = socket.awaitEnd();
        manager.closeOpened();
        assertGoesOn();
    }

    static Stream<Welcome> lanes() {
        byte[] opened = Wire.message(Wire.LANE_OPENED, 1, RING);
        return Stream.of(
                new Welcome("refused", (s, p) -> s.send(Wire.message(Wire.REFUSE_LANE, 1, "full")), "full"),
                new Welcome("no descriptor", (s, p) -> s.send(opened), "without its descriptor"),
                new Welcome(
                        "unsealed", (s, p) -> s.send(opened, flawed(p, 0)), "missing=SEAL|SHRINK|GROW|FUTURE_WRITE"),
                new Welcome(
                        "another number",
                        (s, p) -> s.send(Wire.message(Wire.LANE_OPENED, 9, RING), flawed(p, RawOutbox.ALL_SEALS)),
                        "not asked for: id=9"),
                new Welcome(
                        "a ring of odd size",
                        (s, p) -> s.send(Wire.message(Wire.LANE_OPENED, 1, 12288), flawed(p, RawOutbox.ALL_SEALS)),
                        "a ring that cannot be: bytes=12288"),
                new Welcome(
                        "no ring",
                        (s, p) -> s.send(Wire.message(Wire.LANE_OPENED, 1, 0), flawed(p, RawOutbox.ALL_SEALS)),
                        "not asked for: id=1 ringBytes=0"),
                new Welcome("hang-up", (s, p) -> p.closeOpened(), "closed its socket"));
    }

    private static int flawed(RawPeer peer, int seals) throws Exception {
        return peer.closing(RawOutbox.create(RING, Wire.RING + (long) RING, seals, Wire.OUTBOX_MAGIC, Wire.VERSION))
                .descriptor;
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void shouldSayWhyThereIsNoLane(Welcome answer) throws Exception {
        CompletableFuture<Void> call = calling();
        RawSocket socket = manager.accept();
        socket.send(manager.hello(Wire.WELCOME));
        socket.expect(Wire.OPEN_LANE);
        io.bindery.internal.linux.FileDescriptors.close(socket.takeDescriptor());
        answer.greeting.say(socket, manager);

        assertFailed(call, answer.reason);
    }

    @Test
    void shouldEndEveryCallOnceWhenTheCalleeBreaksTheProtocol() throws Exception {
        AtomicInteger told = new AtomicInteger();
        AtomicReference<IBinder> proxy = new AtomicReference<>();
        CompletableFuture<Void> first = Workers.start(() -> {
            IBinder object = context.getContextObject();
            object.linkToDeath(told::incrementAndGet, 0);
            proxy.set(object);
            callManager();
        });
        RawSocket socket = manager.accept();
        socket.send(manager.hello(Wire.WELCOME));
        manager.acceptLane(socket).await();
        CompletableFuture<Void> second = calling();
        manager.acceptLane(socket).await();

        socket.send(Wire.message(77));

        for (CompletableFuture<Void> call : java.util.List.of(first, second)) {
            assertThatThrownBy(call::get)
                    .cause()
                    .isInstanceOf(DeadObjectException.class)
                    .hasMessageContaining("unknown message: type=77");
        }
        Eventually.await("the recipient told", () -> told.get() == 1);
        assertThat(proxy.get().isBinderAlive()).isFalse();
        manager.closeOpened();
        assertGoesOn();
        assertThat(told).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-64, 1, 1L << 40, Long.MIN_VALUE})
    void shouldSayToWhoSendsOnewayThatTheCalleeIsDeadIfItsHeadCannotBe(long head) throws Exception {
        CompletableFuture<Void> sender = Workers.start(() -> {
            BinderProxy object = (BinderProxy) context.getContextObject();
            while (true) { // the head is looked at when there seems to be no room
                try (Call call = object.newOnewayCall(1, 0, 4096)) {
                    call.data().writeByteArray(new byte[4092]);
                    call.send();
                }
            }
        });
        RawSocket socket = manager.accept();
        socket.send(manager.hello(Wire.WELCOME));
        RawLane lane = manager.acceptLane(socket);
        lane.own.memory.set(JAVA_LONG, Wire.HEAD, head);

        assertThatThrownBy(sender::get)
                .cause()
                .isInstanceOf(DeadObjectException.class)
                .hasMessageContaining("head of our stream ring is impossible: head=" + head);
        assertThat(socket.awaitEnd()).contains("head=" + head);
        manager.closeOpened();
        assertGoesOn();
    }
}
