package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Versions of an interface in two JVMs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvolutionSystemTest extends EvolutionConformance {
    private World world;
    private BinderContext context;
    private PeerJvm peer;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        context = world.open();
        peer = PeerJvm.start(EvolutionPeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("ready");
    }

    @AfterAll
    void close() {
        peer.close();
        world.close();
    }

    @Override
    IBinder account(String name) throws RemoteException {
        return Objects.requireNonNull(Hub.get(context, name));
    }
}
