package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.system.Eventually;
import io.bindery.system.Hub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
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

/** Whatever a peer writes into its rings: its own session ends, or its own call fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRecordSystemTest {
    private static final int BINDER_TAG = 0x424e4452;
    private static final int STATUS_UNKNOWN_HANDLE = 3;
    private static final int STATUS_BAD_PARCEL = -2;
    private static final byte[] NO_OBJECTS = {};
    private static final byte[] PING = Wire.request(0, Wire.PING);

    /** A record, and why its session ends. */
    record Forgery(String name, int sequence, int length, int kind, byte[] payload, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Attacked attacked;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        attacked = new Attacked(home);
    }

    @AfterAll
    void close() throws Exception {
        attacked.close();
    }

    private static Forgery call(String name, int kind, byte[] payload, String reason) {
        return new Forgery(name, 1, payload.length, kind, payload, reason);
    }

    private static byte[] objectsOf(int parcelBytes, Object... table) {
        return Wire.request(0, Hub.GET, new byte[parcelBytes], Wire.bytes(table));
    }

    private static byte[] claiming(int objectBytes) {
        return Wire.bytes(0, Wire.PING, 0L, 0, objectBytes << 8, new byte[8]);
    }

    static Stream<Forgery> calls() {
        byte[] reference = Wire.bytes(0, 100, 0L);
        return Stream.of(
                new Forgery("longer than the ring", 1, Wire.SYNC_RING_BYTES, Wire.REQUEST, PING, "impossible record"),
                new Forgery("longest length", 1, 0xff_ffff, Wire.REQUEST, PING, "impossible record"),
                new Forgery("no room behind it", 1, Wire.SYNC_RING_BYTES - 71, Wire.REQUEST, PING, "impossible record"),
                call("a reply that nobody waits for", Wire.REPLY, PING, "malformed request: kind=2"),
                call("a oneway call", Wire.ONEWAY_REQUEST, PING, "malformed request: kind=3"),
                call("kind 0", 0, PING, "malformed request: kind=0"),
                call("kind 127", 127, PING, "malformed request: kind=127"),
                call("empty", Wire.REQUEST, NO_OBJECTS, "malformed request: kind=1 length=0"),
                call("shorter than its header", Wire.REQUEST, new byte[23], "malformed request: kind=1 length=23"),
                call("objects beyond the record", Wire.REQUEST, claiming(9), "malformed request"),
                call("most objects", Wire.REQUEST, claiming(0xff_ffff), "malformed request"),
                call("half an entry", Wire.REQUEST, objectsOf(8, 0, 1, 7), "malformed object table: bytes=12"),
                call("kind 0 of binder", Wire.REQUEST, objectsOf(8, 0, 0, 7), "unknown kind of object: kind=0"),
                call("kind 9 of object", Wire.REQUEST, objectsOf(8, 0, 9, 7), "unknown kind of object: kind=9"),
                call("binder before the parcel", Wire.REQUEST, objectsOf(8, -4, 2, 0), "outside its parcel: offset=-4"),
                call("binder behind the parcel", Wire.REQUEST, objectsOf(8, 4, 2, 0), "outside its parcel: offset=4"),
                call("binder in an empty parcel", Wire.REQUEST, objectsOf(0, 0, 2, 0), "outside its parcel: offset=0"),
                call(
                        "owner's endpoint is longer than the table",
                        Wire.REQUEST,
                        objectsOf(8, 0, 3, 1L, 1L, 1L, 1L, 1L, 0, 0, 9),
                        "malformed object table"),
                call(
                        "owner's endpoint of negative length",
                        Wire.REQUEST,
                        objectsOf(8, 0, 3, 1L, 1L, 1L, 1L, 1L, 0, 0, -1),
                        "malformed object table"),
                call(
                        "owner's endpoint is a path",
                        Wire.REQUEST,
                        objectsOf(8, 0, 3, 1L, 1L, 1L, 1L, 1L, 0, 0, "/tmp/0"),
                        "no endpoint: endpoint=/tmp/0"),
                call(
                        "owner's endpoint has a zero byte",
                        Wire.REQUEST,
                        objectsOf(8, 0, 3, 1L, 1L, 1L, 1L, 1L, 0, 0, "0\0"),
                        "no endpoint"),
                call("reference too short", Wire.REQUEST | Wire.IN_REGION, new byte[15], "reference to a region"),
                call("reference too long", Wire.REQUEST | Wire.IN_REGION, new byte[17], "reference to a region"),
                call("region 64", Wire.REQUEST | Wire.IN_REGION, Wire.bytes(64, 100, 0L), "did not come: id=64"),
                call("region -1", Wire.REQUEST | Wire.IN_REGION, Wire.bytes(-1, 100, 0L), "no such region: id=-1"),
                call("empty reference", Wire.REQUEST | Wire.IN_REGION, Arrays.copyOf(reference, 0), "region"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldEndTheSessionOfWhoForgesACall(Forgery forged) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        if (forged.payload.length < 16 && (forged.kind & Wire.IN_REGION) != 0) {
            attach(socket, 0);
        }
        lane.put(0, RawLane.word(forged.sequence, forged.length, forged.kind), forged.payload);

        assertThat(socket.awaitEnd()).contains(forged.reason);
        attacked.assertUnharmed();
    }

    private RawOutbox attach(RawSocket socket, int id) throws Exception {
        RawOutbox region = attacked.peer.closing(RawOutbox.create(4096));
        socket.send(Wire.message(Wire.ATTACH_REGION, 1, 1, id, 4096), region.descriptor);
        return region;
    }

    @Test
    void shouldEndTheSessionOfWhoNamesBytesOutsideItsRegion() throws Exception {
        for (byte[] reference : new byte[][] {
            Wire.bytes(0, 4097, 0L),
            Wire.bytes(0, 1, 4096L),
            Wire.bytes(0, -1, 0L),
            Wire.bytes(0, 24, -4096L),
            Wire.bytes(0, 24, Long.MAX_VALUE),
            Wire.bytes(0, Integer.MAX_VALUE, 0L)
        }) {
            RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
            RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
            attach(socket, 0);
            lane.send(Wire.REQUEST | Wire.IN_REGION, reference);
            assertThat(socket.awaitEnd()).contains("bytes outside its region: region=0");
        }
        attacked.assertUnharmed();
    }

    @Test
    void shouldServeOthersWhileTheRegionOfARecordDoesNotCome() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane sync = attacked.peer.openLane(socket, 1, Wire.SYNC);
        RawLane oneway = attacked.peer.openLane(socket, 2, Wire.ONEWAY);
        byte[] reference = Wire.bytes(0, PING.length, 0L);
        sync.send(Wire.REQUEST | Wire.IN_REGION, reference);
        oneway.put(0, RawLane.word(1, reference.length, Wire.ONEWAY_REQUEST | Wire.IN_REGION), reference);
        for (int i = 0; i < 100; i++) {
            attacked.assertServes();
        }

        RawOutbox region = attacked.peer.closing(RawOutbox.create(4096));
        java.lang.foreign.MemorySegment.copy(
                PING, 0, region.memory, java.lang.foreign.ValueLayout.JAVA_BYTE, 4096, PING.length);
        socket.send(Wire.message(Wire.ATTACH_REGION, 1, 1, 0, 4096), region.descriptor);
        socket.send(new byte[] {Wire.DOORBELL});

        assertThat(sync.await()).containsExactly(Wire.bytes(1, Wire.REPLY << 24 | 8, 0, 0));
        socket.send(Wire.message(Wire.BYE, "enough"));
        assertThat(socket.awaitEnd()).isEmpty();
        attacked.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1, 1 << 30})
    void shouldTakeAnotherSequenceInACallRingForNothing(int sequence) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        lane.put(0, RawLane.word(sequence, 0xff_ffff, 255), PING);
        attacked.assertServes();

        assertThat(lane.call(PING)).containsExactly(new byte[8]);
        attacked.assertUnharmed();
    }

    static Stream<Forgery> streams() {
        return Stream.of(
                new Forgery("sequence 2", 2, PING.length, 3, PING, "impossible record: position=0"),
                new Forgery("sequence -1", -1, PING.length, 3, PING, "impossible record: position=0"),
                new Forgery("sequence 0", 0, PING.length, 3, PING, "impossible record: position=0"),
                new Forgery("longer than a quarter", 1, (16 << 10) + 1, 3, PING, "impossible record: position=0"),
                new Forgery("longest", 1, 0xff_ffff, 3, PING, "impossible record: position=0"),
                new Forgery("a call that wants a reply", 1, PING.length, 1, PING, "malformed oneway call: kind=1"),
                new Forgery("a reply", 1, PING.length, 2, PING, "malformed oneway call: kind=2"),
                new Forgery(
                        "shorter than its header", 1, 23, 3, new byte[23], "malformed oneway call: kind=3 length=23"),
                new Forgery("objects beyond", 1, 32, 3, claiming(9), "malformed oneway call"),
                new Forgery("region 64", 1, 16, 0x83, Wire.bytes(64, 24, 0L), "did not come: id=64"),
                new Forgery("no reference", 1, 0, 0x83, NO_OBJECTS, "region"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldEndTheSessionOfWhoForgesAOnewayCall(Forgery forged) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.ONEWAY);
        if (forged.length == 0) {
            attach(socket, 0);
        }
        lane.put(0, RawLane.word(forged.sequence, forged.length, forged.kind), forged.payload);

        assertThat(socket.awaitEnd()).contains(forged.reason);
        attacked.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -2, 0x0010_0000, 0x7fff_ffff, Integer.MIN_VALUE, 4711})
    void shouldKnowNoObjectOfAHandleThatItDidNotGive(int handle) throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        RawLane oneway = attacked.peer.openLane(socket, 2, Wire.ONEWAY);

        assertStatus(STATUS_UNKNOWN_HANDLE, lane.call(Wire.request(handle, 1)));
        byte[] sent = Wire.request(handle, 1);
        oneway.put(0, RawLane.word(1, sent.length, Wire.ONEWAY_REQUEST), sent);
        socket.send(Wire.message(Wire.DRIVER, 1, handle, 1));
        assertThat(lane.call(PING)).containsExactly(new byte[8]);
        // As an argument: "yours", of a handle that was never given.
        byte[] argument = Wire.bytes(0, BINDER_TAG, 0);
        byte[] reply = lane.call(Wire.request(0, Hub.PUT, argument, Wire.bytes(4, 2, handle)));
        assertStatus(STATUS_BAD_PARCEL, reply);
        assertThat(lane.call(PING)).containsExactly(new byte[8]);
        attacked.assertUnharmed();
    }

    private static void assertStatus(int status, byte[] reply) {
        assertThat(ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .isEqualTo(status);
    }

    @Test
    void shouldKnowNoObjectOfAHandleThatWasGivenBack() throws Exception {
        Hub.put(
                attacked.context,
                "kept",
                io.bindery.system.Transactions.object((code, data, reply) -> reply.writeInt(5)));
        attacked.settle();
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        byte[] get = Wire.request(0, Hub.GET, 4, "k\0e\0p\0t\0".getBytes());
        int handle = handleOf(lane.call(get));
        assertThat(lane.call(Wire.request(handle, 1))).containsExactly(Wire.bytes(0, 0, 5));
        assertThat(handleOf(lane.call(get))).isEqualTo(handle);

        socket.send(Wire.message(Wire.DRIVER, 1, handle, 1));
        assertThat(lane.call(Wire.request(handle, 1))).containsExactly(Wire.bytes(0, 0, 5));
        socket.send(Wire.message(Wire.DRIVER, 1, handle, -1));
        socket.send(Wire.message(Wire.DRIVER, 1, handle, 0));
        socket.send(Wire.message(Wire.DRIVER, 1, handle, 1));
        Eventually.await("the handle ends", () -> lane.call(Wire.request(handle, 1))[0] == STATUS_UNKNOWN_HANDLE);

        int next = handleOf(lane.call(get));
        assertThat(next).isNotEqualTo(handle);
        assertStatus(STATUS_UNKNOWN_HANDLE, lane.call(Wire.request(handle, 1)));
        assertThat(lane.call(Wire.request(next, 1))).containsExactly(Wire.bytes(0, 0, 5));
        socket.send(Wire.message(Wire.DRIVER, 1, next, Integer.MAX_VALUE));
        socket.send(Wire.message(Wire.DRIVER, 1, next, Integer.MAX_VALUE));
        socket.send(Wire.message(Wire.DRIVER, 1, 0, Integer.MAX_VALUE));
        Eventually.await("that one too", () -> lane.call(Wire.request(next, 1))[0] == STATUS_UNKNOWN_HANDLE);
        assertThat(lane.call(PING)).containsExactly(new byte[8]);
        attacked.assertUnharmed();
        Hub.remove(attacked.context, "kept");
    }

    /** The handle in a reply that is one binder. */
    private static int handleOf(byte[] reply) {
        ByteBuffer fields = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(fields.getInt(0)).as("status").isZero();
        assertThat(fields.getInt(4)).as("objectBytes").isEqualTo(28);
        assertThat(fields.getInt(8)).as("tag").isEqualTo(BINDER_TAG);
        assertThat(fields.getInt(12)).as("index").isZero();
        assertThat(fields.getInt(16)).as("offset").isZero();
        assertThat(fields.getInt(20)).as("kind").isEqualTo(1);
        return fields.getInt(24);
    }

    @Test
    void shouldGiveADeadObjectForAnOwnerThatIsNotThere() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        byte[] argument = Wire.bytes(1, (byte) 'x', (byte) 0, (byte) 0, (byte) 0, BINDER_TAG, 0);
        byte[] table = Wire.bytes(8, 3, 77L, 1L, 2L, 3L, 4L, 0, 1, "65535");

        byte[] reply = lane.call(Wire.request(0, Hub.PUT, argument, table));

        assertThat(reply).containsExactly(new byte[8]);
        RawSocket.Message acknowledgement = socket.expect(Wire.DRIVER);
        assertThat(acknowledgement.bytes()).containsExactly(Wire.message(Wire.DRIVER, 2, 77L));
        attacked.assertUnharmed();
        Hub.remove(attacked.context, "x");
    }

    @Test
    void shouldOutliveParcelsOfNoise() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        for (int round = 0; round < 3_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            int code = random.nextInt(5) == 0 ? random.nextInt() : 1 + random.nextInt(3);
            int handle = random.nextInt(10) == 0 ? -1 : 0;
            byte[] reply = lane.call(Wire.request(handle, code, noise, NO_OBJECTS));
            assertThat(reply.length).as("seed=" + seed).isGreaterThanOrEqualTo(8);
        }
        attacked.assertUnharmed();
    }

    @Test
    void shouldOutliveTablesOfNoise() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        for (int round = 0; round < 200; round++) {
            byte[] table = new byte[4 * random.nextInt(40)];
            random.nextBytes(table);
            byte[] start = Wire.bytes(4 * random.nextInt(6), random.nextInt(5));
            System.arraycopy(start, 0, table, 0, Math.min(start.length, table.length));
            lane.send(Wire.REQUEST, Wire.request(0, Hub.GET, new byte[16], table));
            if (lane.awaitOrEnd() == null) {
                socket = attacked.peer.open(Attacked.ENDPOINT);
                lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
            }
        }
        attacked.assertUnharmed();
    }
}
