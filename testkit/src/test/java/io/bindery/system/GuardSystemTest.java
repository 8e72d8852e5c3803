package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards ask who the kernel says is calling. Most of it needs root, to be the user that a rule names; a caller of another
 * user is had as {@link OtherUser} says, and reported as skipped, with the reason, where there is none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardSystemTest {
    private static final int SHARED = 01777;

    private final Service service = new Service();
    private Path home;
    private World world;
    private BinderContext owner;
    private Guarded remote;

    private static final class Service extends GuardedStub {
        final AtomicLong posted = new AtomicLong();

        @Override
        public String byInterface(String text) {
            return text;
        }

        @Override
        public String onlyRoot(String text) {
            return text;
        }

        @Override
        public String onlyOther(String text) {
            return text;
        }

        @Override
        public String onlyGroup(String text) {
            return text;
        }

        @Override
        public String onlySupplementaryGroup(String text) {
            return text;
        }

        @Override
        public String nobody(String text) {
            return text;
        }

        @Override
        public void post(long value) {
            posted.addAndGet(value);
        }

        @Override
        public long posted() {
            return posted.get();
        }
    }

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        this.home = home;
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        Path directory = Files.createDirectory(home.resolve(World.CONTEXT));
        Files.setAttribute(directory, "unix:mode", SHARED);
        world = new World(home);
        owner = world.open();
        remote = GuardedStub.asInterface(World.pass(service, owner, world.open()));
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static void requireRoot() {
        assumeTrue(Binder.getCallingUid() == 0, "needs root, whom the rules name");
    }

    @Test
    void shouldAdmitWhomTheRuleNames() throws RemoteException {
        requireRoot();

        assertThat(remote.byInterface("a")).isEqualTo("a");
        assertThat(remote.onlyRoot("b")).isEqualTo("b");
    }

    @Test
    void shouldRefuseOthersByUidMethodAndRule() {
        int uid = Binder.getCallingUid();

        assertThatThrownBy(() -> remote.onlyOther("a"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("Guarded.onlyOther")
                .hasMessageContaining("uid=" + uid)
                .hasMessageContaining("rule=@AllowUid(" + GuardPeer.UID + ")");
        assertThatThrownBy(() -> remote.onlyGroup("a"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("rule=@AllowGid(" + GuardPeer.GID + ")");
    }

    @Test
    void shouldAdmitNobodyByNamesThatTheMachineDoesNotKnow() {
        assertThatThrownBy(() -> remote.nobody("a"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(
                        "rule=@AllowUid(no-such-user-on-any-machine) @AllowGid(no-such-group-on-any-machine)");
    }

    @Test
    void shouldRefuseBeforeArgumentsAreDecoded() throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        data.writeInterfaceToken(GuardedStub.DESCRIPTOR);
        data.writeInt(Integer.MAX_VALUE);

        assertThat(remote.asBinder().transact(GuardedStub.TRANSACTION_ONLY_OTHER, data, reply, 0))
                .isTrue();

        assertThatThrownBy(reply::readException).isInstanceOf(SecurityException.class);
        data.recycle();
        reply.recycle();
    }

    @Test
    void shouldCountTransactionsOfItsOwnProcessAsItsOwnUser() {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken(GuardedStub.DESCRIPTOR);
        data.writeString("a");

        assertThatThrownBy(() -> service.transact(GuardedStub.TRANSACTION_ONLY_OTHER, data, null, 0))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("uid=" + Binder.getCallingUid());
        data.recycle();
    }

    @Test
    void shouldNotRunOnewayCallsOfOthers() throws RemoteException {
        requireRoot();
        remote.post(1);

        assertThat(remote.posted()).isZero();
    }

    @Test
    void shouldKnowUserAndGroupsOfAnotherProcess() throws Exception {
        OtherUser.assume();
        Hub.put(owner, GuardPeer.NAME, service);

        try (PeerJvm peer = OtherUser.launcher().start(GuardPeer.class, home.toString())) {
            assertThat(peer.answer()).isEqualTo("ready");
            assertThat(peer.ask("byInterface")).isEqualTo("called");
            assertThat(peer.ask("onlyOther")).isEqualTo("called");
            assertThat(peer.ask("onlyGroup")).isEqualTo("called");
            assertThat(peer.ask("onlySupplementaryGroup")).isEqualTo("called");
            assertThat(peer.ask("onlyRoot"))
                    .isEqualTo("refused: Guarded.onlyRoot may not be called by this process: uid=" + GuardPeer.UID
                            + " gid=" + GuardPeer.GID + " rule=@AllowUid(root)");
        }
    }
}
