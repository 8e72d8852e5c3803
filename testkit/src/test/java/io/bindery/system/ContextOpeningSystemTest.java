package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a context lies, who may open it, and what is left when it is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContextOpeningSystemTest {
    private static final String NAME = "opening";

    @TempDir
    private Path home;

    private static BinderContext open(Path home, String name) throws IOException {
        return BinderContext.builder(name).home(home).open();
    }

    private Path make(String name, String permissions) throws IOException {
        Path directory = Files.createDirectory(home.resolve(name));
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private void assertRefused(Path at, String... reasons) throws IOException {
        Footprint before = Footprint.take();
        assertThatThrownBy(() -> open(at, NAME))
                .isInstanceOf(IOException.class)
                .message()
                .contains(reasons);
        before.awaitReturn();
        assertThat(Footprint.threads(NAME)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".hidden",
                "-x",
                "a/b",
                "../a",
                "a b",
                "ä",
                "a\0",
                "a\n",
                "012345678901234567890123456789012"
            })
    void shouldRefuseABadName(String name) {
        assertThatThrownBy(() -> open(home, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=" + name);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void shouldTakeEveryGoodName() throws IOException {
        for (String name : List.of("a", "0", "A.b_c-9", "01234567890123456789012345678901")) {
            try (BinderContext context = open(home, name)) {
                assertThat(context.directory()).isEqualTo(home.resolve(name)).isDirectory();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(context.directory())))
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void shouldRefuseAHomeThatIsMissingOrNoDirectory() throws IOException {
        assertRefused(home.resolve("none"), "home=" + home.resolve("none"), "set BINDERY_HOME");
        assertRefused(Files.createFile(home.resolve("file")), "no directory: home=" + home.resolve("file"));
    }

    @Test
    void shouldRefuseADirectoryThatIsNotItsOwn() throws IOException {
        Path open = make(NAME, "rwxrwxr-x");
        assertRefused(home, open.toString(), "may be written to by others: mode=775", "chmod go-w");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertRefused(home, "may be written to by others: mode=757");

        Files.delete(open);
        Files.createSymbolicLink(open, make("elsewhere", "rwx------"));
        assertRefused(home, open.toString(), "is a symbolic link");
        Files.delete(open);
        Files.createSymbolicLink(open, home.resolve("nowhere"));
        assertRefused(home, open.toString(), "is a symbolic link");
        Files.delete(open);
        Files.createFile(open);
        assertRefused(home, open.toString(), "is not a directory");
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        OtherUser.assume();
        Path foreign = make(NAME, "rwxr-xr-x");
        Files.setAttribute(foreign, "unix:uid", OtherUser.UID);

        assertRefused(home, foreign.toString(), "belongs to another user: owner=" + OtherUser.UID);
    }

    @Test
    void shouldSayWhatAnotherUserMayNotDo() throws Exception {
        OtherUser.assume();
        // JUnit's directory is for its owner alone.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        Path closed = make("closed", "rwx------");
        Path unwritable = make("unwritable", "rwxr-xr-x");
        try (BinderContext context = open(unwritable, NAME)) {
            assertThat(asOther(closed.resolve("deeper"))).contains("IOException", "home=" + closed.resolve("deeper"));
            assertThat(asOther(closed)).contains(closed.toString(), "denied");
            assertThat(asOther(unwritable)).contains("belongs to another user: owner=0 expected=" + OtherUser.UID);
            assertThat(context.isContextManager()).isTrue();
        }
        Files.delete(unwritable.resolve(NAME));
        assertThat(asOther(unwritable)).contains(unwritable.resolve(NAME).toString(), "cannot be made", "denied");
    }

    private static String asOther(Path home) {
        try (PeerJvm other = OtherUser.launcher().start(OpeningPeer.class, home.toString(), NAME)) {
            return other.answer();
        }
    }

    @Test
    void shouldRefuseAPathTooLongForASocket() throws IOException {
        Path deep = home;
        while (deep.toString().length() < 90) {
            deep = Files.createDirectory(deep.resolve("deeper-and-deeper"));
        }

        assertRefused(deep, "too long a path", "directory=" + deep.resolve(NAME), "limit=107 bytes", "shorter path");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void shouldTakeThePlacesOfAKilledProcess() throws Exception {
        List<String> names =
                IntStream.range(0, 100).mapToObj(i -> "killed-" + i).toList();
        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        arguments.addAll(names);
        PeerJvm peer = PeerJvm.start(OpeningPeer.class, arguments.toArray(String[]::new));
        for (String name : names) {
            assertThat(peer.answer()).isEqualTo(home.resolve(name) + " manager=true");
        }
        peer.kill();

        for (String name : names) {
            assertThat(home.resolve(name).resolve("0"))
                    .as("the socket is still there")
                    .exists();
            try (BinderContext next = open(home, name);
                    BinderContext other = open(home, name)) {
                assertThat(next.isContextManager()).isTrue();
                assertThat(other.getContextObject().pingBinder()).isTrue();
            }
            assertThat(home.resolve(name)).isEmptyDirectory();
        }
    }

    @Test
    void shouldHaveOneManagerAtATime() throws Exception {
        try (BinderContext third = takeOver()) {
            assertThat(third.isContextManager()).isTrue();
            Hub.put(third, "x", Transactions.object((code, data, reply) -> {}));
            assertThat(Hub.get(third, "x")).isNotNull();
        }
    }

    /** Two contexts, of which the first leaves; returns one that is opened then. */
    private BinderContext takeOver() throws Exception {
        BinderContext first = open(home, NAME);
        try (BinderContext second = open(home, NAME)) {
            assertThat(first.isContextManager()).isTrue();
            assertThat(second.isContextManager()).isFalse();
            BinderProxy manager = (BinderProxy) second.getContextObject();
            assertThat(manager.pingBinder()).isTrue();
            first.close();
            Eventually.await("the manager is known dead", () -> !manager.isBinderAlive());
            assertThatThrownBy(second::getContextObject)
                    .hasMessageContaining(
                            "no process hosts the service manager of this context: directory=" + home.resolve(NAME));
            BinderContext third = open(home, NAME);
            assertThat(second.getContextObject().pingBinder()).isTrue();
            return third;
        }
    }

    private PeerJvm.Launcher withoutHome() {
        return PeerJvm.launcher().unset("BINDERY_HOME", "XDG_RUNTIME_DIR").options("-Djava.io.tmpdir=" + home);
    }

    private static String openedBy(PeerJvm.Launcher launcher) {
        try (PeerJvm peer = launcher.start(OpeningPeer.class, "-", NAME)) {
            return peer.answer();
        }
    }

    @Test
    void shouldLookForItsHomeInThisOrder() throws Exception {
        Path bindery = make("b", "rwx------");
        Path runtime = make("r", "rwx------");
        String ownName = "bindery-" + Files.getAttribute(home, "unix:uid");

        assertThat(openedBy(withoutHome().set("BINDERY_HOME", bindery).set("XDG_RUNTIME_DIR", runtime)))
                .isEqualTo(bindery.resolve(NAME) + " manager=true");
        assertThat(openedBy(withoutHome().set("BINDERY_HOME", "").set("XDG_RUNTIME_DIR", runtime)))
                .isEqualTo(runtime.resolve("bindery").resolve(NAME) + " manager=true");
        assertThat(openedBy(withoutHome().set("XDG_RUNTIME_DIR", home.resolve("none"))))
                .isEqualTo(home.resolve(ownName).resolve(NAME) + " manager=true");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(ownName))))
                .isEqualTo("rwx------");

        assertThat(openedBy(withoutHome().set("BINDERY_HOME", home.resolve("none"))))
                .contains("IOException", "home=" + home.resolve("none"));
        Files.setPosixFilePermissions(home.resolve(ownName), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(openedBy(withoutHome())).contains(home.resolve(ownName).toString(), "may be written to by others");
    }

    @Test
    void shouldLeaveNothingWhenItIsClosedAndBeClosedOnceOnly() throws Exception {
        use();
        Footprint before = Footprint.take();

        use();

        before.awaitReturn();
        assertThat(home.resolve(NAME)).isEmptyDirectory();
        assertThat(Footprint.threads(NAME)).isZero();
    }

    private void use() throws Exception {
        BinderContext owner = open(home, NAME);
        BinderContext caller = open(home, NAME);
        BinderProxy remote =
                World.pass(Transactions.object((code, data, reply) -> reply.writeLong(data.readLong())), owner, caller);
        assertThat(Transactions.callLong(remote, 1, 5)).isEqualTo(5);
        Transactions.sendLong(remote, 1, 6);
        for (int i = 0; i < 3; i++) {
            caller.close();
            owner.close();
        }
        assertThatThrownBy(caller::getContextObject)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the context is closed: name=" + NAME);
        assertThatThrownBy(() -> Transactions.callLong(remote, 1, 5)).hasMessageContaining("the context is closed");
    }

    @Test
    void shouldBeClosedByManyThreadsAtOnce() throws Exception {
        Footprint before = Footprint.take();
        for (int round = 0; round < 20; round++) {
            BinderContext context = open(home, NAME);
            Workers.join(Stream.generate(() -> Workers.start(context::close))
                    .limit(4)
                    .toList());
            assertThat(home.resolve(NAME)).isEmptyDirectory();
        }
        before.awaitReturn();
    }

    @Test
    void shouldLeaveTheFilesOfAProcessThatEndsWithoutClosing() throws Exception {
        // No hook closes contexts when a JVM ends: it could hang there, and would run beside those of the user.
        try (PeerJvm peer = PeerJvm.start(OpeningPeer.class, home.toString(), NAME)) {
            assertThat(peer.answer()).endsWith("manager=true");
        }

        assertThat(home.resolve(NAME).resolve("0")).exists();
        assertThat(home.resolve(NAME).resolve("0.lock")).exists();
        open(home, NAME).close();
        assertThat(home.resolve(NAME)).isEmptyDirectory();
    }
}
