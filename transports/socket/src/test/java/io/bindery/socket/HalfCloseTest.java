package io.bindery.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.testkit.transport.Conditions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that shuts down the writing end of its socket, and reads on. */
@Timeout(60)
class HalfCloseTest {
    private static final int REPLY_HEADER_BYTES = 8 + Long.BYTES;
    private static final int LARGE = 900_000;

    @TempDir
    Path directory;

    private final Gated root = new Gated();
    private BinderContext context;

    /** Handlers wait at a gate. */
    private static final class Gated extends Binder {
        static final int TWICE = FIRST_CALL_TRANSACTION;
        static final int LARGE_REPLY = FIRST_CALL_TRANSACTION + 1;
        static final int TAKE = FIRST_CALL_TRANSACTION + 2;

        final CountDownLatch gate = new CountDownLatch(1);
        final CountDownLatch begun = new CountDownLatch(1);
        final List<Long> taken = new CopyOnWriteArrayList<>();

        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new RemoteException("interrupted", e);
            }
            if (reply == null) {
                taken.add(data.readLong());
            } else if (code == LARGE_REPLY) {
                reply.writeByteArray(new byte[LARGE]);
            } else {
                reply.writeLong(2 * data.readLong());
            }
            return true;
        }
    }

    @BeforeEach
    void open() throws IOException {
        context = BinderContext.builder("half-close").transports().open();
    }

    @AfterEach
    void close() {
        root.gate.countDown();
        context.close();
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private RawStream connect() throws IOException {
        context.listen("unix:" + socket(), root);
        return RawStream.connect(socket());
    }

    @Test
    void shouldAnswerWhatWasAskedBefore() throws Exception {
        try (RawStream peer = connect()) {
            peer.openLane(1, RawStream.SYNC);
            peer.request(1, Gated.TWICE, 21);
            root.begun.await();
            peer.shutDownWriting();
            root.gate.countDown();

            ByteBuffer reply = peer.expect(RawStream.RECORD);
            assertThat(reply.getInt(8)).as("status").isZero();
            assertThat(reply.getLong(REPLY_HEADER_BYTES)).isEqualTo(42);
            peer.awaitEnd();
        }
    }

    @Test
    void shouldAnswerOnEachLane() throws Exception {
        try (RawStream peer = connect()) {
            peer.openLane(1, RawStream.SYNC);
            peer.openLane(2, RawStream.SYNC);
            peer.request(1, Gated.TWICE, 1);
            peer.request(2, Gated.TWICE, 2);
            peer.shutDownWriting();
            root.gate.countDown();

            long sum = peer.expect(RawStream.RECORD).getLong(REPLY_HEADER_BYTES)
                    + peer.expect(RawStream.RECORD).getLong(REPLY_HEADER_BYTES);
            assertThat(sum).isEqualTo(6);
            peer.awaitEnd();
        }
    }

    @Test
    void shouldSendAnAnswerToTheEndThatTheSocketDoesNotTakeAtOnce() throws Exception {
        try (RawStream peer = connect()) {
            peer.openLane(1, RawStream.SYNC);
            peer.request(1, Gated.LARGE_REPLY, 0);
            peer.shutDownWriting();
            root.gate.countDown();

            assertThat(peer.expect(RawStream.RECORD).remaining()).isGreaterThan(LARGE);
            peer.awaitEnd();
        }
    }

    @Test
    void shouldServeOnewayCallsThatWereSentBefore() throws Exception {
        try (RawStream peer = connect()) {
            peer.openLane(1, RawStream.ONEWAY);
            peer.oneway(1, 1, Gated.TAKE, 1);
            peer.oneway(1, 2, Gated.TAKE, 2);
            peer.shutDownWriting();
            peer.awaitEnd();
            root.gate.countDown();

            Conditions.await("both calls are served", () -> root.taken.equals(List.of(1L, 2L)));
        }
    }

    @Test
    void shouldServeAOnewayCallAndAnswerARequest() throws Exception {
        try (RawStream peer = connect()) {
            peer.openLane(1, RawStream.ONEWAY);
            peer.openLane(2, RawStream.SYNC);
            peer.oneway(1, 1, Gated.TAKE, 5);
            peer.request(2, Gated.TWICE, 4);
            peer.shutDownWriting();
            root.gate.countDown();

            assertThat(peer.expect(RawStream.RECORD).getLong(REPLY_HEADER_BYTES))
                    .isEqualTo(8);
            peer.awaitEnd();
            Conditions.await("the oneway call is served", () -> root.taken.equals(List.of(5L)));
        }
    }

    @Test
    void shouldHangUpAtOnceOnAPeerThatIsOwedNothing() throws Exception {
        try (RawStream peer = connect()) {
            peer.shutDownWriting();
            peer.awaitEnd();
        }
    }

    @Test
    void shouldEndACallThatCanNoLongerBeAnswered() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket()));
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> {
                try {
                    long ignored = Echo.number(context.connect("unix:" + socket()), 1);
                } catch (RemoteException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (RawStream peer = new RawStream(listener.accept())) {
                peer.expect(RawStream.HELLO);
                peer.sendHello(RawStream.WELCOME);
                peer.answerLaneOpened(peer.expect(RawStream.OPEN_LANE).getInt());
                peer.expect(RawStream.RECORD);
                peer.shutDownWriting();
                peer.awaitEnd();

                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseInstanceOf(DeadObjectException.class)
                        .hasStackTraceContaining("shut down its writing end");
            }
        }
    }

    @Test
    void shouldRefuseALaneOfAPeerThatCannotOpenIt() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket()));
            CompletableFuture<IBinder> connected = CompletableFuture.supplyAsync(() -> {
                try {
                    return context.connect("unix:" + socket());
                } catch (RemoteException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (RawStream peer = new RawStream(listener.accept())) {
                peer.expect(RawStream.HELLO);
                peer.sendHello(RawStream.WELCOME);
                IBinder object = connected.get();
                peer.shutDownWriting();

                assertThatThrownBy(() -> Echo.number(object, 1)).isInstanceOf(DeadObjectException.class);
                peer.awaitEnd();
            }
        }
    }
}
