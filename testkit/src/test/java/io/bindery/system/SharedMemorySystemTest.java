package io.bindery.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import io.bindery.SharedMemory.Seal;
import io.bindery.internal.driver.ForgedRecords;
import io.bindery.internal.linux.Memfd;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory that processes share: passed once, mapped once, and given back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedMemorySystemTest {
    private static final int ADD_ONE = 1;
    private static final int ECHO = 2;
    private static final int CLOSE = 3;
    private static final int FORGET = 4;
    private static final int PROTECT = 5;

    private Path home;
    private World world;
    private BinderContext owner;
    private BinderContext caller;
    private Receiver receiver;
    private BinderProxy remote;

    /** Holds on to what it has received, until it is told not to. */
    private static final class Receiver {
        final Set<SharedMemory> seen = ConcurrentHashMap.newKeySet();
        final AtomicLong calls = new AtomicLong();
        final Binder binder = Transactions.object(this::handle);

        private void handle(int code, Parcel data, Parcel reply) throws RemoteException {
            calls.incrementAndGet();
            if (code == FORGET) {
                seen.clear();
                return;
            }
            SharedMemory memory = Objects.requireNonNull(data.readSharedMemory());
            try {
                switch (code) {
                    case ADD_ONE -> {
                        seen.add(memory);
                        MemorySegment bytes = memory.mapReadWrite();
                        bytes.set(JAVA_LONG, 0, bytes.get(JAVA_LONG, 0) + 1);
                        reply.writeLong(memory.size());
                    }
                    case ECHO -> {
                        seen.add(memory);
                        reply.writeSharedMemory(memory);
                    }
                    case CLOSE -> {
                        reply.writeLong(memory.mapReadOnly().get(JAVA_LONG, 0));
                        memory.close();
                    }
                    case PROTECT -> reply.writeBoolean(memory.setProtect(SharedMemory.PROT_READ));
                    default -> throw new IllegalStateException("code=" + code);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e.getMessage());
            }
        }

        void closeAll() {
            seen.forEach(SharedMemory::close);
            seen.clear();
        }
    }

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        world = new World(home);
        owner = world.open();
        caller = world.open();
        receiver = new Receiver();
        remote = World.pass(receiver.binder, owner, caller);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static long addOne(IBinder target, SharedMemory memory) throws RemoteException {
        return Transactions.call(target, ADD_ONE, data -> data.writeSharedMemory(memory), Parcel::readLong);
    }

    private static void assertOpen(String name, long descriptors) {
        Eventually.await(name + " open=" + descriptors, () -> OpenFiles.count("memfd:" + name) == descriptors);
    }

    // ---- what it is

    @Test
    void shouldPassTheMemoryOnceAndGiveTheSameObjectEachTime() throws Exception {
        try (SharedMemory memory = SharedMemory.create("passed-once", 1 << 20)) {
            MemorySegment bytes = memory.mapReadWrite();
            Set<SharedMemory> before = new HashSet<>(receiver.seen);
            for (int i = 0; i < 100; i++) {
                assertThat(addOne(remote, memory)).isEqualTo(1 << 20);
            }
            assertThat(bytes.get(JAVA_LONG, 0)).isEqualTo(100);
            Set<SharedMemory> seen = new HashSet<>(receiver.seen);
            seen.removeAll(before);
            assertThat(seen).hasSize(1).doesNotContain(memory);
            assertOpen("passed-once", 2);

            receiver.closeAll();

            assertOpen("passed-once", 1);
            assertThat(addOne(remote, memory)).isEqualTo(1 << 20);
            assertThat(bytes.get(JAVA_LONG, 0)).isEqualTo(101);
            assertOpen("passed-once", 2);
        }
        assertOpen("passed-once", 2); // the receiver has it: it may come home
        receiver.closeAll();
        assertOpen("passed-once", 0);
    }

    @Test
    void shouldBringItHomeEvenIfItWasClosedHere() throws Exception {
        SharedMemory memory = SharedMemory.create("came-home", 4096);
        SharedMemory back =
                Transactions.call(remote, ECHO, data -> data.writeSharedMemory(memory), Parcel::readSharedMemory);
        assertThat(back).isSameAs(memory);
        SharedMemory there = receiver.seen.stream()
                .filter(seen -> seen.size() == 4096)
                .findFirst()
                .orElseThrow();
        memory.close();
        assertThatThrownBy(memory::mapReadOnly).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> addOne(remote, memory)).isInstanceOf(IllegalStateException.class);

        Binder sender = Transactions.object((code, data, reply) -> reply.writeSharedMemory(there));
        BinderProxy asked = World.pass(sender, owner, caller);
        SharedMemory again = Transactions.call(asked, 1, data -> {}, Parcel::readSharedMemory);

        assertThat(again.isOpen()).isTrue();
        assertThat((Object) Transactions.call(asked, 1, data -> {}, Parcel::readSharedMemory))
                .isSameAs(again);
        again.close();
        receiver.closeAll();
        assertOpen("came-home", 0);
    }

    @Test
    void shouldBeSealedAndAllocated() throws Exception {
        try (SharedMemory memory = SharedMemory.create("sealed", 10_000);
                ParcelFileDescriptor file = memory.dupDescriptor()) {
            assertThat(memory.size()).isEqualTo(10_000);
            assertThat(memory.seals()).contains(Seal.SHRINK, Seal.GROW).doesNotContain(Seal.FUTURE_WRITE);
            assertThat(memory.isReadOnly()).isFalse();
            assertThat(file.getStatSize()).isEqualTo(10_000);
            assertThatThrownBy(() -> SharedMemory.create("none", 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldOnlyEverTakeRightsAway() throws Exception {
        try (SharedMemory memory = SharedMemory.create("protected", 4096)) {
            MemorySegment mine = memory.mapReadWrite();
            assertThat(memory.setProtect(SharedMemory.PROT_READ | SharedMemory.PROT_WRITE))
                    .isTrue();
            assertThat(memory.setProtect(SharedMemory.PROT_READ)).isTrue();
            assertThat(memory.setProtect(SharedMemory.PROT_READ)).isTrue();
            assertThat(memory.setProtect(SharedMemory.PROT_READ | SharedMemory.PROT_WRITE))
                    .isFalse();
            assertThat(memory.isReadOnly()).isTrue();
            assertThat(memory.seals()).contains(Seal.FUTURE_WRITE);
            assertThatThrownBy(() -> memory.map(SharedMemory.PROT_READ | SharedMemory.PROT_WRITE, 0, 4096))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("read-only");
            assertThatThrownBy(() -> memory.setProtect(0)).isInstanceOf(IllegalArgumentException.class);

            mine.set(JAVA_LONG, 0, 42);

            assertThat(Transactions.call(remote, CLOSE, data -> data.writeSharedMemory(memory), Parcel::readLong))
                    .isEqualTo(42);
            assertThatThrownBy(() -> addOne(remote, memory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("read-only");
            MemorySegment view = memory.mapReadOnly();
            assertThat(view.isReadOnly()).isTrue();
            assertThatThrownBy(() -> view.set(JAVA_LONG, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        receiver.closeAll();
        assertOpen("protected", 0);
    }

    @Test
    void shouldTakeRightsAwayFromTheCreatorToo() throws Exception {
        try (SharedMemory memory = SharedMemory.create("protected-there", 4096)) {
            assertThat(Transactions.call(remote, PROTECT, data -> data.writeSharedMemory(memory), Parcel::readBoolean))
                    .isEqualTo(true);
            assertThat(memory.isReadOnly()).isTrue();
            assertThatThrownBy(memory::mapReadWrite).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldEndMappingsWithAnExceptionAndNotAFault() throws Exception {
        MemorySegment outliving;
        try (SharedMemory memory = SharedMemory.create("mapped", 100_000)) {
            MemorySegment all = memory.mapReadWrite();
            assertThat(memory.mapReadWrite()).isSameAs(all);
            all.set(JAVA_BYTE, 70_001, (byte) 7);
            MemorySegment part = memory.map(SharedMemory.PROT_READ, 70_000, 30_000);
            assertThat(part.byteSize()).isEqualTo(30_000);
            assertThat(part.get(JAVA_BYTE, 1)).isEqualTo((byte) 7);

            memory.unmap(part.asSlice(5));

            assertThatThrownBy(() -> part.get(JAVA_BYTE, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> memory.unmap(part)).isInstanceOf(IllegalArgumentException.class);
            assertThat(all.get(JAVA_BYTE, 70_001)).isEqualTo((byte) 7);
            memory.unmap(all);
            assertThatThrownBy(() -> all.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            assertThat(memory.mapReadWrite()).isNotSameAs(all);
            MemorySegment confined;
            try (Arena arena = Arena.ofConfined()) {
                confined = memory.map(SharedMemory.PROT_READ, 0, 100_000, arena);
                assertThat(confined.get(JAVA_BYTE, 70_001)).isEqualTo((byte) 7);
            }
            assertThatThrownBy(() -> confined.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> memory.map(SharedMemory.PROT_READ, 1, 100_000))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.map(SharedMemory.PROT_WRITE, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            outliving = memory.mapReadOnly();
        }
        assertThat(outliving.get(JAVA_BYTE, 70_001)).isEqualTo((byte) 7);
    }

    @Test
    void shouldUnmapWhatNobodyCanReach() throws Exception {
        mapAndForget();
        Eventually.await("unmapped", () -> {
            System.gc();
            try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
                return maps.noneMatch(line -> line.contains("memfd:forgotten"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertOpen("forgotten", 0);
    }

    private static void mapAndForget() throws IOException {
        SharedMemory memory = SharedMemory.create("forgotten", 4096);
        memory.mapReadWrite().set(JAVA_LONG, 0, 1);
    }

    @Test
    void shouldMakeSharedMemoryOfAMemfdAndOfNothingElse() throws Exception {
        ParcelFileDescriptor unsealed = ParcelFileDescriptor.adoptFd(Memfd.create("adopted", 8192));
        try (SharedMemory memory = SharedMemory.fromFileDescriptor(unsealed)) {
            assertThat(unsealed.isOpen()).isFalse();
            assertThat(memory.size()).isEqualTo(8192);
            assertThat(memory.seals()).contains(Seal.SHRINK, Seal.GROW);
            assertThat(addOne(remote, memory)).isEqualTo(8192);
        }
        Path file = Files.writeString(home.resolve("no-memory"), "text");
        for (ParcelFileDescriptor other : new ParcelFileDescriptor[] {
            ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_WRITE),
            ParcelFileDescriptor.open(Path.of("/dev/null"), ParcelFileDescriptor.MODE_READ_WRITE),
            ParcelFileDescriptor.createPipe()[0]
        }) {
            assertThatThrownBy(() -> SharedMemory.fromFileDescriptor(other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be shared memory");
            assertThat(other.isOpen()).isFalse();
        }
        receiver.closeAll();
        assertOpen("adopted", 0);
        assertThat(OpenFiles.count("no-memory")).isZero();
    }

    // ---- references

    @Test
    void shouldAgreeOnOneObjectHoweverManyThreadsSendIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            receiver.closeAll();
            try (SharedMemory memory = SharedMemory.create("raced", 4096)) {
                CountDownLatch start = new CountDownLatch(1);
                List<CompletableFuture<Void>> senders = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    senders.add(Workers.start(() -> {
                        start.await();
                        assertThat(addOne(remote, memory)).isEqualTo(4096);
                    }));
                }
                start.countDown();
                Workers.join(senders);
                assertThat(receiver.seen).hasSize(1);
            }
        }
        receiver.closeAll();
        assertOpen("raced", 0);
    }

    @Test
    void shouldSurviveThatTheReceiverClosesWhatIsBeingSentAgain() throws Exception {
        try (SharedMemory memory = SharedMemory.create("closed-again", 4096)) {
            memory.mapReadWrite().set(JAVA_LONG, 0, 77);
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                senders.add(Workers.start(() -> {
                    for (int j = 0; j < 1_000; j++) {
                        assertThat(Transactions.call(
                                        remote, CLOSE, data -> data.writeSharedMemory(memory), Parcel::readLong))
                                .isEqualTo(77);
                    }
                }));
            }
            Workers.join(senders);
            assertOpen("closed-again", 1);
        }
        assertOpen("closed-again", 0);
    }

    @Test
    void shouldGiveBackWhatWasCollected() throws Exception {
        try (SharedMemory memory = SharedMemory.create("collected", 4096)) {
            assertThat(addOne(remote, memory)).isEqualTo(4096);
            assertOpen("collected", 2);

            Transactions.run(remote, FORGET, data -> {});

            Eventually.await("given back", () -> {
                System.gc();
                return OpenFiles.count("memfd:collected") == 1;
            });
            assertThat(addOne(remote, memory)).isEqualTo(4096);
        }
        receiver.closeAll();
        assertOpen("collected", 0);
    }

    @Test
    void shouldGiveBackWhatIsNotServed() throws Exception {
        try (SharedMemory memory = SharedMemory.create("unserved", 4096)) {
            BinderProxy stale = ForgedRecords.withHandle(remote, 4711);
            assertThatThrownBy(() -> addOne(stale, memory)).isInstanceOf(RemoteException.class);
            assertThatThrownBy(() -> Transactions.run(remote, ADD_ONE, data -> {
                        data.writeSharedMemory(memory);
                        data.writeByteArray(new byte[2 << 20]);
                    }))
                    .isInstanceOf(RemoteException.class);
            assertOpen("unserved", 1);
            assertThat(addOne(remote, memory)).isEqualTo(4096);
        }
        receiver.closeAll();
        assertOpen("unserved", 0);
    }

    @Test
    void shouldReachAThirdProcessAndOutliveItsCreator() throws Exception {
        PeerJvm peer = PeerJvm.start(MemoryPeer.class, home.toString(), "creator");
        assertThat(peer.answer()).isEqualTo("ready");
        IBinder creator = Objects.requireNonNull(Hub.get(caller, "creator"));
        SharedMemory memory = Transactions.call(
                creator, MemoryPeer.CREATE, data -> data.writeLong(1 << 16), Parcel::readSharedMemory);
        assertThat(memory.mapReadOnly().get(JAVA_LONG, 0)).isEqualTo(MemoryPeer.FIRST);
        assertThat(addOne(remote, memory)).isEqualTo(1 << 16);
        AtomicLong deaths = new AtomicLong();
        creator.linkToDeath(deaths::incrementAndGet, 0);

        peer.kill();

        Eventually.await("told of the death", () -> deaths.get() == 1);
        assertThat(memory.mapReadOnly().get(JAVA_LONG, 0)).isEqualTo(MemoryPeer.FIRST + 1);
        assertThat(addOne(remote, memory)).isEqualTo(1 << 16);
        assertThat(memory.mapReadWrite().get(JAVA_LONG, 0)).isEqualTo(MemoryPeer.FIRST + 2);
        assertOpen("made-there", 2);
        memory.close();
        receiver.closeAll();
        assertOpen("made-there", 0);
    }

    @Test
    void shouldTakeBackWhatAKilledReceiverHad() throws Exception {
        PeerJvm peer = PeerJvm.start(MemoryPeer.class, home.toString(), "receiver");
        assertThat(peer.answer()).isEqualTo("ready");
        IBinder killed = Objects.requireNonNull(Hub.get(caller, "receiver"));
        SharedMemory memory = SharedMemory.create("had-there", 4096);
        Transactions.run(killed, MemoryPeer.KEEP, data -> data.writeSharedMemory(memory));
        assertThat(OpenFiles.count(peer.pid(), "memfd:had-there")).isEqualTo(1);
        memory.close();
        assertOpen("had-there", 1);

        peer.kill();

        assertOpen("had-there", 0);
    }

    // ---- what is wrong

    @Test
    void shouldRefuseWhatIsNotSuchMemory() throws Exception {
        ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
        int unsealed = Memfd.create("unsealed", 4096);
        try (ParcelFileDescriptor memfd = ParcelFileDescriptor.adoptFd(unsealed);
                SharedMemory good = SharedMemory.create("good", 4096);
                ParcelFileDescriptor sealed = good.dupDescriptor()) {
            assertThat(refusal(pipe[0], 4096)).contains("is not memory: type=pipe");
            assertThat(refusal(memfd, 4096)).contains("lacks seals: missing=SHRINK|GROW");
            assertThat(refusal(sealed, 8192)).contains("wrong size: size=4096 expected=8192");
        }
        pipe[0].close();
        pipe[1].close();
        assertThat(remote.pingBinder()).isTrue();
        assertOpen("unsealed", 0);
        assertOpen("good", 0);
    }

    private String refusal(ParcelFileDescriptor descriptor, long size) throws RemoteException {
        return String.valueOf(ForgedRecords.sendMemory(remote, ADD_ONE, descriptor.getFd(), size));
    }

    @Test
    void shouldRefuseMemoryOfOursThatThePeerDoesNotHold() throws Exception {
        BinderContext forger = world.open();
        BinderProxy target = World.pass(receiver.binder, owner, forger);
        assertThat(ForgedRecords.failureOf(target, ADD_ONE, 8, new byte[] {9, 9, 0, 0}))
                .contains("that the sender does not hold");
    }

    @Test
    void shouldRefuseMemoryWhereADescriptorIsExpected() throws Exception {
        Parcel parcel = Parcel.obtain();
        try (SharedMemory memory = SharedMemory.create("mistaken", 4096)) {
            parcel.writeSharedMemory(memory);
            parcel.writeSharedMemory(null);
            parcel.setDataPosition(0);
            assertThatThrownBy(parcel::readFileDescriptor).isInstanceOf(BadParcelableException.class);
            parcel.setDataPosition(0);
            SharedMemory same = parcel.readSharedMemory();
            assertThat(same).isSameAs(memory);
            @Nullable SharedMemory none = parcel.readSharedMemory();
            assertThat(none).isNull();
        }
        assertOpen("mistaken", 1); // the parcel has it
        parcel.recycle();
        assertOpen("mistaken", 0);
    }

    // ---- blobs

    @Test
    void shouldCarryBlobsOfAnyLength() throws Exception {
        Binder echo = Transactions.object((code, data, reply) -> {
            try (Arena arena = Arena.ofConfined()) {
                reply.writeBlob(data.readBlob(arena));
            }
        });
        BinderProxy echoing = World.pass(echo, owner, caller);
        for (int length : new int[] {0, 1, 3, 16_383, 16_384, 16_385, 100_000, 1 << 20, 5 << 20}) {
            byte[] blob = new byte[length];
            new java.util.Random(length).nextBytes(blob);
            byte[] back = Transactions.call(echoing, 1, data -> data.writeBlob(blob), Parcel::readBlob);
            assertThat(back).as("length=" + length).isEqualTo(blob);
        }
        byte[] nothing = Transactions.call(echoing, 1, data -> data.writeBlob((byte[]) null), Parcel::readBlob);
        assertThat(nothing).isNull();
        assertOpen("bindery-blob", 0);
    }

    @Test
    void shouldCarryBlobsOneway() throws Exception {
        AtomicLong sum = new AtomicLong();
        Binder sink = Transactions.object(
                (code, data, reply) -> sum.addAndGet(Objects.requireNonNull(data.readBlob()).length));
        BinderProxy sinking = World.pass(sink, owner, caller);
        long expected = 0;
        for (int i = 0; i < 100; i++) {
            byte[] blob = new byte[i * 1000];
            expected += blob.length;
            try (Call call = sinking.newOnewayCall(1, 0, Call.UNBOUNDED)) {
                call.data().writeBlob(blob);
                call.send();
            }
        }
        long all = expected;
        Eventually.await("all received", () -> sum.get() == all);
        assertOpen("bindery-blob", 0);
    }

    // ---- parcels through regions

    @Test
    void shouldCarryParcelsOfEveryLengthAroundTheLimits() throws Exception {
        AtomicLong received = new AtomicLong();
        Binder echo = Transactions.object((code, data, reply) -> {
            byte[] bytes = data.readByteArray();
            received.addAndGet(Objects.requireNonNull(bytes).length);
            reply.writeByteArray(bytes);
        });
        BinderProxy echoing = World.pass(echo, owner, caller);
        long sent = 0;
        for (int limit :
                new int[] {64, 4 << 10, 15 << 10, 16 << 10, 31 << 10, 32 << 10, 64 << 10, 128 << 10, 1 << 20}) {
            for (int length = limit - 48; length <= limit + 16; length += 4) {
                byte[] bytes = new byte[length];
                java.util.Arrays.fill(bytes, (byte) length);
                if (length + 4 > 1 << 20) {
                    assertThatThrownBy(() -> Transactions.run(echoing, 1, data -> data.writeByteArray(bytes)))
                            .isInstanceOf(RemoteException.class);
                    continue;
                }
                byte[] back = Transactions.call(echoing, 1, data -> data.writeByteArray(bytes), Parcel::readByteArray);
                assertThat(back).as("length=" + length).isEqualTo(bytes);
                try (Call call = echoing.newOnewayCall(1, 0, Parcel.sizeOf(bytes))) {
                    call.data().writeByteArray(bytes);
                    call.send();
                }
                sent += 2L * length;
            }
        }
        long all = sent;
        Eventually.await("all received", () -> received.get() == all);
    }
}
