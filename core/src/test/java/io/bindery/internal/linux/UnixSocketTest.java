package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private final OpenDescriptors open = new OpenDescriptors();

    @TempDir
    private Path directory;

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldConnectTwoEndpoints() throws IOException {
        int listener = listen(directory.resolve("0"));
        assertThat(UnixSocket.accept(listener)).isEqualTo(-Errno.EAGAIN);

        int client = connect(directory.resolve("0"));
        int server = open.add(UnixSocket.accept(listener));

        try (Arena arena = Arena.ofConfined();
                SocketMessage message = new SocketMessage(8)) {
            assertThat(message.send(client, arena.allocateFrom("ping"), 4, -1)).isEqualTo(4);
            assertThat(message.receive(server)).isEqualTo(4);
        }
    }

    @Test
    void shouldNameTheProcessAtTheOtherEnd() throws IOException {
        int listener = listen(directory.resolve("0"));
        int client = connect(directory.resolve("0"));
        int server = open.add(UnixSocket.accept(listener));
        Credentials own = new Credentials(Processes.pid(), Processes.uid(), Processes.gid());

        assertThat(UnixSocket.peerCredentials(server)).isEqualTo(own);
        assertThat(UnixSocket.peerCredentials(client)).isEqualTo(own);
        assertThat(Processes.isAlive(open.add(UnixSocket.peerPidfd(server)))).isTrue();
    }

    @Test
    void shouldNameTheOtherProcessAndNoticeItsEnd() throws Exception {
        Path path = directory.resolve("0");
        int listener = listen(path);
        try (ChildJvm child = ChildJvm.start(ConnectAndStay.class, path.toString());
                Epoll epoll = new Epoll()) {
            assertThat(child.readLine()).isEqualTo("connected");
            int server = open.add(UnixSocket.accept(listener));
            assertThat(UnixSocket.peerCredentials(server))
                    .isEqualTo(new Credentials(child.pid(), Processes.uid(), Processes.gid()));
            int pidfd = open.add(UnixSocket.peerPidfd(server));
            epoll.add(pidfd, Epoll.IN, 7);
            assertThat(epoll.await(0)).isZero();

            Processes.sendSignal(pidfd, Processes.SIGKILL);

            assertThat(epoll.await(60_000)).isEqualTo(1);
            assertThat(epoll.data(0)).isEqualTo(7);
            assertThat(Processes.isAlive(pidfd)).isFalse();
        }
    }

    @Test
    void shouldHandTheWishForCredentialsToAcceptedSockets() throws IOException {
        int listener = listen(directory.resolve("0"));
        UnixSocket.passCredentials(listener, true);
        int client = connect(directory.resolve("0"));

        try (SocketMessage message = new SocketMessage(8)) {
            message.send(client, message.buffer(), 1, -1); // before it is accepted
            message.receive(open.add(UnixSocket.accept(listener)));

            assertThat(message.credentials())
                    .isEqualTo(new Credentials(Processes.pid(), Processes.uid(), Processes.gid()));
        }
    }

    @Test
    void shouldHangUpAtBothEndsOnShutdown() throws IOException {
        int[] pair = open.add(UnixSocket.pair());

        UnixSocket.shutdown(pair[0]);
        UnixSocket.shutdown(pair[0]);

        try (SocketMessage message = new SocketMessage(8)) {
            assertThat(message.receive(pair[1])).isZero();
            assertThat(message.send(pair[1], message.buffer(), 1, -1)).isEqualTo(-Errno.EPIPE);
        }
        UnixSocket.shutdown(open.add(UnixSocket.stream())); // was never connected: nothing to do
    }

    @Test
    void shouldTakeAPathOfTheGreatestLength() throws IOException {
        Path longest = Files.createDirectory(directory.resolve("d"));
        int missing = UnixSocket.MAX_PATH_BYTES - longest.toString().length() - 1;
        Path path = longest.resolve("s".repeat(missing));
        int listener = listen(path);

        connect(path);

        assertThat(open.add(UnixSocket.accept(listener))).isNotNegative();
        assertThat(Files.exists(path)).isTrue();
    }

    @Test
    void shouldTellTheLengthOfAPathThatIsTooLong() throws IOException {
        Path path = Path.of("/" + "x".repeat(UnixSocket.MAX_PATH_BYTES));
        int fd = open.add(UnixSocket.stream());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixSocket.bind(fd, path))
                .withMessage("socket path is too long: path=" + path
                        + " length=108 limit=107 bytes; use a directory with a shorter path");
        assertThatIllegalArgumentException().isThrownBy(() -> UnixSocket.connect(fd, path));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixSocket.bind(fd, Path.of("")))
                .withMessageStartingWith("socket path is empty");
    }

    @Test
    void shouldSayThatNobodyHasBeenThere() throws IOException {
        Path path = directory.resolve("absent");

        assertThatThrownBy(() -> connect(path))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessage("connect failed: ENOENT (2, No such file or directory); attempted: path=" + path
                        + "; the process has not started yet, or uses another directory");
    }

    @Test
    void shouldTellAStaleSocketFileFromALivingOne() throws IOException {
        Path path = directory.resolve("stale");
        int dead = UnixSocket.stream();
        UnixSocket.bind(dead, path);
        UnixSocket.listen(dead, 1);
        FileDescriptors.close(dead);

        assertThatThrownBy(() -> connect(path))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED))
                .hasMessageEndingWith("nobody listens there: its process has ended and left the file behind");
        assertThatThrownBy(() -> listen(path))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE))
                .hasMessageContaining("delete it once its lock is free");
    }

    @Test
    void shouldSayThatTooManyWaitToBeAccepted() throws IOException {
        Path path = directory.resolve("busy");
        int fd = open.add(UnixSocket.stream());
        UnixSocket.bind(fd, path);
        UnixSocket.listen(fd, 0);
        connect(path);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 3; i++) {
                        connect(path);
                    }
                })
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN))
                .hasMessageEndingWith("too many connections wait to be accepted: try again");
    }

    @Test
    void shouldSayThatTheDirectoryOfTheSocketIsMissing() throws IOException {
        int fd = open.add(UnixSocket.stream());

        assertThatThrownBy(() -> UnixSocket.bind(fd, directory.resolve("absent/0")))
                .hasMessageStartingWith("bind failed: ENOENT")
                .hasMessageEndingWith("create its directory first");
    }

    @Test
    void shouldNameTheDescriptorThatIsNoSocket() throws IOException {
        int event = open.add(EventFd.create());

        assertThatThrownBy(() -> UnixSocket.peerCredentials(event))
                .hasMessageContaining("getsockopt(SO_PEERCRED) failed: ENOTSOCK")
                .hasMessageContaining("fd=" + event);
        assertThatThrownBy(() -> UnixSocket.accept(event)).hasMessageContaining("accept4 failed: ENOTSOCK");
        assertThatThrownBy(() -> UnixSocket.listen(event, 1)).hasMessageContaining("backlog=1");
        assertThatThrownBy(() -> UnixSocket.passCredentials(event, true)).hasMessageContaining("SO_PASSCRED");
        assertThatThrownBy(() -> UnixSocket.peerPidfd(event)).hasMessageContaining("SO_PEERPIDFD");
        assertThatThrownBy(() -> UnixSocket.shutdown(event)).hasMessageContaining("shutdown failed");
    }

    private int listen(Path path) throws IOException {
        int fd = open.add(UnixSocket.stream());
        UnixSocket.bind(fd, path);
        UnixSocket.listen(fd, 16);
        return fd;
    }

    private int connect(Path path) throws IOException {
        int fd = open.add(UnixSocket.stream());
        UnixSocket.connect(fd, path);
        return fd;
    }

    static final class ConnectAndStay {
        public static void main(String[] arguments) throws IOException {
            UnixSocket.connect(UnixSocket.stream(), Path.of(arguments[0]));
            System.out.println("connected");
            System.in.read(); // until the parent ends it
        }
    }
}
