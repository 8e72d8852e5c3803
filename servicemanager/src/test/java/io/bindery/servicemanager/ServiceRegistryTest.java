package io.bindery.servicemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceRegistryTest {
    private final ServiceRegistry registry = new ServiceRegistry();

    @Test
    void shouldFindWhatWasAdded() throws RemoteException {
        Binder orders = new Binder();

        registry.addService("orders", orders);

        assertThat(registry.checkService("orders")).isSameAs(orders);
        assertThat(registry.checkService("quotes")).isNull();
    }

    @Test
    void shouldListNamesInOrder() throws RemoteException {
        registry.addService("quotes", new Binder());
        registry.addService("orders", new Binder());

        assertThat(registry.listServices()).containsExactly("orders", "quotes");
    }

    @Test
    void shouldReplaceServiceOfTheSameUser() throws RemoteException {
        MortalBinder first = new MortalBinder();
        Binder second = new Binder();
        registry.addService("orders", first);

        registry.addService("orders", second);

        assertThat(registry.checkService("orders")).isSameAs(second);
        assertThat(first.recipients()).isEmpty();
    }

    @Test
    void shouldForgetServiceWhoseProcessDies() throws RemoteException {
        MortalBinder orders = new MortalBinder();
        registry.addService("orders", orders);

        orders.die();

        assertThat(registry.checkService("orders")).isNull();
        assertThat(registry.listServices()).isEmpty();
    }

    @Test
    void shouldKeepSuccessorWhenPredecessorDiesLate() throws RemoteException {
        MortalBinder first = new MortalBinder();
        registry.addService("orders", first);
        List<IBinder.DeathRecipient> ofFirst = first.recipients();
        Binder second = new Binder();
        registry.addService("orders", second);

        ofFirst.forEach(IBinder.DeathRecipient::binderDied);

        assertThat(registry.checkService("orders")).isSameAs(second);
    }

    @Test
    void shouldRefuseMoreServicesThanAContextMayHave() throws RemoteException {
        for (int i = 0; i < ServiceRegistry.MAX_SERVICES; i++) {
            registry.addService("service-" + i, new Binder());
        }

        assertThatThrownBy(() -> registry.addService("one-more", new Binder()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the context has too many services: name=one-more services=4096");
        registry.addService("service-0", new Binder());
    }

    @Test
    void shouldRefuseMalformedNames() {
        assertThatThrownBy(() -> registry.addService("two words", new Binder()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.checkService("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.addListener("", new Recorder())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTellListenerOfServiceThatIsThereAlready() throws RemoteException {
        Binder orders = new Binder();
        Recorder listener = new Recorder();
        registry.addService("orders", orders);

        registry.addListener("orders", listener);

        assertThat(listener.added).containsExactly(orders);
    }

    @Test
    void shouldTellListenerOfItsServiceWhenItIsAdded() throws RemoteException {
        Binder orders = new Binder();
        Recorder listener = new Recorder();
        registry.addListener("orders", listener);

        registry.addService("quotes", new Binder());
        assertThat(listener.added).isEmpty();
        registry.addService("orders", orders);

        assertThat(listener.added).containsExactly(orders);
    }

    @Test
    void shouldNotTellListenerThatWasRemoved() throws RemoteException {
        Recorder listener = new Recorder();
        registry.addListener("orders", listener);

        registry.removeListener("orders", listener);
        registry.removeListener("orders", listener);
        registry.addService("orders", new Binder());

        assertThat(listener.added).isEmpty();
    }

    @Test
    void shouldFreeThePlacesOfListenersThatWereRemoved() throws RemoteException {
        for (int i = 0; i < 2 * ServiceRegistry.MAX_LISTENERS; i++) {
            Recorder listener = new Recorder();
            registry.addListener("orders", listener);
            registry.removeListener("orders", listener);
        }
        for (int i = 0; i < ServiceRegistry.MAX_LISTENERS; i++) {
            registry.addListener("orders", new Recorder());
        }

        assertThatThrownBy(() -> registry.addListener("orders", new Recorder()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listeners=4096");
    }

    @Test
    void shouldPublishEachChangeOfAName() throws Exception {
        MortalBinder orders = new MortalBinder();
        NameVersions versions = NameVersions.readFrom(registry.nameVersions());
        long before = versions.versionAcquire("orders");

        registry.addService("orders", orders);
        assertThat(versions.versionAcquire("orders")).isEqualTo(before + 1);
        assertThat(registry.checkService("orders")).isSameAs(orders);
        assertThat(versions.versionAcquire("orders")).isEqualTo(before + 1);

        MortalBinder successor = new MortalBinder();
        registry.addService("orders", successor);
        assertThat(versions.versionAcquire("orders")).isEqualTo(before + 2);

        successor.die();
        assertThat(versions.versionAcquire("orders")).isEqualTo(before + 3);
        assertThat(versions.versionAcquire("quotes")).isZero();
    }

    @Test
    void shouldLetNobodyElseWriteWhatItPublishes() throws Exception {
        SharedMemory memory = registry.nameVersions();

        assertThat(memory.isReadOnly()).isTrue();
        assertThatThrownBy(() -> memory.map(SharedMemory.PROT_READ | SharedMemory.PROT_WRITE, 0, 8))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseMemoryThatOthersCanWrite() throws Exception {
        try (SharedMemory writable = NameVersions.create();
                SharedMemory tooSmall = SharedMemory.create("small", 8)) {
            assertThatThrownBy(() -> NameVersions.readFrom(writable))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("readOnly=false");
            assertThatThrownBy(() -> NameVersions.readFrom(tooSmall))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bytes=8 expected=4096");
        }
    }

    @Test
    void shouldAnswerTransactions() throws RemoteException {
        Binder orders = new Binder();
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        data.writeInterfaceToken(IServiceManagerStub.DESCRIPTOR);
        data.writeString("orders");
        data.writeStrongBinder(orders);

        assertThat(registry.transact(1, data, reply, 0)).isTrue();

        assertThat(registry.checkService("orders")).isSameAs(orders);
        data.recycle();
        reply.recycle();
    }

    /** Keeps what it is told. */
    private static final class Recorder extends IServiceListenerStub {
        private final List<IBinder> added = new ArrayList<>();

        @Override
        public SendStatus onServiceAdded(String name, IBinder service) {
            added.add(service);
            return SendStatus.ACCEPTED;
        }
    }
}
