package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Limits;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.HostileCalls;
import io.bindery.internal.linux.Memfd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever memory a peer offers for a lane: it is taken only if nobody can pull it away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileLaneSystemTest {
    private static final int RING = Wire.SYNC_RING_BYTES;
    private static final long SIZE = Wire.RING + (long) RING;

    /** Makes a flawed outbox. */
    @FunctionalInterface
    interface Maker {
        RawOutbox make() throws IOException;
    }

    /** A flaw of an outbox, and what its owner is told. */
    record Flaw(String name, Maker maker, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Path home;
    private Attacked attacked;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        attacked = new Attacked(home);
    }

    @AfterAll
    void close() throws Exception {
        attacked.close();
    }

    private static Flaw unsealed(String name, int seals, String reason) {
        return new Flaw(name, () -> RawOutbox.create(RING, SIZE, seals, Wire.OUTBOX_MAGIC, Wire.VERSION), reason);
    }

    private static Flaw sized(String name, long size, String reason) {
        return new Flaw(
                name, () -> RawOutbox.create(RING, size, RawOutbox.ALL_SEALS, Wire.OUTBOX_MAGIC, Wire.VERSION), reason);
    }

    static Stream<Flaw> flaws() {
        int all = RawOutbox.ALL_SEALS;
        return Stream.of(
                unsealed("unsealed", 0, "missing=SEAL|SHRINK|GROW|FUTURE_WRITE"),
                unsealed("may shrink", all & ~HostileCalls.SHRINK, "missing=SHRINK"),
                unsealed("may grow", all & ~HostileCalls.GROW, "missing=GROW"),
                unsealed("others may write", all & ~HostileCalls.FUTURE_WRITE, "missing=FUTURE_WRITE"),
                unsealed("seals may be added", all & ~HostileCalls.SEAL, "missing=SEAL"),
                new Flaw("sparse", () -> RawOutbox.createSparse(RING), "has holes"),
                sized("too small", SIZE - 4096, "wrong size: size=32768 expected=36864"),
                sized("too large", SIZE + 4096, "wrong size: size=40960 expected=36864"),
                sized("one page", 4096, "wrong size: size=4096"),
                new Flaw("wrong magic", () -> RawOutbox.create(RING, SIZE, all, 1, Wire.VERSION), "magic=1"),
                new Flaw("wrong version", () -> RawOutbox.create(RING, SIZE, all, Wire.OUTBOX_MAGIC, 2), "version=2"),
                new Flaw(
                        "another length inside",
                        () -> RawOutbox.create(2 * RING, SIZE, all, Wire.OUTBOX_MAGIC, Wire.VERSION),
                        "ringBytes=65536 expectedRingBytes=32768"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void shouldRefuseMemoryWithAFlaw(Flaw flaw) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawOutbox outbox = attacked.peer.closing(flaw.maker.make());
        socket.send(Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, RING), outbox.descriptor);

        assertThat(socket.awaitEnd()).contains(flaw.reason);
        attacked.assertUnharmed();
    }

    @Test
    void shouldRefuseDescriptorsThatAreNoMemory() throws Exception {
        int[] pipe = HostileCalls.pipe();
        int file = HostileCalls.openFile(home.resolve("file"));
        Files.write(home.resolve("file"), new byte[(int) SIZE]);
        int directory = FileDescriptors.openDirectory(home);
        attacked.settle();
        try {
            assertRefused(pipe[0], "is not memory");
            assertRefused(pipe[1], "is not memory");
            assertRefused(directory, "is not memory");
            assertRefused(file, "is no memfd");
        } finally {
            FileDescriptors.close(pipe[0]);
            FileDescriptors.close(pipe[1]);
            FileDescriptors.close(file);
            FileDescriptors.close(directory);
            attacked.settle();
        }
    }

    private void assertRefused(int descriptor, String reason) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        socket.send(Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, RING), descriptor);

        assertThat(socket.awaitEnd()).contains(reason);
        attacked.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1, 64, 2048, 4095, 4097, 12288, 32 << 10 | 64, 2 << 20, 1 << 30, Integer.MIN_VALUE})
    void shouldRefuseRingsOfAbsurdSize(int ringBytes) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawOutbox outbox = attacked.peer.closing(RawOutbox.create(RING));
        socket.send(Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, ringBytes), outbox.descriptor);

        assertThat(socket.awaitEnd()).contains("a ring that cannot be: bytes=" + ringBytes);
        attacked.assertUnharmed();
    }

    @Test
    void shouldRefuseAnyOtherNumberOfDescriptorsThanOne() throws Exception {
        byte[] open = Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, RING);
        byte[] half = java.util.Arrays.copyOf(open, 9);
        byte[] rest = java.util.Arrays.copyOfRange(open, 9, open.length);

        RawSocket none = attacked.peer.open(Attacked.ENDPOINT);
        none.send(open);
        assertThat(none.awaitEnd()).contains("without its descriptor");

        RawSocket two = attacked.peer.open(Attacked.ENDPOINT);
        int memory = attacked.peer.closing(RawOutbox.create(RING)).descriptor;
        two.send(open, memory, memory);
        assertThat(two.awaitEnd()).contains("descriptors without messages: count=1");

        RawSocket later = attacked.peer.open(Attacked.ENDPOINT);
        later.send(half, memory);
        later.send(rest, memory);
        assertThat(later.awaitEnd()).contains("descriptors without messages");

        RawSocket many = attacked.peer.open(Attacked.ENDPOINT);
        int[] hundred = new int[100];
        java.util.Arrays.fill(hundred, memory);
        many.send(open, hundred);
        assertThat(many.awaitEnd()).contains("descriptors without messages");

        RawSocket unasked = attacked.peer.open(Attacked.ENDPOINT);
        unasked.send(Wire.message(Wire.DRIVER, 1, 55, 1), memory);
        assertThat(unasked.awaitEnd()).contains("descriptors without messages: count=1");

        RawSocket withDoorbell = attacked.peer.open(Attacked.ENDPOINT);
        withDoorbell.send(new byte[] {Wire.DOORBELL}, memory);
        assertThat(withDoorbell.awaitEnd()).contains("descriptors without messages: count=1");

        RawSocket early = attacked.peer.connect(Attacked.ENDPOINT);
        early.send(attacked.peer.hello(Wire.HELLO), memory);
        assertThat(early.awaitEnd()).contains("descriptors without messages: count=1");

        attacked.assertUnharmed();
    }

    @Test
    void shouldRefuseLanesOfUnknownKindOrNumber() throws Exception {
        for (int[] idAndKind : new int[][] {{1, 2}, {1, -1}, {0, 0}, {-5, 0}}) {
            RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
            RawOutbox outbox = attacked.peer.closing(RawOutbox.create(RING));
            socket.send(Wire.message(Wire.OPEN_LANE, idAndKind[0], idAndKind[1], RING), outbox.descriptor);
            assertThat(socket.awaitEnd())
                    .contains("a lane that cannot be: id=" + idAndKind[0] + " kind=" + idAndKind[1]);
        }

        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 7, Wire.SYNC);
        socket.send(Wire.message(Wire.OPEN_LANE, 7, Wire.SYNC, RING), lane.own.descriptor);
        assertThat(socket.awaitEnd()).contains("the last was 7");
        attacked.assertUnharmed();
    }

    @Test
    void shouldRefuseASecondLaneForOnewayCallsAndGoOn() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        attacked.peer.openLane(socket, 1, Wire.ONEWAY);
        RawOutbox second = attacked.peer.closing(RawOutbox.create(Wire.ONEWAY_RING_BYTES));
        socket.send(Wire.message(Wire.OPEN_LANE, 2, Wire.ONEWAY, Wire.ONEWAY_RING_BYTES), second.descriptor);

        RawSocket.Message refusal = socket.expect(Wire.REFUSE_LANE);
        assertThat(refusal.body().getInt()).isEqualTo(2);
        assertThat(refusal.text(4)).contains("one lane for oneway calls");
        RawLane lane = attacked.peer.openLane(socket, 3, Wire.SYNC);
        assertThat(lane.call(Wire.request(0, Wire.PING))).containsExactly(new byte[8]);
        attacked.assertUnharmed();
    }

    @Test
    void shouldRefuseMoreLanesThanTheLimitAndGoOn() throws Exception {
        Limits three = new Limits(2048, 3, 1 << 20, 512 << 10, 16, 10_000);
        try (Attacked limited =
                new Attacked(Files.createDirectory(home.resolve("three")), options -> options.limits(three))) {
            RawSocket socket = limited.peer.open(Attacked.ENDPOINT);
            RawLane first = limited.peer.openLane(socket, 1, Wire.SYNC);
            limited.peer.openLane(socket, 2, Wire.SYNC);
            limited.peer.openLane(socket, 3, Wire.SYNC);
            for (int id = 4; id < 40; id++) {
                RawOutbox further = limited.peer.closing(RawOutbox.create(RING));
                socket.send(Wire.message(Wire.OPEN_LANE, id, Wire.SYNC, RING), further.descriptor);
                RawSocket.Message refusal = socket.expect(Wire.REFUSE_LANE);
                assertThat(refusal.body().getInt()).isEqualTo(id);
                assertThat(refusal.text(4)).contains("too many lanes", "limit=3");
            }

            assertThat(first.call(Wire.request(0, Wire.PING))).containsExactly(new byte[8]);
            limited.assertUnharmed();
        }
    }

    @Test
    void shouldRefuseRegionsThatCannotBe() throws Exception {
        int page = 4096;
        Object[][] bodies = {
            {1, 1, 0, 0}, {1, 1, 0, -page}, {1, 1, 0, page + 1}, {1, 1, 0, 1 << 30}, {9, 1, 0, page}, {1, 1, 1, page}
        };
        String[] reasons = {
            "region that cannot be",
            "region that cannot be",
            "region that cannot be",
            "region that cannot be",
            "region that cannot be: lane=9",
            "regions come in order: id=1 expected=0"
        };
        for (int i = 0; i < bodies.length; i++) {
            RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
            attacked.peer.openLane(socket, 1, Wire.SYNC);
            RawOutbox region = attacked.peer.closing(RawOutbox.create(page));
            socket.send(Wire.message(Wire.ATTACH_REGION, bodies[i]), region.descriptor);
            assertThat(socket.awaitEnd()).contains(reasons[i]);
            attacked.assertUnharmed();
        }

        RawSocket unsealed = attacked.peer.open(Attacked.ENDPOINT);
        attacked.peer.openLane(unsealed, 1, Wire.SYNC);
        RawOutbox region = attacked.peer.closing(RawOutbox.create(page, 2L * page, 0, Wire.OUTBOX_MAGIC, Wire.VERSION));
        unsealed.send(Wire.message(Wire.ATTACH_REGION, 1, 1, 0, page), region.descriptor);
        assertThat(unsealed.awaitEnd()).contains("lacks seals");
        attacked.assertUnharmed();
    }

    @Test
    void shouldCloseWhatComesWithALaneThatWasNotAskedFor() throws Exception {
        int memory = attacked.peer.closing(RawOutbox.create(RING)).descriptor;
        for (int id : new int[] {0, 1, -1, 4711}) {
            RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
            socket.send(Wire.message(Wire.LANE_OPENED, id, RING), memory);
            assertThat(socket.awaitEnd()).contains("a lane that was not asked for: id=" + id);
        }
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        socket.send(Wire.message(Wire.REFUSE_LANE, 12, "no"));
        assertThat(attacked.peer.openLane(socket, 1, Wire.SYNC).call(Wire.request(0, Wire.PING)))
                .containsExactly(new byte[8]);
        attacked.assertUnharmed();
    }

    @Test
    void shouldHoldNothingOfMemoryThatWasNeverMapped() throws Exception {
        // The descriptor of a lane is on its way when its owner goes.
        for (int round = 0; round < 20; round++) {
            RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
            int memory = Memfd.create("raw-outbox", SIZE);
            socket.send(
                    java.util.Arrays.copyOf(Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, RING), 10 + round % 3), memory);
            FileDescriptors.close(memory);
            attacked.peer.closeOpened();
        }
        attacked.assertUnharmed();
    }
}
