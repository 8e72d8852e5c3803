package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.internal.linux.Directories;
import io.bindery.internal.linux.FileLock;
import io.bindery.internal.linux.Processes;
import io.bindery.system.Eventually;
import io.bindery.system.Hub;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of version 1, digit by digit, as a process of this build puts them on a socket and into memory. Where one of
 * these tests fails, either the build is wrong or the version has to rise: see {@code docs/protocol.md}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireFormatSystemTest {
    private static final int CODE = 0x0a0b0c;
    private static final int TOKEN = 0x11223344;

    @TempDir
    private Path home;

    private Path directory;
    private RawPeer peer;
    private BinderContext context;

    @BeforeEach
    void open() throws Exception {
        directory = home.resolve("system");
        Directories.createPrivate(directory);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        peer.close();
    }

    /** The context calls, and the raw peer hosts handle 0. */
    private RawSocket openAsCallee() throws Exception {
        int lock = FileLock.tryLock(directory.resolve("0.lock"));
        peer = new RawPeer(directory, "0");
        context = BinderContext.builder("system").home(home).open();
        FileLock.unlock(lock);
        Files.delete(directory.resolve("0.lock"));
        CompletableFuture<Void> connecting = Workers.start(() -> {
            IBinder ignored = context.getContextObject();
        });
        RawSocket socket = peer.accept();
        socket.send(peer.hello(Wire.WELCOME));
        connecting.get();
        return socket;
    }

    /** The raw peer calls, and the context hosts handle 0. */
    private RawSocket openAsCaller() throws Exception {
        context = BinderContext.builder("system").home(home).open();
        peer = new RawPeer(directory, "5");
        RawSocket socket = peer.connect("0");
        socket.send(peer.hello(Wire.HELLO));
        return socket;
    }

    private static String digits(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String digits(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** Little endian. */
    private static String i32(int value) {
        return digits(Wire.bytes(value));
    }

    private static String plain(String digits) {
        return digits.replaceAll("\\s", "");
    }

    @Test
    void shouldSayHelloInTheseBytes() throws Exception {
        openAsCallee();

        assertHello(peer.lastHello(), "02", "1");
    }

    @Test
    void shouldAnswerWithAWelcomeInTheseBytes() throws Exception {
        RawSocket socket = openAsCaller();

        assertHello(socket.expect(Wire.WELCOME).bytes(), "03", "0");
    }

    private static void assertHello(byte[] hello, String type, String endpoint) {
        String pid = i32(Processes.pid());
        // type, 3 zeros, length 49; magic, version, pid, main thread
        assertThat(digits(hello, 0, 24)).isEqualTo(plain(type + "000000 31000000 79646e42 01000000" + pid + pid));
        assertThat(ByteBuffer.wrap(hello, 24, 4).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .as("a thread of the context")
                .isNotEqualTo(Processes.pid())
                .isPositive();
        assertThat(Arrays.copyOfRange(hello, 28, 44)).as("instance").isNotEqualTo(new byte[16]);
        // the endpoint's name, one byte
        assertThat(digits(hello, 44, hello.length)).isEqualTo("01000000" + (endpoint.equals("0") ? "30" : "31"));
    }

    @Test
    void shouldOpenASyncLaneAndCallInTheseBytes() throws Exception {
        RawSocket socket = openAsCallee();
        CompletableFuture<Void> call = Workers.start(() -> {
            BinderProxy manager = (BinderProxy) context.getContextObject();
            try (Call four = manager.newCall(CODE, TOKEN, 32)) {
                for (long i = 1; i <= 4; i++) {
                    four.data().writeLong(i);
                }
                assertThat(four.invoke().readLong()).isEqualTo(0x0807060504030201L);
            }
        });

        RawSocket.Message open = socket.expect(Wire.OPEN_LANE);
        // type, length 20; lane 1, kind sync, 32 KiB
        assertThat(digits(open.bytes())).isEqualTo(plain("05000000 14000000 01000000 00000000 00800000"));
        RawLane lane = peer.acceptLane(socket, open);
        // magic, version, ringBytes, and nothing else in the first line
        assertThat(digits(lane.theirs.asSlice(0, 64).toArray(ValueLayout.JAVA_BYTE)))
                .isEqualTo(plain("59444e42 01000000 00800000" + "00".repeat(52)));
        byte[] request = lane.await();
        // sequence 1, length 56, kind request
        assertThat(digits(request, 0, 8)).isEqualTo(plain("01000000 380000 01"));
        // handle 0, code, then a chain that is not 0
        assertThat(digits(request, 8, 16)).isEqualTo(plain("00000000 0c0b0a00"));
        assertThat(Arrays.copyOfRange(request, 16, 24)).isNotEqualTo(new byte[8]);
        // token, flags, no objects; four longs
        assertThat(digits(request, 24, request.length))
                .isEqualTo(plain(
                        "44332211 00 000000 0100000000000000 0200000000000000 0300000000000000" + "0400000000000000"));

        lane.put(0, RawLane.word(1, 16, 2), Wire.hex("00000000 00000000 0102030405060708"));
        call.get();
    }

    @Test
    void shouldSendAOnewayCallInTheseBytes() throws Exception {
        RawSocket socket = openAsCallee();
        CompletableFuture<Void> call = Workers.start(() -> {
            BinderProxy manager = (BinderProxy) context.getContextObject();
            try (Call oneway = manager.newOnewayCall(CODE, TOKEN, 8)) {
                oneway.data().writeInt(-2);
                oneway.send();
            }
            try (Call oneway = manager.newOnewayCall(CODE, 0, 0)) {
                oneway.send();
            }
        });

        RawSocket.Message open = socket.expect(Wire.OPEN_LANE);
        // type, length 20; lane 1, kind oneway, 64 KiB
        assertThat(digits(open.bytes())).isEqualTo(plain("05000000 14000000 01000000 01000000 00000100"));
        RawLane lane = peer.acceptLane(socket, open);
        call.get();
        byte[] ring = lane.theirs.asSlice(Wire.RING, 192).toArray(ValueLayout.JAVA_BYTE);
        // sequence 1, length 28, kind oneway; handle 0, code, no chain, token, flag oneway, no objects; the argument
        assertThat(digits(ring, 0, 36))
                .isEqualTo(plain("01000000 1c0000 03 00000000 0c0b0a00 0000000000000000 44332211 01 000000 feffffff"));
        // at the next multiple of 64: sequence 2, length 24
        assertThat(digits(ring, 64, 96))
                .isEqualTo(plain("02000000 180000 03 00000000 0c0b0a00 0000000000000000 00000000 01 000000"));
        assertThat(digits(ring, 128, 136)).as("behind the last").isEqualTo("0".repeat(16));
    }

    @Test
    void shouldAnswerALaneAndACallInTheseBytes() throws Exception {
        RawSocket socket = openAsCaller();
        socket.expect(Wire.WELCOME);
        RawOutbox own = peer.closing(RawOutbox.create(Wire.SYNC_RING_BYTES));
        socket.send(Wire.hex("05000000 14000000 03000000 00000000 00800000"), own.descriptor);
        RawSocket.Message opened = socket.expect(Wire.LANE_OPENED);
        // type, length 16; lane 3, 32 KiB
        assertThat(digits(opened.bytes())).isEqualTo(plain("06000000 10000000 03000000 00800000"));
        RawLane lane = peer.laneOf(3, socket, own);
        assertThat(lane.theirs.get(ValueLayout.JAVA_INT, Wire.PARKED) & 3)
                .as("mode doorbell")
                .isEqualTo(2);

        // the descriptor of handle 0: code _NTF
        lane.put(0, 0x01_000018_00000001L, Wire.hex("00000000 46544e5f 0100000000000000 00000000 00 000000"));
        // sequence 1, length 12, kind reply; status 0, no objects; an empty string
        assertThat(digits(lane.await())).isEqualTo(plain("01000000 0c0000 02 00000000 00000000 00000000"));

        // a code that the object does not know
        lane.put(0, 0x01_000018_00000002L, Wire.hex("00000000 4d000000 0100000000000000 00000000 00 000000"));
        byte[] refusal = lane.await();
        assertThat(digits(refusal, 0, 4)).isEqualTo("02000000");
        assertThat(digits(refusal, 7, 16))
                .as("kind reply, status 1, no objects")
                .isEqualTo(plain("02 01000000 00000000"));

        // a handle that nobody gave
        lane.put(0, 0x01_000018_00000003L, Wire.hex("39050000 4d000000 0100000000000000 00000000 00 000000"));
        assertThat(digits(lane.await(), 7, 16)).as("status 3").isEqualTo(plain("02 03000000 00000000"));
        assertThat(lane.theirs.get(ValueLayout.JAVA_INT, 128))
                .as("taken: behind the last sequence")
                .isEqualTo(4);

        socket.send(Wire.hex("0a000000 0f000000 03000000 656e64")); // bye, "end"
        assertThat(socket.awaitEnd()).isEmpty();
    }

    @Test
    void shouldAnswerALaneForOnewayCallsInTheseBytes() throws Exception {
        RawSocket socket = openAsCaller();
        socket.expect(Wire.WELCOME);
        RawOutbox own = peer.closing(RawOutbox.create(Wire.ONEWAY_RING_BYTES));
        socket.send(Wire.hex("05000000 14000000 01000000 01000000 00000100"), own.descriptor);

        // type, length 16; lane 1, no ring
        assertThat(digits(socket.expect(Wire.LANE_OPENED).bytes()))
                .isEqualTo(plain("06000000 10000000 01000000 00000000"));
        RawLane lane = peer.laneOf(1, socket, own);
        assertThat(lane.theirs.byteSize()).isEqualTo(4096);
        assertThat(digits(lane.theirs.asSlice(0, 12).toArray(ValueLayout.JAVA_BYTE)))
                .isEqualTo(plain("59444e42 01000000 00000000"));
    }

    @Test
    void shouldSendReferencesInTheseBytes() throws Exception {
        RawSocket socket = openAsCaller();
        socket.expect(Wire.WELCOME);
        RawLane lane = peer.openLane(socket, 1, Wire.SYNC);
        Binder object = Transactions.object((code, data, reply) -> {});
        Hub.put(context, "o", object);

        // Hub.GET "o": one UTF-16 unit, padded
        byte[] get = Wire.hex("00000000 02000000 0100000000000000 00000000 00 000000 01000000 6f00 0000");
        lane.put(0, 0x01_000020_00000001L, get);
        byte[] reply = lane.await();
        // length 44; status 0, 28 bytes of objects; the binder: tag, index 0; entry: offset 0, kind own, handle, token
        assertThat(digits(reply, 0, 32))
                .isEqualTo(plain("01000000 2c0000 02 00000000 1c000000 52444e42 00000000 00000000 01000000"));
        byte[] handle = Arrays.copyOfRange(reply, 32, 36);
        byte[] token = Arrays.copyOfRange(reply, 36, 52);
        assertThat(digits(handle)).isEqualTo("01000000");
        assertThat(reply).hasSize(52);

        // Hub.PUT "p" with an object of the sender's: handle 9, a token; the context answers and gives back what it got
        byte[] put = Wire.bytes(
                Wire.hex("00000000 01000000 0100000000000000 00000000 00 1c0000 01000000 7000 0000 52444e42 00000000"),
                Wire.hex("08000000 01000000 09000000 00000000000000aa 00000000000000bb"));
        lane.put(0, RawLane.word(2, put.length, 1), put);
        assertThat(digits(lane.await(), 8, 16)).isEqualTo("0".repeat(16));
        try (BinderProxy proxy = (BinderProxy) Objects.requireNonNull(Hub.get(context, "p"))) {
            assertThat(proxy.toString()).contains("handle=9");
            Hub.remove(context, "p");
        }
        // driver: release of handle 9, one reference
        assertThat(digits(socket.expect(Wire.DRIVER).bytes()))
                .isEqualTo(plain("09000000 14000000 01000000 09000000 01000000"));

        // "yours": the context's own object comes home
        byte[] home = Wire.bytes(
                Wire.hex("00000000 01000000 0100000000000000 00000000 00 0c0000 01000000 7100 0000 52444e42 00000000"),
                Wire.hex("08000000 02000000"),
                handle);
        lane.put(0, RawLane.word(3, home.length, 1), home);
        assertThat(digits(lane.await(), 8, 16)).isEqualTo("0".repeat(16));
        assertThat(Hub.get(context, "q")).isSameAs(object);

        // redeem at the driver, handle -1: the token's halves; another reference to the same handle
        byte[] redeem = Wire.bytes(Wire.hex("ffffffff 01000000 0100000000000000 00000000 00 000000"), token);
        lane.put(0, RawLane.word(4, redeem.length, 1), redeem);
        assertThat(digits(lane.await(), 8, 52)).isEqualTo(digits(reply, 8, 52));
        // two references are given back: the handle ends
        socket.send(Wire.hex("09000000 14000000 01000000 01000000 02000000"));
        byte[] ping = Wire.hex("01000000 474e505f 0100000000000000 00000000 00 000000");
        int[] sequence = {4};
        Eventually.await("the handle ends", () -> {
            lane.put(0, RawLane.word(++sequence[0], ping.length, 1), ping);
            return digits(lane.await(), 8, 12).equals("03000000");
        });
    }

    @Test
    void shouldPassOnAReferenceInTheseBytes() throws Exception {
        RawSocket socket = openAsCaller();
        byte[] welcome = socket.expect(Wire.WELCOME).bytes();
        RawLane lane = peer.openLane(socket, 1, Wire.SYNC);
        try (BinderContext owner = BinderContext.builder("system").home(home).open()) {
            Hub.put(owner, "f", Transactions.object((code, data, reply) -> {}));
            byte[] get = Wire.hex("00000000 02000000 0100000000000000 00000000 00 000000 01000000 6600 0000");
            lane.put(0, 0x01_000020_00000001L, get);
            byte[] reply = lane.await();

            // 61 bytes of objects; offset 0, kind foreign, pin 1
            assertThat(digits(reply, 8, 40))
                    .isEqualTo(plain("00000000 3d000000 52444e42 00000000 00000000 03000000 0100000000000000"));
            assertThat(Arrays.copyOfRange(reply, 40, 56)).as("token").isNotEqualTo(new byte[16]);
            assertThat(Arrays.copyOfRange(reply, 56, 72))
                    .as("instance of the owner")
                    .isNotEqualTo(Arrays.copyOfRange(welcome, 28, 44))
                    .isNotEqualTo(new byte[16]);
            // uid, pid, endpoint
            assertThat(digits(reply, 72, reply.length))
                    .isEqualTo(plain(i32(Processes.uid()) + i32(Processes.pid()) + "01000000 31"));
            socket.send(Wire.hex("09000000 14000000 02000000 0100000000000000")); // acknowledge pin 1
        }
    }

    @Test
    void shouldWriteValuesInTheseBytes() throws Exception {
        RawSocket socket = openAsCallee();
        CompletableFuture<Void> call = Workers.start(() -> Transactions.run(context.getContextObject(), 1, data -> {
            data.writeBoolean(true);
            data.writeByte((byte) -2);
            data.writeShort((short) -3);
            data.writeChar('\uffff');
            data.writeInt(-4);
            data.writeLong(-5);
            data.writeFloat(1.5f);
            data.writeDouble(-0.25);
            data.writeString("aß");
            data.writeString(null);
            data.writeByteArray(new byte[] {1, 2, 3});
            data.writeBooleanArray(new boolean[] {true, false});
            data.writeIntArray(new int[] {7});
            data.writeLongArray(new long[] {8});
            data.writeCharArray(new char[] {'z'});
            data.writeIntArray(null);
            data.writeStrongBinder(null);
        }));
        RawLane lane = peer.acceptLane(socket, socket.expect(Wire.OPEN_LANE));
        byte[] request = lane.await();
        lane.put(0, RawLane.word(1, 8, 2), new byte[8]);
        call.get();

        assertThat(digits(request, 32, request.length))
                .isEqualTo(
                        plain("01000000 feffffff fdffffff ffff0000 fcffffff fbffffffffffffff 0000c03f 000000000000d0bf"
                                + "02000000 6100df00 ffffffff 03000000 01020300 02000000 01000000 01000000 07000000"
                                + "01000000 0800000000000000 01000000 7a000000 ffffffff 0000000000000000"));
    }
}
