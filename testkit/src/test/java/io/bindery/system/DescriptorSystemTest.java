package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.TransactionTooLargeException;
import io.bindery.internal.driver.ForgedRecords;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileIo;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File descriptors in parcels: they arrive, in order, and none is left behind on any path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorSystemTest {
    private static final int IGNORE = 100;
    private static final int FAIL = 101;
    private static final int RETURN_BOTH = 102;
    private static final int COUNT = 103;
    private static final int FLAGS = 104;
    private static final int TWICE = 105;
    private static final int RETURN_TOO_MUCH = 106;

    private Path home;
    private Path file;
    private World world;
    private BinderContext owner;
    private BinderContext caller;
    private BinderProxy remote;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        file = Files.writeString(home.resolve("passed-file"), "first second");
        world = new World(home);
        owner = world.open();
        caller = world.open();
        remote = World.pass(Transactions.object(DescriptorSystemTest::handle), owner, caller);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static void handle(int code, Parcel data, Parcel reply) throws RemoteException {
        switch (code) {
            case IGNORE -> reply.writeInt(data.readInt());
            case FAIL -> throw new IllegalStateException("a failure that the test wants");
            case RETURN_BOTH -> {
                try (ParcelFileDescriptor first = data.readFileDescriptor();
                        ParcelFileDescriptor second = data.readFileDescriptor()) {
                    reply.writeFileDescriptor(second);
                    reply.writeFileDescriptor(first);
                }
            }
            case COUNT -> {
                int count = data.readInt();
                for (int i = 0; i < count; i++) {
                    Objects.requireNonNull(data.readFileDescriptor()).close();
                }
                reply.writeInt(count);
            }
            case FLAGS -> {
                try (ParcelFileDescriptor descriptor = Objects.requireNonNull(data.readFileDescriptor())) {
                    reply.writeBoolean(FileIo.isNonBlocking(descriptor.getFd()));
                } catch (IOException e) {
                    throw new RemoteException("flags", e);
                }
            }
            case TWICE -> {
                int position = data.dataPosition();
                try (ParcelFileDescriptor first = Objects.requireNonNull(data.readFileDescriptor())) {
                    data.setDataPosition(position);
                    try (ParcelFileDescriptor second = Objects.requireNonNull(data.readFileDescriptor())) {
                        reply.writeBoolean(first.getFd() != second.getFd());
                    }
                }
            }
            case RETURN_TOO_MUCH -> {
                try (ParcelFileDescriptor descriptor = data.readFileDescriptor()) {
                    reply.writeFileDescriptor(descriptor);
                    reply.writeByteArray(new byte[2 << 20]);
                }
            }
            default -> DescriptorPeer.handle(code, data, reply);
        }
    }

    private ParcelFileDescriptor openFile() throws IOException {
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY);
    }

    private void assertFileIsClosedEverywhere() {
        Eventually.await("all descriptors closed", () -> OpenFiles.count("passed-file") == 0);
    }

    // ---- what arrives

    @Test
    void shouldPassAFileWithItsPosition() throws Exception {
        try (ParcelFileDescriptor opened = openFile();
                var stream = new ParcelFileDescriptor.AutoCloseInputStream(opened.dup())) {
            assertThat(stream.readNBytes(6)).asString().isEqualTo("first ");

            String rest = Transactions.call(
                    remote, DescriptorPeer.READ, data -> data.writeFileDescriptor(opened), Parcel::readString);

            assertThat(rest).isEqualTo("second");
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(opened.getStatSize()).isEqualTo(12);
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldSeeTheEndOfAPipeOnceThePeerHasClosedIt() throws Exception {
        try (PeerJvm peer = PeerJvm.start(DescriptorPeer.class, home.toString(), "pipe")) {
            assertThat(peer.answer()).isEqualTo("ready");
            IBinder other = Objects.requireNonNull(Hub.get(caller, "pipe"));
            ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();

            Transactions.run(other, DescriptorPeer.WRITE, data -> {
                data.writeFileDescriptor(pipe[1]);
                data.writeString("from the other side");
            });
            pipe[1].close();

            assertThat(DescriptorPeer.read(pipe[0])).isEqualTo("from the other side");
        }
    }

    @Test
    void shouldReturnDescriptorsInAReply() throws Exception {
        ParcelFileDescriptor[] sockets = ParcelFileDescriptor.createSocketPair();
        try (ParcelFileDescriptor opened = openFile()) {
            Parcel data = Parcel.obtain();
            Parcel reply = Parcel.obtain();
            data.writeFileDescriptor(opened);
            data.writeFileDescriptor(sockets[1]);
            sockets[1].close();
            assertThat(remote.transact(RETURN_BOTH, data, reply, 0)).isTrue();
            data.recycle();
            assertThat(reply.hasFileDescriptors()).isTrue();
            assertThat(reply.hasFileDescriptors(0, 8)).isTrue();
            assertThat(reply.hasFileDescriptors(4, 4)).isFalse();
            DescriptorPeer.write(reply.readFileDescriptor(), "through a socket");
            assertThat(DescriptorPeer.read(reply.readFileDescriptor())).isEqualTo("first second");
            reply.recycle();
        }
        assertThat(DescriptorPeer.read(sockets[0])).isEqualTo("through a socket");
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldTakeDescriptorsFromAnotherJvm() throws Exception {
        try (PeerJvm peer = PeerJvm.start(DescriptorPeer.class, home.toString(), "taker")) {
            assertThat(peer.answer()).isEqualTo("ready");
            Hub.put(owner, "reader", Transactions.object(DescriptorSystemTest::handle));

            assertThat(peer.ask("send reader")).isEqualTo("java");

            IBinder other = Objects.requireNonNull(Hub.get(caller, "taker"));
            ParcelFileDescriptor opened = Transactions.call(
                    other, DescriptorPeer.OPEN, data -> data.writeString(file.toString()), Parcel::readFileDescriptor);
            assertThat(DescriptorPeer.read(opened)).isEqualTo("first second");
            // The peer closes its own once the reply is out.
            Eventually.await("closed there", () -> OpenFiles.count(peer.pid(), "passed-file") == 0);
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldKeepADescriptorNonBlocking() throws Exception {
        for (boolean nonBlocking : new boolean[] {false, true}) {
            ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
            if (nonBlocking) {
                FileDescriptors.setNonBlocking(pipe[0].getFd());
            }
            assertThat(Transactions.call(remote, FLAGS, data -> data.writeFileDescriptor(pipe[0]), Parcel::readBoolean))
                    .isEqualTo(nonBlocking);
            pipe[0].close();
            pipe[1].close();
        }
    }

    @Test
    void shouldGiveADuplicateToWhoReadsTwice() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            assertThat(Transactions.call(remote, TWICE, data -> data.writeFileDescriptor(opened), Parcel::readBoolean))
                    .isTrue();
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldSendWhatWasClosedAfterItWasWritten() throws Exception {
        String text = Transactions.call(
                remote,
                DescriptorPeer.READ,
                data -> {
                    try (ParcelFileDescriptor opened = openFile()) {
                        data.writeFileDescriptor(opened);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Parcel::readString);

        assertThat(text).isEqualTo("first second");
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldCarryNullWhereThereIsNoDescriptor() throws Exception {
        boolean nothing = Transactions.call(
                remote,
                RETURN_BOTH,
                data -> {
                    data.writeFileDescriptor(null);
                    data.writeFileDescriptor(null);
                },
                reply -> reply.readFileDescriptor() == null && !reply.hasFileDescriptors());

        assertThat(nothing).isTrue();
    }

    @Test
    void shouldPassDescriptorsOnewayInTheOrderOfTheCalls() throws Exception {
        int count = 2_000;
        int threads = 3;
        int[] next = new int[threads];
        List<String> wrong = new ArrayList<>();
        AtomicInteger received = new AtomicInteger();
        Binder binder = Transactions.object((code, data, reply) -> {
            int sender = data.readInt();
            int sequence = data.readInt();
            try (ParcelFileDescriptor descriptor = sequence % 3 == 0 ? null : data.readFileDescriptor()) {
                if (sequence != next[sender]++ || (sequence % 3 != 0 && descriptor == null)) {
                    wrong.add("sender=" + sender + " sequence=" + sequence + " expected=" + next[sender]);
                }
            }
            received.incrementAndGet();
        });
        BinderProxy target = World.pass(binder, owner, caller);
        try (ParcelFileDescriptor opened = openFile()) {
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int sender = thread;
                senders.add(Workers.start(() -> {
                    for (int i = 0; i < count; i++) {
                        try (Call call = target.newOnewayCall(1, 0, 16)) {
                            call.data().writeInt(sender);
                            call.data().writeInt(i);
                            if (i % 3 != 0) {
                                call.data().writeFileDescriptor(opened);
                            }
                            call.send();
                        }
                    }
                }));
            }
            Workers.join(senders);
        }
        Eventually.await("all received", () -> received.get() == threads * count);
        assertThat(wrong).isEmpty();
        assertFileIsClosedEverywhere();
    }

    // ---- limits

    @Test
    void shouldSendAsManyAsTheLimitAndRefuseOneMore() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            assertThat(sendMany(remote, opened, 16)).isEqualTo(16);
            assertThatThrownBy(() -> sendMany(remote, opened, 17))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("count=17 limit=16")
                    .hasMessageContaining("Limits.descriptorsPerMessage");
            assertThat(sendMany(remote, opened, 1)).isEqualTo(1);
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldSendMoreBySeveralMessagesWhereBothSidesAllowIt() throws Exception {
        Limits many = new Limits(2048, 256, 1 << 20, 512 << 10, 253, 10_000);
        try (World generous = new World(Files.createDirectory(home.resolve("generous")))) {
            BinderContext receiver = generous.open(options -> options.limits(many));
            BinderContext sender = generous.open(options -> options.limits(many));
            BinderProxy target = World.pass(Transactions.object(DescriptorSystemTest::handle), receiver, sender);
            BinderContext narrow = generous.open();
            BinderProxy refusing = World.pass(Transactions.object(DescriptorSystemTest::handle), narrow, sender);
            try (ParcelFileDescriptor opened = openFile()) {
                for (int count : new int[] {17, 253, 100, 253, 253, 253}) {
                    assertThat(sendMany(target, opened, count)).isEqualTo(count);
                }
                assertThatThrownBy(() -> sendMany(refusing, opened, 40))
                        .isInstanceOf(BadParcelableException.class)
                        .hasMessageContaining("limit=16");
                assertThat(sendMany(refusing, opened, 16)).isEqualTo(16);
            }
            assertFileIsClosedEverywhere();
        }
    }

    private static int sendMany(BinderProxy target, ParcelFileDescriptor opened, int count) throws RemoteException {
        return Transactions.call(
                target,
                COUNT,
                data -> {
                    data.writeInt(count);
                    for (int i = 0; i < count; i++) {
                        data.writeFileDescriptor(opened);
                    }
                },
                Parcel::readInt);
    }

    // ---- what is wrong

    @Test
    void shouldRefuseWhatIsNoOpenDescriptor() throws Exception {
        ParcelFileDescriptor opened = openFile();
        int number = opened.getFd();
        opened.close();

        assertThatThrownBy(() -> Transactions.run(remote, COUNT, data -> data.writeFileDescriptor(opened)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(opened::getFd).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ParcelFileDescriptor.fromFd(1_000_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EBADF");
        assertThatThrownBy(() -> ParcelFileDescriptor.open(home.resolve("absent"), ParcelFileDescriptor.MODE_READ_ONLY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ENOENT");
        assertThat(number).isPositive();
    }

    @Test
    void shouldRefuseADescriptorWhereABinderIsExpectedAndTheOtherWayRound() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            Parcel parcel = Parcel.obtain();
            parcel.writeFileDescriptor(opened);
            parcel.writeStrongBinder(new Binder());
            parcel.setDataPosition(0);
            assertThatThrownBy(parcel::readStrongBinder)
                    .isInstanceOf(BadParcelableException.class)
                    .hasMessageContaining("no binder");
            parcel.setDataPosition(8);
            assertThatThrownBy(parcel::readFileDescriptor)
                    .isInstanceOf(BadParcelableException.class)
                    .hasMessageContaining("no file descriptor");
            parcel.recycle();
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldEndTheSessionOfWhoNamesADescriptorThatHeNeverSent() throws Exception {
        BinderContext forger = world.open();
        BinderProxy target = World.pass(Transactions.object(DescriptorSystemTest::handle), owner, forger);
        AtomicInteger deaths = new AtomicInteger();
        target.linkToDeath(deaths::incrementAndGet, 0);

        byte[] number = {0, 0, 1, 0, 0, 0, 0, 0};
        ForgedRecords.sendObject(target, IGNORE, 4, number);

        Eventually.await("session ended", () -> deaths.get() == 1);
        assertThat(remote.pingBinder()).isTrue();
    }

    // ---- none is left behind

    @Test
    void shouldCloseWhatTheHandlerNeverReads() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            for (int code : new int[] {IGNORE, FAIL, IBinder.LAST_CALL_TRANSACTION + 1, IBinder.PING_TRANSACTION}) {
                try {
                    Transactions.run(remote, code, data -> {
                        data.writeInt(7);
                        data.writeFileDescriptor(opened);
                    });
                } catch (IllegalStateException | RemoteException e) {
                    assertThat(code).isNotEqualTo(IGNORE);
                }
            }
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldCloseWhatTheCallerNeverReads() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            Transactions.run(remote, RETURN_BOTH, data -> {
                data.writeFileDescriptor(opened);
                data.writeFileDescriptor(opened);
            });
            try (Call call = remote.newCall(RETURN_BOTH, 0, 16)) {
                call.data().writeFileDescriptor(opened);
                call.data().writeFileDescriptor(opened);
                Parcel ignored = call.invoke();
            }
        }
        assertFileIsClosedEverywhere();
    }

    @Test
    void shouldCloseWhatIsNotSentAfterAll() throws Exception {
        try (ParcelFileDescriptor opened = openFile()) {
            assertThatThrownBy(() -> Transactions.run(remote, COUNT, data -> {
                        data.writeFileDescriptor(opened);
                        data.writeByteArray(new byte[2 << 20]);
                    }))
                    .isInstanceOf(TransactionTooLargeException.class);
            assertThatThrownBy(
                            () -> Transactions.run(remote, RETURN_TOO_MUCH, data -> data.writeFileDescriptor(opened)))
                    .isInstanceOf(TransactionTooLargeException.class);
            try (Call call = remote.newCall(COUNT, 0, 16)) {
                call.data().writeFileDescriptor(opened);
                assertThatThrownBy(() -> call.data().writeByteArray(new byte[16]))
                        .isInstanceOf(IllegalStateException.class);
            }
            try (Call call = remote.newOnewayCall(COUNT, 0, 16)) {
                call.data().writeFileDescriptor(opened);
            }
            Parcel abandoned = Parcel.obtain();
            abandoned.writeFileDescriptor(opened);
            abandoned.recycle();
        }
        assertFileIsClosedEverywhere();
        assertThat(Transactions.call(remote, IGNORE, data -> data.writeInt(7), Parcel::readInt))
                .isEqualTo(7);
    }

    @Test
    void shouldCloseWhatIsMeantForAnObjectThatIsGone() throws Exception {
        Binder binder = Transactions.object(DescriptorSystemTest::handle);
        BinderProxy freed = World.pass(binder, owner, caller);
        try (ParcelFileDescriptor opened = openFile()) {
            BinderProxy stale = ForgedRecords.withHandle(freed, 4711);
            assertThatThrownBy(() -> Transactions.run(stale, COUNT, data -> data.writeFileDescriptor(opened)))
                    .isInstanceOf(DeadObjectException.class);
            for (int i = 0; i < 3; i++) {
                try (Call call = stale.newOnewayCall(COUNT, 0, 8)) {
                    call.data().writeFileDescriptor(opened);
                    call.send();
                }
            }
        }
        assertFileIsClosedEverywhere();
        assertThat(freed.pingBinder()).isTrue();
    }

    @Test
    void shouldCloseWhatIsInFlightWhenTheReceiverIsKilled() throws Exception {
        PeerJvm peer = PeerJvm.start(DescriptorPeer.class, home.toString(), "victim");
        assertThat(peer.answer()).isEqualTo("ready");
        BinderProxy victim = (BinderProxy) Objects.requireNonNull(Hub.get(caller, "victim"));
        CountDownLatch started = new CountDownLatch(1);
        Binder starter = Transactions.object((code, data, reply) -> started.countDown());
        ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            calls.add(Workers.start(() -> Transactions.run(victim, DescriptorPeer.NEVER, data -> {
                data.writeStrongBinder(starter);
                data.writeFileDescriptor(pipe[1]);
            })));
        }
        started.await();
        for (int i = 0; i < 50; i++) {
            try (Call call = victim.newOnewayCall(DescriptorPeer.NEVER, 0, 16)) {
                call.data().writeStrongBinder(starter);
                call.data().writeFileDescriptor(pipe[1]);
                call.send();
            }
        }
        pipe[1].close();

        peer.kill();

        for (CompletableFuture<Void> call : calls) {
            assertThatThrownBy(call::get).hasCauseInstanceOf(DeadObjectException.class);
        }
        assertThat(DescriptorPeer.read(pipe[0])).as("nobody holds the pipe").isEmpty();
    }

    @Test
    void shouldFailTheCallAndKeepTheSessionWhenTheReceiverHasNoDescriptorLeft() throws Exception {
        try (PeerJvm peer = PeerJvm.startWithFewDescriptors(150, DescriptorPeer.class, home.toString(), "poor")) {
            assertThat(peer.answer()).isEqualTo("ready");
            BinderProxy poor = (BinderProxy) Objects.requireNonNull(Hub.get(caller, "poor"));
            AtomicInteger deaths = new AtomicInteger();
            poor.linkToDeath(deaths::incrementAndGet, 0);
            try (ParcelFileDescriptor opened = openFile()) {
                assertThat(Transactions.call(
                                poor,
                                DescriptorPeer.READ,
                                data -> data.writeFileDescriptor(opened),
                                Parcel::readString))
                        .isEqualTo("first second");
                assertThat(Transactions.call(poor, DescriptorPeer.EXHAUST, data -> {}, Parcel::readInt))
                        .isPositive();
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> Transactions.run(
                                    poor, DescriptorPeer.READ, data -> data.writeFileDescriptor(opened)))
                            .isInstanceOf(RemoteException.class)
                            .isNotInstanceOf(DeadObjectException.class)
                            .hasMessageContaining("lost on its way")
                            .hasMessageContaining("RLIMIT_NOFILE");
                }
                Transactions.run(poor, DescriptorPeer.RELIEVE, data -> {});
                try (ParcelFileDescriptor again = openFile()) {
                    assertThat(Transactions.call(
                                    poor,
                                    DescriptorPeer.READ,
                                    data -> data.writeFileDescriptor(again),
                                    Parcel::readString))
                            .isEqualTo("first second");
                }
            }
            assertThat(OpenFiles.count(peer.pid(), "passed-file")).isZero();
            assertThat(deaths).hasValue(0);
        }
    }

    @Test
    void shouldSayThatTooManyDescriptorsAreInFlight() throws Exception {
        try (PeerJvm receiver = PeerJvm.start(DescriptorPeer.class, home.toString(), "stopped");
                PeerJvm sender =
                        PeerJvm.startWithFewDescriptors(120, DescriptorPeer.class, home.toString(), "flooder")) {
            assertThat(receiver.answer()).isEqualTo("ready");
            assertThat(sender.answer()).isEqualTo("ready");
            Hub.put(owner, "reader", Transactions.object(DescriptorSystemTest::handle));
            assertThat(sender.ask("send stopped")).isEqualTo("java");
            assertThat(sender.ask("greet stopped")).isEqualTo("sent");
            signal("STOP", receiver);
            String failure;
            try {
                failure = sender.ask("flood stopped");
            } finally {
                signal("CONT", receiver); // a stopped process would never end
            }

            assertThat(failure)
                    .contains("ETOOMANYREFS")
                    .contains("no receiver has read yet")
                    .contains("RLIMIT_NOFILE");
            assertThat(sender.ask("send stopped")).isEqualTo("java");
            Eventually.await("none left", () -> OpenFiles.count(receiver.pid(), "/dev/null") <= 3);
        }
    }

    private static void signal(String name, PeerJvm peer) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Integer.toString(peer.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
