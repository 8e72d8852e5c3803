package io.bindery.servicemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.ContextManagerProvider;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client, with a service manager in the same process. */
@Timeout(60)
class ServiceManagerTest {
    private static final Path DIRECTORY = Path.of("/run/contexts/trading");

    private final ServiceRegistry registry = new ServiceRegistry();
    private final ServiceManager services = new ServiceManager("trading", DIRECTORY, () -> registry);

    @Test
    void shouldFindService() throws RemoteException {
        Binder orders = new Binder();

        services.addService("orders", orders);

        assertThat(services.getService("orders")).isSameAs(orders);
        assertThat(services.checkService("orders")).isSameAs(orders);
        assertThat(services.listServices()).containsExactly("orders");
    }

    @Test
    void shouldSayWhatWasLookedForAndWhere() throws RemoteException {
        services.addService("quotes", new Binder());

        assertThat(services.checkService("orders")).isNull();
        assertThatThrownBy(() -> services.getService("orders"))
                .isInstanceOf(ServiceNotFoundException.class)
                .hasMessage("no service of this name: name=orders context=trading directory=" + DIRECTORY
                        + " registered=[quotes]");
    }

    @Test
    void shouldNameSomeOfManyServices() throws RemoteException {
        for (int i = 0; i < 25; i++) {
            services.addService("service-" + (char) ('a' + i), new Binder());
        }

        assertThatThrownBy(() -> services.getService("orders"))
                .hasMessageContaining("registered=[service-a, ")
                .hasMessageEndingWith("service-t] and 5 more");
    }

    @Test
    void shouldSayThatThereIsNoServiceManager() {
        RemoteException cause = new RemoteException("no process listens");
        ServiceManager orphan = new ServiceManager("trading", DIRECTORY, () -> {
            throw cause;
        });

        assertThatThrownBy(() -> orphan.getService("orders"))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("no service manager: context=trading directory=" + DIRECTORY)
                .hasCause(cause);
    }

    @Test
    void shouldRefuseMalformedNameBeforeAnyCall() {
        ServiceManager unreachable = new ServiceManager("trading", DIRECTORY, () -> {
            throw new AssertionError("no call is needed");
        });

        assertThatThrownBy(() -> unreachable.addService("two words", new Binder()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> unreachable.getService("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> unreachable.waitForService("", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReturnServiceThatIsThereWithoutWaiting() throws Exception {
        Binder orders = new Binder();
        services.addService("orders", orders);

        assertThat(services.waitForService("orders", Duration.ZERO)).isSameAs(orders);
    }

    @Test
    void shouldWaitUntilServiceIsAdded() throws Exception {
        Binder orders = new Binder();
        CompletableFuture<IBinder> found = waitInBackground("orders", Duration.ofSeconds(Long.MAX_VALUE));
        awaitListener("orders");

        services.addService("orders", orders);

        assertThat(found.get()).isSameAs(orders);
        awaitNoListener("orders");
    }

    @Test
    void shouldSayHowLongItWaitedInVain() {
        assertThatThrownBy(() -> services.waitForService("orders", Duration.ofMillis(10)))
                .isInstanceOf(ServiceNotFoundException.class)
                .hasMessageStartingWith(
                        "no service of this name was added within PT0.01S: name=orders context=trading");
        assertThat(registry.isAwaited("orders")).isFalse();
    }

    @Test
    void shouldEndWaitingWhenInterrupted() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                services.waitForService("orders", Duration.ofHours(1));
            } catch (InterruptedException | RemoteException e) {
                ended.complete(e);
            }
        });
        awaitListener("orders");

        waiter.interrupt();

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(registry.isAwaited("orders")).isFalse();
    }

    @Test
    void shouldBeFoundByServiceLoader() {
        assertThat(ServiceLoader.load(ContextManagerProvider.class))
                .hasExactlyElementsOfTypes(ServiceManagerProvider.class);
    }

    private CompletableFuture<IBinder> waitInBackground(String name, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return services.waitForService(name, timeout);
            } catch (InterruptedException | RemoteException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitListener(String name) {
        while (!registry.isAwaited(name)) {
            Thread.onSpinWait();
        }
    }

    private void awaitNoListener(String name) {
        while (registry.isAwaited(name)) {
            Thread.onSpinWait();
        }
    }
}
