package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.RemoteException;
import io.bindery.system.Eventually;
import io.bindery.system.Footprint;
import io.bindery.system.Transactions;
import io.bindery.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A context that a raw peer attacks, and an honest process beside it that must not notice. */
final class Attacked implements AutoCloseable {
    static final String ENDPOINT = "0";
    private static final String RAW_NAME = "700";
    private static final int CALL = 1;

    /** What two loopers may remember: two lanes of one session each, and each lane is two mappings. */
    private static final int REMEMBERED = 8;

    final BinderContext context;
    final BinderContext honest;
    final RawPeer peer;

    private final World world;
    private final AtomicLong posted = new AtomicLong();
    private final BinderProxy echo;
    private final BinderProxy echoOfHonest;
    private long rounds;
    private Footprint before;

    Attacked(Path home, UnaryOperator<BinderContext.Builder> options) throws IOException, RemoteException {
        world = new World(home);
        context = world.open(options);
        honest = world.open();
        peer = new RawPeer(context.directory(), RAW_NAME);
        echo = World.pass(echo(posted), context, honest);
        echoOfHonest = World.pass(echo(posted), honest, context);
        assertServes();
        before = Footprint.take();
    }

    Attacked(Path home) throws IOException, RemoteException {
        this(home, builder -> builder);
    }

    private static Binder echo(AtomicLong posted) {
        return Transactions.object((code, data, reply) -> {
            long value = data.readLong();
            posted.set(value);
            reply.writeLong(value);
        });
    }

    /** What is held now is the measure from now on. */
    void settle() {
        before = Footprint.take();
    }

    /** The honest process calls, and is called, as before. */
    void assertServes() throws RemoteException {
        for (BinderProxy target : new BinderProxy[] {echo, echoOfHonest}) {
            long value = ++rounds;
            assertThat(Transactions.callLong(target, CALL, value)).isEqualTo(value);
            long sent = ++rounds;
            Transactions.sendLong(target, CALL, sent);
            Eventually.await("the oneway call arrives", () -> posted.get() == sent);
        }
    }

    /** The attack is over: all is as it was, once the raw peer has closed what it holds. */
    void assertUnharmed() throws RemoteException {
        assertServes();
        peer.closeOpened();
        assertServes();
        before.awaitReturn(REMEMBERED);
    }

    @Override
    public void close() throws IOException {
        peer.close();
        world.close();
    }
}
