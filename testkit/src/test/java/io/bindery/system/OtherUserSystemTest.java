package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.testkit.PeerJvm;
import io.bindery.wire.ImpostorPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of two users in one context. Skipped, with the reason, where no second user can be had. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherUserSystemTest {
    @TempDir
    private Path home;

    private Path directory;
    private World world;
    private BinderContext hub;

    @BeforeEach
    void open() throws Exception {
        OtherUser.assume();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        directory = Files.createDirectory(home.resolve(World.CONTEXT));
        Files.setAttribute(directory, "unix:mode", 01777); // for all, and sticky
        world = new World(home);
        hub = world.open();
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private PeerJvm start(String name) {
        PeerJvm peer = OtherUser.launcher().start(OtherUserPeer.class, home.toString(), name);
        assertThat(peer.answer()).isEqualTo("manager=false");
        return peer;
    }

    @Test
    void shouldSayWhoCallsAndReadNothingWhereAnotherUserCanChangeIt() throws Exception {
        Hub.put(hub, "root", OtherUserPeer.object());
        String ownPid = " pid=" + ProcessHandle.current().pid();
        try (PeerJvm other = start("other")) {
            assertThat(OtherUserPeer.call(hub, "other", 100)).isEqualTo("uid=0" + ownPid + " inPlace=false length=100");
            assertThat(OtherUserPeer.call(hub, "other", 100_000))
                    .isEqualTo("uid=0" + ownPid + " inPlace=false length=100000");
            String caller = "uid=" + OtherUser.UID + " pid=" + other.pid();
            assertThat(other.ask("s")).isEqualTo(caller + " inPlace=false length=100");
            assertThat(other.ask("l")).isEqualTo(caller + " inPlace=false length=100000");

            BinderProxy proxy = (BinderProxy) Objects.requireNonNull(Hub.get(hub, "other"));
            assertThat(proxy.ownerUid()).isEqualTo(OtherUser.UID);
            assertThat(proxy.ownerPid()).isEqualTo(other.pid());
        }
        // The same question among processes of one user, so that the answer above means something.
        BinderContext second = world.open();
        assertThat(OtherUserPeer.call(second, "root", 100)).isEqualTo("uid=0" + ownPid + " inPlace=true length=100");
        assertThat(OtherUserPeer.call(second, "root", 100_000)).endsWith("inPlace=true length=100000");
    }

    @Test
    void shouldLetTwoProcessesOfAnotherUserMeet() throws Exception {
        Hub.put(hub, "root", OtherUserPeer.object());
        try (PeerJvm first = start("first");
                PeerJvm second = start("second")) {
            assertThat(OtherUserPeer.call(hub, "first", 1)).startsWith("uid=0");
            assertThat(OtherUserPeer.call(hub, "second", 1)).startsWith("uid=0");
            first.kill();
            assertThat(second.ask("s")).startsWith("uid=" + OtherUser.UID);
        }
    }

    @Test
    void shouldTakeNobodyForAProcessOfAnotherUser() throws Exception {
        BinderContext victim = world.open();
        PeerJvm.Launcher launcher = OtherUser.launcher();
        try (PeerJvm impostor = launcher.start(ImpostorPeer.class, directory.toString(), "9", "1", "0")) {
            assertThat(impostor.answer()).contains("no socket of that name", "endpoint=0 uid=" + OtherUser.UID);
            assertThat(((BinderProxy) victim.getContextObject()).ownerUid()).isZero();
            assertThat(victim.getContextObject().pingBinder()).isTrue();
        }
    }
}
