package io.bindery.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.Endpoint;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of sockets, good and bad, and who listens behind them. */
class SocketAddressTest {
    @TempDir
    Path directory;

    private BinderContext server;
    private BinderContext client;

    @BeforeEach
    void open() throws IOException {
        server = BinderContext.builder("server").transports().open();
        client = BinderContext.builder("client").transports().open();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private String address() {
        return "unix:" + directory.resolve("s");
    }

    @Test
    void shouldReachAnObjectByAFile() throws Exception {
        server.listen(address(), new Echo());

        assertThat(Echo.number(client.connect(address()), 7)).isEqualTo(7);
        assertThat(client.connect(address())).isSameAs(client.connect(address()));
    }

    @Test
    void shouldReachAnObjectByAnAbstractName() throws Exception {
        String name = "unix:@bindery-test-" + ProcessHandle.current().pid();
        server.listen(name, new Echo());

        assertThat(Echo.number(client.connect(name), 8)).isEqualTo(8);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> client.connect("/run/s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address=/run/s");
        assertThatThrownBy(() -> client.connect("unix:"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address=unix:");
        assertThatThrownBy(() -> client.connect("tcp:1.2.3.4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheme=tcp");
        assertThatThrownBy(() -> server.listen("unix:/" + "x".repeat(200), new Echo()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit=107");
    }

    @Test
    void shouldSayWhyNobodyCanBeReached() throws Exception {
        assertThatThrownBy(() -> client.connect(address()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> server.listen("unix:" + directory.resolve("no/such/s"), new Echo()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("create its directory first");
    }

    @Test
    void shouldNotTakeAnAddressFromWhoUsesIt() throws Exception {
        server.listen(address(), new Echo());

        assertThatThrownBy(() -> client.listen(address(), new Echo()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EADDRINUSE");
        assertThat(Echo.number(client.connect(address()), 9)).isEqualTo(9);
    }

    @Test
    void shouldReplaceWhatADeadProcessLeftAndNothingElse() throws Exception {
        Path left = directory.resolve("s");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(left)).close();
        server.listen(address(), new Echo());
        assertThat(Echo.number(client.connect(address()), 10)).isEqualTo(10);

        Path file = Files.writeString(directory.resolve("file"), "mine");
        assertThatThrownBy(() -> server.listen("unix:" + file, new Echo())).isInstanceOf(IOException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void shouldLeaveNoFileBehindAndKeepSessions() throws Exception {
        Endpoint endpoint = server.listen(address(), new Echo());
        IBinder echo = client.connect(address());
        endpoint.close();

        assertThat(directory.resolve("s")).doesNotExist();
        assertThat(Echo.number(echo, 11)).isEqualTo(11);
    }

    @Test
    void shouldRecogniseAnotherTransport() throws Exception {
        server.listen(address(), new Echo());

        assertThatThrownBy(() -> client.connect("shm:" + directory.resolve("s")))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("another transport");
    }

    @Test
    void shouldRecogniseAnotherProtocol() throws Exception {
        answerWith(ByteBuffer.wrap("220 mail.example ready\r\n".getBytes(UTF_8)));

        assertThatThrownBy(() -> client.connect(address()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("malformed message");
    }

    @Test
    void shouldRecogniseAnotherVersion() throws Exception {
        ByteBuffer welcome = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        welcome.putInt(3).putInt(64).putInt(0x426e6479).putInt(99).position(64).flip();
        answerWith(welcome);

        assertThatThrownBy(() -> client.connect(address()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("another version of the protocol: theirs=99");
    }

    /** Listens as somebody else would, and answers whatever comes with the same bytes. */
    private void answerWith(ByteBuffer answer) throws IOException {
        ServerSocketChannel stranger = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        stranger.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
        CompletableFuture<Void> ignored = CompletableFuture.runAsync(() -> {
            try (stranger;
                    SocketChannel channel = stranger.accept()) {
                int asked = channel.read(ByteBuffer.allocate(1000));
                int written = channel.write(answer);
                while (asked + written >= 0 && channel.read(ByteBuffer.allocate(1000)) >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void shouldCarryFileDescriptors() throws Exception {
        server.listen(address(), new Echo());
        IBinder echo = client.connect(address());
        sendFiles(echo, 20);
        int before = openDescriptors();
        sendFiles(echo, 1_000);

        Conditions.await("none stays open", () -> openDescriptors() <= before);
        assertThat(Echo.number(echo, 12)).isEqualTo(12);
    }

    private void sendFiles(IBinder echo, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (ParcelFileDescriptor file = ParcelFileDescriptor.open(
                    Files.writeString(directory.resolve("f"), "x".repeat(i % 7)),
                    ParcelFileDescriptor.MODE_READ_ONLY)) {
                assertThat(Echo.fileSize(echo, file)).isEqualTo(i % 7);
            }
        }
    }

    private static int openDescriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    @Test
    void shouldKeepObjectsOfThirdProcessesInTheirContext() throws Exception {
        Echo hub = new Echo();
        server.listen(address(), hub);
        Echo.put(client.connect(address()), new Binder());
        try (BinderContext third = BinderContext.builder("third").transports().open()) {
            String other = "unix:" + directory.resolve("t");
            third.listen(other, new Echo());

            assertThatThrownBy(() -> Echo.put(server.connect(other), hub.kept()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("third process");
        }
    }
}
