package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

/** Whatever somebody says who connects: he is told why he is turned away, and nobody else notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileHandshakeSystemTest {
    private static final Limits HASTY = new Limits(2048, 256, 1 << 20, 512 << 10, 16, 300);

    /** What a peer sends instead of a hello, or after it, and what it is told. */
    record Attack(String name, boolean afterHello, byte[] bytes, String reason) {
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

    private static byte[] noise() {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        noise[0] = (byte) 0x5f; // no doorbell: the rest of the header decides
        noise[7] = (byte) 0x80;
        return noise;
    }

    private static byte[] helloOf(int type, int magic, int version, String endpoint) {
        return RawPeer.hello(type, magic, version, endpoint);
    }

    private static byte[] hello(int type) {
        return helloOf(type, Wire.HELLO_MAGIC, Wire.VERSION, "700");
    }

    private static byte[] raw(int type, int length) {
        return Wire.bytes(type, length);
    }

    static Stream<Attack> attacks() {
        byte[] good = hello(Wire.HELLO);
        byte[] lengthBeyondText = good.clone();
        lengthBeyondText[8 + 36 + 1] = 1; // the text claims 256 bytes more than there are
        byte[] negativeText = good.clone();
        negativeText[8 + 36 + 3] = (byte) 0x80;
        return Stream.of(
                new Attack("noise", false, noise(), "malformed message"),
                new Attack("a request of HTTP", false, "GET / HTTP/1.1\r\n\r\n".getBytes(), "malformed message"),
                new Attack("zeros", false, new byte[64], "malformed message: type=0 length=0"),
                new Attack("length 7", false, raw(Wire.HELLO, 7), "malformed message: type=2 length=7"),
                new Attack("length -1", false, raw(Wire.HELLO, -1), "malformed message: type=2 length=-1"),
                new Attack("length 64 Ki + 1", false, raw(Wire.HELLO, 65_537), "length=65537"),
                new Attack("wrong magic", false, helloOf(2, 0x42424242, 1, "700"), "does not speak Bindery"),
                new Attack("wrong version", false, helloOf(2, Wire.HELLO_MAGIC, 2, "700"), "theirs=2 ours=1"),
                new Attack("no body", false, Wire.message(Wire.HELLO), "message too short: type=2"),
                new Attack(
                        "half a hello",
                        false,
                        Wire.message(Wire.HELLO, Wire.HELLO_MAGIC, Wire.VERSION, 1),
                        "message too short: type=2"),
                new Attack("text beyond its end", false, lengthBeyondText, "malformed text"),
                new Attack("text of negative length", false, negativeText, "malformed text"),
                new Attack("welcome for hello", false, hello(Wire.WELCOME), "hello and welcome are confused"),
                new Attack("endpoint is a path", false, helloOf(2, Wire.HELLO_MAGIC, 1, "../system/700"), "no socket"),
                new Attack("endpoint is no file", false, helloOf(2, Wire.HELLO_MAGIC, 1, "701"), "no socket"),
                new Attack("endpoint is empty", false, helloOf(2, Wire.HELLO_MAGIC, 1, ""), "no socket"),
                new Attack("endpoint with a zero byte", false, helloOf(2, Wire.HELLO_MAGIC, 1, "7\0"), "no socket"),
                new Attack("doorbell first", false, new byte[] {Wire.DOORBELL}, "before the handshake: type=1"),
                new Attack(
                        "lane first", false, Wire.message(Wire.OPEN_LANE, 1, 0, 4096), "before the handshake: type=5"),
                new Attack("driver first", false, Wire.message(Wire.DRIVER, 1, 2, 3), "before the handshake: type=9"),
                new Attack("unknown first", false, Wire.message(77), "before the handshake: type=77"),
                new Attack("hello again", true, hello(Wire.HELLO), "a second hello"),
                new Attack("welcome after hello", true, hello(Wire.WELCOME), "hello and welcome are confused"),
                new Attack("unknown message", true, Wire.message(77), "unknown message: type=77"),
                new Attack("negative type", true, Wire.message(-1), "unknown message: type=-1"),
                new Attack("lane that nobody opens", true, Wire.message(Wire.LANE_OPENED, 1, 32768), "descriptor"),
                new Attack("short driver message", true, Wire.message(Wire.DRIVER, 1, 2), "of the driver: length=8"),
                new Attack(
                        "long driver message", true, Wire.message(Wire.DRIVER, 1, 2, 3, 4), "of the driver: length=16"),
                new Attack(
                        "unknown driver message",
                        true,
                        Wire.message(Wire.DRIVER, Wire.FIRST_UNKNOWN_DRIVER_MESSAGE, 2, 3),
                        "unknown message of the driver: kind=" + Wire.FIRST_UNKNOWN_DRIVER_MESSAGE),
                new Attack("noise after hello", true, noise(), "malformed message"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldTurnAwayWhoDoesNotKeepToTheProtocol(Attack attack) throws Exception {
        RawSocket socket =
                attack.afterHello ? attacked.peer.open(Attacked.ENDPOINT) : attacked.peer.connect(Attacked.ENDPOINT);
        socket.send(attack.bytes);

        assertThat(socket.awaitEnd()).contains(attack.reason);
        attacked.assertUnharmed();
    }

    @Test
    void shouldTakeMessagesByteByByteAndManyAtOnce() throws Exception {
        RawSocket slow = attacked.peer.connect(Attacked.ENDPOINT);
        for (byte each : hello(Wire.HELLO)) {
            slow.send(new byte[] {each});
        }
        slow.expect(Wire.WELCOME);
        slow.send(Wire.bytes(
                new byte[] {Wire.DOORBELL, Wire.DOORBELL},
                Wire.message(Wire.DRIVER, 1, 55, 1),
                new byte[] {Wire.DOORBELL},
                Wire.message(Wire.DRIVER, 2, 9, 9),
                Wire.message(Wire.BYE, "enough")));

        assertThat(slow.awaitEnd()).isEmpty();
        attacked.assertUnharmed();
    }

    @Test
    void shouldForgetWhoHangsUpAnywhereInTheHandshake() throws Exception {
        byte[] hello = hello(Wire.HELLO);
        for (int length : List.of(0, 1, 7, 8, 20, hello.length - 1, hello.length)) {
            RawSocket socket = attacked.peer.connect(Attacked.ENDPOINT);
            if (length > 0) {
                socket.send(Arrays.copyOf(hello, length));
            }
            attacked.peer.closeOpened();
        }

        attacked.assertUnharmed();
    }

    @Test
    void shouldEndTheHandshakesOfThoseWhoSayNothing() throws Exception {
        try (Attacked hasty =
                new Attacked(Files.createDirectory(home.resolve("hasty")), options -> options.limits(HASTY))) {
            List<RawSocket> silent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                silent.add(hasty.peer.connect(Attacked.ENDPOINT));
            }
            silent.getFirst().send(Arrays.copyOf(hello(Wire.HELLO), 20));
            hasty.assertServes();

            for (RawSocket socket : silent) {
                assertThat(socket.awaitEnd()).isEqualTo("the handshake took longer than 300 ms");
            }
            hasty.assertUnharmed();
        }
    }

    @Test
    void shouldSayThatThereAreTooManySessions() throws Exception {
        Limits few = new Limits(4, 256, 1 << 20, 512 << 10, 16, 10_000);
        try (Attacked limited =
                new Attacked(Files.createDirectory(home.resolve("few")), options -> options.limits(few))) {
            for (int i = 0; i < 3; i++) { // the fourth is the honest one's
                limited.peer.open(Attacked.ENDPOINT);
            }

            assertThat(limited.peer.connect(Attacked.ENDPOINT).awaitEnd()).contains("too many sessions", "limit=4");
            limited.assertUnharmed();
            limited.peer.open(Attacked.ENDPOINT);
            limited.assertUnharmed();
        }
    }

    @Test
    void shouldRefuseASecondSessionOfOneProcess() throws Exception {
        RawSocket socket = attacked.peer.connect(Attacked.ENDPOINT);
        byte[] hello = hello(Wire.HELLO);
        socket.send(hello);
        socket.expect(Wire.WELCOME);
        RawSocket twin = attacked.peer.connect(Attacked.ENDPOINT);
        twin.send(hello);

        assertThat(twin.awaitEnd()).contains("there is a session between the two processes");
        socket.send(Wire.message(Wire.BYE, "done"));
        assertThat(socket.awaitEnd()).isEmpty();
        attacked.assertUnharmed();
    }
}
