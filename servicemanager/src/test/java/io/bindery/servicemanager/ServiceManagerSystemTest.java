package io.bindery.servicemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that hosts the context, others that have services, and this one, which looks them up. */
@Timeout(60)
class ServiceManagerSystemTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path home;

    private PeerJvm host;
    private BinderContext context;
    private ServiceManager services;

    @BeforeEach
    void joinContextOfAnotherProcess() throws IOException {
        host = PeerJvm.start(ServicePeer.class, home.toString());
        assertThat(host.answer()).isEqualTo("hosts=true");
        context = ServicePeer.open(home);
        services = ServiceManager.of(context);
        assertThat(context.isContextManager()).isFalse();
    }

    @AfterEach
    void leave() {
        context.close();
        host.close();
    }

    private PeerJvm startPeer() {
        PeerJvm peer = PeerJvm.start(ServicePeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("hosts=false");
        return peer;
    }

    @Test
    void shouldCallServiceOfAThirdProcessDirectly() throws Exception {
        try (PeerJvm peer = startPeer()) {
            assertThat(peer.ask("add echo")).isEqualTo("added echo");

            Echo echo = EchoStub.asInterface(services.getService("echo"));

            assertThat(echo.echo("hello"))
                    .isEqualTo("hello by pid=" + ProcessHandle.current().pid() + " uid=" + uid());
            assertThat(services.listServices()).containsExactly("echo");
        }
    }

    @Test
    void shouldOfferOwnServicesToOthers() throws Exception {
        services.addService("own", new ServicePeer.EchoService());

        assertThat(host.ask("call own")).isEqualTo("called by pid=" + host.pid() + " uid=" + uid());
    }

    @Test
    void shouldGiveBackOwnServiceItself() throws RemoteException {
        ServicePeer.EchoService own = new ServicePeer.EchoService();
        services.addService("own", own);

        assertThat(services.getService("own")).isSameAs(own);
    }

    @Test
    void shouldSayInOtherProcessesToo() {
        assertThat(host.ask("call nobody"))
                .startsWith("no service of this name: name=nobody context=services directory=" + context.directory());
    }

    @Test
    void shouldForgetServiceWhoseProcessIsKilled() throws Exception {
        PeerJvm peer = startPeer();
        peer.ask("add mortal");
        IBinder mortal = services.getService("mortal");
        CountDownLatch died = new CountDownLatch(1);
        mortal.linkToDeath(died::countDown, 0);

        peer.kill();
        died.await();

        assertThat(mortal.isBinderAlive()).isFalse();
        assertThatThrownBy(() -> EchoStub.asInterface(mortal).echo("are you there"))
                .isInstanceOf(DeadObjectException.class);
        awaitServices(List.of());
        assertThatThrownBy(() -> services.getService("mortal")).isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void shouldWaitForServiceOfProcessThatStartsLater() throws Exception {
        CompletableFuture<IBinder> found = CompletableFuture.supplyAsync(() -> {
            try {
                return services.waitForService("late", LONG);
            } catch (InterruptedException | RemoteException e) {
                throw new IllegalStateException(e);
            }
        });

        try (PeerJvm peer = startPeer()) {
            peer.ask("add late");

            assertThat(EchoStub.asInterface(found.get()).echo("hello")).startsWith("hello by pid=");
        }
    }

    @Test
    void shouldSayThatTheHostIsGoneUntilAnotherProcessHosts() throws Exception {
        services.addService("own", new ServicePeer.EchoService());
        CountDownLatch died = new CountDownLatch(1);
        context.getContextObject().linkToDeath(died::countDown, 0);

        host.kill();
        died.await();

        assertThatThrownBy(() -> services.getService("own"))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("no service manager: context=services directory=" + context.directory());
        host = PeerJvm.start(ServicePeer.class, home.toString());
        assertThat(host.answer()).isEqualTo("hosts=true");
        assertThat(services.checkService("own")).isNull();
        services.addService("own", new ServicePeer.EchoService());
        assertThat(host.ask("call own")).startsWith("called by pid=" + host.pid());
    }

    @Test
    void shouldEndWaitingWhenTheHostIsKilled() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                services.waitForService("never", LONG);
            } catch (InterruptedException | RemoteException e) {
                ended.complete(e);
            }
        });
        assertThat(host.ask("call never")).startsWith("no service of this name");

        host.kill();

        assertThat(ended.get()).isInstanceOf(RemoteException.class);
    }

    private void awaitServices(List<String> names) throws RemoteException {
        while (!services.listServices().equals(names)) {
            Thread.onSpinWait();
        }
    }

    private static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
