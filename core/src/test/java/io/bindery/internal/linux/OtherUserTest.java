package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer of another user. Needs root, {@code setpriv} (util-linux), and a build folder that other users may read; is
 * reported as skipped where one of them is missing.
 */
@Timeout(120)
class OtherUserTest {
    private static final int OTHER_UID = 12_345;
    private static final int OTHER_GID = 12_346;
    private static final long SIZE = Mapping.pageSize();
    private static final List<String> AS_OTHER_USER =
            List.of("setpriv", "--reuid=" + OTHER_UID, "--regid=" + OTHER_GID, "--clear-groups", "--bounding-set=-all");

    private final OpenDescriptors open = new OpenDescriptors();

    @TempDir
    private Path directory;

    @BeforeEach
    void requireASecondUser() throws Exception {
        assumeTrue(Processes.uid() == 0, "needs root, to become another user");
        for (String path : ChildJvm.classPath().split(":")) {
            assumeTrue(succeeds("setpriv", "--version"), "needs setpriv (util-linux)");
            assumeTrue(runsAsOtherUser("test", "-x", path), "another user must be able to read " + path);
        }
        assumeTrue(runsAsOtherUser("test", "-x", ChildJvm.java()), "another user must be able to run this JDK");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldKnowItsUserAndGiveItNoWriteAccess() throws Exception {
        int memory = open.add(Memfd.create("outbox", SIZE));
        MemorySegment writer = Mapping.mapReadWrite(memory, SIZE);
        Memfd.seal(memory);
        writer.set(JAVA_INT, 0, 4711);
        int listener = listen(directory.resolve("open"), "rwxrwxrwx");
        UnixSocket.passCredentials(listener, true);

        try (ChildJvm child = startPeer("attack", directory.resolve("open"));
                SocketMessage message = new SocketMessage(64)) {
            assertThat(child.readLine()).isEqualTo("connected");
            int server = open.add(UnixSocket.accept(listener));
            Credentials peer = new Credentials(child.pid(), OTHER_UID, OTHER_GID);
            assertThat(UnixSocket.peerCredentials(server)).isEqualTo(peer);
            assertThat(message.send(server, message.buffer(), 1, memory)).isEqualTo(1);

            assertThat(child.readToEnd())
                    .containsExactly(
                            "read 4711",
                            "map writable EPERM",
                            "shrink EPERM",
                            "punch EPERM",
                            "protect EACCES",
                            "forge root EPERM");
            assertThat(message.receive(server)).isEqualTo(1);
            assertThat(message.credentials()).isEqualTo(peer);
        }
        assertThat(writer.get(JAVA_INT, 0)).isEqualTo(4711);
        Mapping.unmap(writer);
    }

    @Test
    void shouldNotGetPastTheDirectoryOrTheSocketOfAnother() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Directories.createPrivate(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        listen(closed.resolve("0"), "rwxrwxrwx");
        listen(directory.resolve("guarded"), "rwxr-xr-x");

        for (Path path : List.of(closed.resolve("0"), directory.resolve("guarded"))) {
            try (ChildJvm child = startPeer("connect", path)) {
                assertThat(child.readLine())
                        .startsWith("connect failed: EACCES (13, Permission denied); attempted: path=" + path)
                        .endsWith("write permission for the socket, and search permission for the directory");
            }
        }
    }

    @Test
    void shouldNotLockOrReplaceWhatBelongsToAnother() throws Exception {
        Path lock = Files.createFile(directory.resolve("lock"));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-rw-rw-"));

        try (ChildJvm child = startPeer("lock", lock)) {
            assertThat(child.readLine()).contains("lock file belongs to another user: owner=0 expected=" + OTHER_UID);
        }
        try (ChildJvm child = startPeer("directory", directory)) {
            assertThat(child.readLine()).contains("belongs to another user: owner=0 expected=" + OTHER_UID);
        }
    }

    private int listen(Path path, String permissions) throws IOException {
        int fd = open.add(UnixSocket.stream());
        UnixSocket.bind(fd, path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        UnixSocket.listen(fd, 4);
        return fd;
    }

    private static ChildJvm startPeer(String role, Path path) throws IOException {
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
        return ChildJvm.start(AS_OTHER_USER, options, Peer.class, role, path.toString());
    }

    private static boolean runsAsOtherUser(String... command) throws Exception {
        String[] all = new String[AS_OTHER_USER.size() + command.length];
        AS_OTHER_USER.toArray(all);
        System.arraycopy(command, 0, all, AS_OTHER_USER.size(), command.length);
        return succeeds(all);
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    static final class Peer {
        private Peer() {}

        public static void main(String[] arguments) {
            try {
                Path path = Path.of(arguments[1]);
                switch (arguments[0]) {
                    case "attack" -> attack(path);
                    case "connect" -> UnixSocket.connect(UnixSocket.stream(), path);
                    case "lock" -> FileLock.tryLock(path);
                    case "directory" -> Directories.check(path, Processes.uid());
                    default -> throw new IllegalArgumentException("role=" + arguments[0]);
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }

        private static void attack(Path path) throws IOException {
            int socket = UnixSocket.stream();
            UnixSocket.connect(socket, path);
            System.out.println("connected");
            try (SocketMessage message = new SocketMessage(64)) {
                while (message.receive(socket) == -Errno.EAGAIN) {
                    Thread.onSpinWait();
                }
                int memory = message.takeDescriptor(0);
                Memfd.checkReceived(memory, SIZE);
                MemorySegment reader = Mapping.mapReadOnly(memory, SIZE);
                System.out.println("read " + reader.get(JAVA_INT, 0));
                // Mode 0666 lets anybody open it for writing again; the seals are what protects it.
                int reopened = FileDescriptors.open(Path.of("/proc/self/fd/" + memory), FileDescriptors.O_RDWR, 0);
                try {
                    Mapping.mapReadWrite(reopened, SIZE);
                    System.out.println("map writable succeeded");
                } catch (SystemCallException e) {
                    System.out.println("map writable " + Errno.name(e.errno()));
                }
                System.out.println("shrink " + Errno.name(-Memfd.ftruncate(reopened, 0)));
                System.out.println("punch " + Errno.name(-Memfd.fallocate(reopened, 3, 0, SIZE)));
                System.out.println("protect " + Errno.name(-RawCalls.mprotect(reader, RawCalls.PROT_READ_WRITE)));
                System.out.println("forge root " + Errno.name(-forgeRoot(socket)));
                message.sendWithCredentials(socket, message.buffer(), 1, -1);
            }
        }

        /** One byte with credentials that say uid 0. */
        private static int forgeRoot(int socket) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment control = arena.allocate(32, 8);
                control.set(JAVA_LONG, 0, 28);
                control.set(JAVA_INT, 8, 1);
                control.set(JAVA_INT, 12, 2);
                control.set(JAVA_INT, 16, Processes.pid());
                MemorySegment iovec = arena.allocate(16, 8);
                iovec.set(JAVA_LONG, 0, control.address());
                iovec.set(JAVA_LONG, 8, 1);
                MemorySegment header = arena.allocate(56, 8);
                header.set(JAVA_LONG, 16, iovec.address());
                header.set(JAVA_LONG, 24, 1);
                header.set(JAVA_LONG, 32, control.address());
                header.set(JAVA_LONG, 40, control.byteSize());
                return RawCalls.sendmsg(socket, header, 0);
            }
        }
    }
}
