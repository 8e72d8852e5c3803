package io.bindery.chronicle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.MissingTraitException;
import io.bindery.transport.Trait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.junit.jupiter.api.Test;

/** Queues that cannot be used, disks that are full, and calls that no queue can carry. */
class QueueErrorsSystemTest extends QueueFixture {
    private static final int OTHER_UID = 65_533;

    // ---- addresses

    @Test
    void shouldRefuseWhatIsNoAddress() {
        for (String wrong : List.of(
                "chronicle:",
                "chronicle:?sync=disk",
                "chronicle:/q?roll=SOMETIMES",
                "chronicle:/q?sync=perhaps",
                "chronicle:/q?keep=0",
                "chronicle:/q?keep=x",
                "chronicle:/q?colour=red",
                "chronicle:/q\0")) {
            assertThatThrownBy(() -> caller.connect(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("address=" + wrong);
        }
    }

    @Test
    void shouldRefuseWhatIsNoDirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "mine");

        assertConnectFails("chronicle:" + file, "not a directory: path=" + file);
        assertConnectFails("chronicle:" + directory.resolve("no/such"), "create its parent first");
        assertThat(file).hasContent("mine");
    }

    private void assertConnectFails(String address, String message) {
        assertThatThrownBy(() -> caller.connect(address))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> server.listen(address, new Book()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    // ---- queues of others

    @Test
    void shouldRefuseAQueueThatAnotherVersionWrote() throws Exception {
        caller.connect(address());
        try (FileChannel state = FileChannel.open(queue().resolve("bindery.state"), StandardOpenOption.WRITE)) {
            state.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 99), 4);
        }

        caller.close();
        open();
        assertConnectFails(address(), "written by another version of Bindery");
    }

    @Test
    void shouldRefuseAQueueThatBinderyDidNotWrite() throws Exception {
        try (ChronicleQueue other = ChronicleQueue.single(queue().toString())) {
            other.createAppender().writeText("not a call");
        }

        assertConnectFails(address(), "was not written by Bindery");
    }

    @Test
    void shouldRefuseAQueueThatIsDamaged() throws Exception {
        caller.connect(address());
        Files.writeString(queue().resolve("metadata.cq4t"), "what another version of Chronicle wrote ".repeat(100));

        caller.close();
        open();
        assertConnectFails(address(), "it may be of another version, or damaged");
    }

    @Test
    void shouldRefuseAnotherRollCycleThanTheQueueHas() throws Exception {
        caller.connect(address() + "?roll=FAST_HOURLY");

        assertConnectFails(address() + "?roll=FAST_DAILY", "the queue has another roll cycle");
    }

