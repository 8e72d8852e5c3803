package io.bindery.servicemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that this process has looked up before: found without a call, and never when that would be wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceCacheSystemTest {
    private Path home;
    private PeerJvm host;
    private BinderContext context;
    private ServiceManager services;

    @BeforeAll
    void startHost(@TempDir Path home) {
        this.home = home;
        startHost();
    }

    private void startHost() {
        host = PeerJvm.start(ServicePeer.class, home.toString());
        assertThat(host.answer()).isEqualTo("hosts=true");
    }

    @AfterAll
    void endHost() {
        host.close();
    }

    @BeforeEach
    void join() throws IOException {
        context = ServicePeer.open(home);
        services = ServiceManager.of(context);
    }

    @AfterEach
    void leave() {
        context.close();
    }

    private PeerJvm startPeer() {
        PeerJvm peer = PeerJvm.start(ServicePeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("hosts=false");
        return peer;
    }

    /** Looks a service up often enough for it to be remembered. */
    private IBinder learn(String name) throws RemoteException {
        IBinder first = services.getService(name);
        assertThat(services.getService(name)).isSameAs(first);
        return first;
    }

    private static void signal(PeerJvm peer, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(peer.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void shouldFindAKnownServiceWithoutACall() throws Exception {
        host.ask("add echo");
        IBinder echo = learn("echo");
        ServiceManager another = ServiceManager.of(context);
        assertThat(another.checkService("echo")).isSameAs(echo);

        signal(host, "STOP"); // whoever calls it now waits for ever
        try {
            assertThat(services.getService("echo")).isSameAs(echo);
            assertThat(services.checkService("echo")).isSameAs(echo);
            assertThat(services.waitForService("echo", Duration.ZERO)).isSameAs(echo);
            assertThat(another.getService("echo")).isSameAs(echo);
        } finally {
            signal(host, "CONT");
        }
    }

    @Test
    void shouldNeverFindAServiceThatAnotherProcessHasReplaced() throws Exception {
        try (PeerJvm peer = startPeer()) {
            for (int round = 0; round < 50; round++) {
                PeerJvm owner = round % 2 == 0 ? peer : host;
                assertThat(owner.ask("add echo")).isEqualTo("added echo");

                BinderProxy found = (BinderProxy) services.getService("echo");

                assertThat(found.ownerPid()).isEqualTo(owner.pid());
                assertThat(services.getService("echo")).isSameAs(found);
            }
        }
    }

    @Test
    void shouldNotFindAServiceWhoseProcessWasKilled() throws Exception {
        PeerJvm peer = startPeer();
        peer.ask("add mortal");
        IBinder mortal = learn("mortal");
        CountDownLatch died = new CountDownLatch(1);
        mortal.linkToDeath(died::countDown, 0);

        peer.kill();
        died.await();

        while (services.checkService("mortal") != null) {
            Thread.onSpinWait();
        }
        host.ask("add mortal");
        assertThat(((BinderProxy) services.getService("mortal")).ownerPid()).isEqualTo(host.pid());
    }

    @Test
    void shouldNotFindAServiceThatHasLostItsNameWhileItsProcessLives() throws Exception {
        BinderContext owner = ServicePeer.open(home);
        ServiceManager.of(owner).addService("brief", new ServicePeer.EchoService());
        IBinder brief = learn("brief");

        owner.close();

        while (services.checkService("brief") != null) {
            Thread.onSpinWait();
        }
        assertThat(brief.isBinderAlive()).isFalse();
        assertThatThrownBy(() -> services.getService("brief")).isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void shouldFindAnOwnServiceItself() throws Exception {
        ServicePeer.EchoService own = new ServicePeer.EchoService();
        services.addService("own", own);
        assertThat(learn("own")).isSameAs(own);

        ServicePeer.EchoService successor = new ServicePeer.EchoService();
        services.addService("own", successor);

        assertThat(services.getService("own")).isSameAs(successor);
    }

    @Test
    void shouldSayThatTheHostIsGoneEvenIfTheServiceIsKnown() throws Exception {
        try (PeerJvm peer = startPeer()) {
            peer.ask("add echo");
            IBinder echo = learn("echo");
            CountDownLatch died = new CountDownLatch(1);
            context.getContextObject().linkToDeath(died::countDown, 0);

            host.kill();
            died.await();

            assertThat(echo.isBinderAlive()).isTrue();
            assertThatThrownBy(() -> services.getService("echo"))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageStartingWith("no service manager: ");
            startHost();
            assertThat(services.checkService("echo")).isNull();
            peer.ask("add echo");
            assertThat(EchoStub.asInterface(learn("echo")).echo("hello")).startsWith("hello by pid=");
        }
    }

    @Test
    void shouldFindNothingInAContextThatIsClosed() throws Exception {
        host.ask("add echo");
        IBinder echo = learn("echo");

        context.close();

        assertThat(echo.isBinderAlive()).isFalse();
        assertThatThrownBy(() -> services.getService("echo")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotFindAProxyThatWasClosed() throws Exception {
        host.ask("add echo");
        BinderProxy echo = (BinderProxy) learn("echo");

        echo.close();

        IBinder again = services.getService("echo");
        assertThat(again).isNotSameAs(echo);
        assertThat(EchoStub.asInterface(again).echo("hello")).startsWith("hello by pid=");
    }

    @Test
    void shouldKeepNoServiceAlive() throws Exception {
        host.ask("add echo");
        WeakReference<IBinder> echo = new WeakReference<>(learn("echo"));

        while (!echo.refersTo(null)) {
            System.gc();
        }

        assertThat(EchoStub.asInterface(services.getService("echo")).echo("hello"))
                .startsWith("hello by pid=");
    }
}