    @Test
    void shouldSayWhoMayNotUseAQueue() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: only root can run a process of another user");
        caller.connect(address());
        Files.setPosixFilePermissions(queue(), PosixFilePermissions.fromString("rwx------"));
        List<String> setpriv =
                List.of("setpriv", "--reuid=" + OTHER_UID, "--regid=" + OTHER_UID, "--clear-groups", "--");
        String classPath = readableClassPath();
        for (String path : classPath.split(":")) {
            assumeTrue(run(setpriv, "test", "-r", path) == 0, () -> "skipped: another user cannot read " + path);
        }
        try (PeerJvm stranger = PeerJvm.launcher()
                .by(setpriv)
                .classPath(classPath)
                .options("@" + Files.copy(Path.of("jvm.flags"), directory.resolve("jvm.flags")))
                .start(QueuePeer.class)) {
            assertThat(stranger.answer()).isEqualTo("ready");

            assertThat(stranger.ask("serve " + address() + " 0")).contains("no permission to use the queue", "path=");
            assertThat(stranger.ask("send " + address() + " 0 1")).contains("RemoteException", "no permission");
        }
    }

    /** What the peer needs; jars of a repository that only this user can read are copied. */
    private String readableClassPath() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> paths = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(":")) {
            Path entry = Path.of(path);
            if (!path.isEmpty() && Files.isDirectory(entry)) {
                paths.add(path);
            } else if (path.contains("openhft") || path.contains("slf4j") || path.contains("bindery")) {
                paths.add(Files.copy(entry, directory.resolve(entry.getFileName()))
                        .toString());
            }
        }
        return String.join(":", paths);
    }

    private static int run(List<String> prefix, String... command) throws Exception {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    // ---- full disks

    @Test
    void shouldSayThatTheDiskIsFullAndLoseNothing() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can mount a small file system");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        int mounted = run(List.of(), "mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString());
        assumeTrue(mounted == 0, "skipped: a small tmpfs cannot be mounted here");
        try {
            String full = "chronicle:" + disk.resolve("queue");
            Ledger ledger = LedgerStub.asInterface(caller.connect(full));
            long[] sent = {0};
            assertThatThrownBy(() -> {
                        while (sent[0] < 1_000) {
                            ledger.addAll(new byte[100_000]);
                            sent[0]++;
                        }
                    })
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("the disk is full")
                    .hasMessageContaining("directory=" + disk);
            assertThat(sent[0]).isPositive();
            assertThatThrownBy(() -> ledger.addAll(new byte[100_000])).hasMessageContaining("the disk is full");
            Book book = new Book();
            server.listen(full, book);

            Conditions.await("what was accepted comes", () -> book.bytes() == sent[0] * 100_000);
            assertThat(run(List.of(), "mount", "-o", "remount,size=60m", disk.toString()))
                    .isZero();
            ledger.addAll(new byte[7]);
            Conditions.await("calls go on when there is room", () -> book.bytes() == sent[0] * 100_000 + 7);
        } finally {
            close();
            assertThat(run(List.of(), "umount", "-l", disk.toString())).isZero();
        }
    }

    @Test
    void shouldNotBeginAQueueOnAFullDisk() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can mount a small file system");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        int mounted = run(List.of(), "mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString());
        assumeTrue(mounted == 0, "skipped: a small tmpfs cannot be mounted here");
        try {
            assertThatThrownBy(() -> LedgerStub.asInterface(caller.connect("chronicle:" + disk.resolve("queue")))
                            .add(1))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("the disk is full");
        } finally {
            close();
            assertThat(run(List.of(), "umount", "-l", disk.toString())).isZero();
        }
    }

    // ---- what a queue cannot carry

    @Test
    void shouldNameTheTraitThatAQueueLacks() throws Exception {
        Ledger ledger = ledger();

        assertThatThrownBy(ledger::total)
                .isInstanceOfSatisfying(
                        MissingTraitException.class, e -> assertThat(e.trait()).isEqualTo(Trait.DUPLEX))
                .hasMessageContaining("transport=chronicle");
        assertThatThrownBy(() -> ledger.addObject(new Binder()))
                .isInstanceOf(MissingTraitException.class)
                .hasMessageContaining("DUPLEX");
        assertThatThrownBy(() -> ledger.asBinder().linkToDeath(() -> {}, 0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("DUPLEX");
        Book book = new Book();
        server.listen(address(), book);
        ledger.add(5);
        Conditions.await("calls go on", () -> book.numbers.equals(List.of(5L)));
    }

    @Test
    void shouldKeepNoSecrets() throws Exception {
        Ledger ledger = ledger();
        long secret = 0x5ec7e7_5ec7e7_5ec7L;
        assertThatThrownBy(() -> ledger.addSecret(secret))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("sensitive arguments are not kept on disk");
        long open = 0x0be4_0be4_0be4_0be4L;
        ledger.add(open);
        Book book = new Book();
        server.listen(address(), book);

        Conditions.await("the next call comes", () -> book.numbers.equals(List.of(open)));
        assertThat(queueHolds(open)).isTrue();
        assertThat(queueHolds(secret)).isFalse();
    }

    private boolean queueHolds(long number) throws IOException {
        byte[] wanted = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, number)
                .array();
        try (var files = Files.list(queue())) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".cq4")).toList()) {
                try (var in = Files.newInputStream(file)) {
                    if (new String(in.readNBytes(1 << 20), ISO_8859_1).contains(new String(wanted, ISO_8859_1))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // ---- flags

    @Test
    void shouldNameTheFlagsThatAreMissing() {
        try (PeerJvm peer = PeerJvm.start(QueuePeer.class)) {
            assertThat(peer.answer()).isEqualTo("ready");

            assertThat(peer.ask("send " + address() + " 0 1"))
                    .contains(
                            "IllegalStateException",
                            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                            "jvm.flags");
        }
    }

    @Test
    void shouldListTheFlagsInTheReadme() throws Exception {
        String readme = Files.readString(Path.of("../../README.md"), UTF_8);

        assertThat(readme).contains("transports/chronicle/jvm.flags");
        assertThat(flags()).contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    }
}
