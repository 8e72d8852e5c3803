package io.bindery.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.RemoteException;
import io.bindery.TransactionTooLargeException;
import io.bindery.transport.Trait;
import io.bindery.transport.TransportProvider;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a transport must do, whatever it is made of. A transport's own tests extend this and say how its other end is
 * started; a case that the transport cannot have says why it did not run.
 *
 * <p>One other end serves all cases but those that end it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ConformanceReport.class)
public abstract class TransportConformance {
    private static final int BATCH = 20_000;

    /** More than the driver queues of the shortest calls, and a transport holds. */
    private static final int MORE_THAN_WAIT = 30_000;

    private static final int CONNECTS = 1_000;

    /** Header of a record, and room for the driver's own. */
    private static final int OVERHEAD = 64;

    private Messages messages;
    private BinderContext context;
    private Far far;
    private IBinder object;

    /** The same object, on a way with replies. */
    private IBinder root;

    /** The transport, which says its traits. */
    protected abstract TransportProvider provider();

    /** Starts an other end, listening. */
    protected abstract Far start() throws IOException;

    /** Says why the transport lacks what no trait says; null if it has it. */
    protected abstract @Nullable String lacks(Capability capability);

    /** Writes bytes to the other end that no peer of ours sends, and waits until it has hung up. */
    protected abstract void writeGarbage(byte[] bytes) throws IOException;

    private boolean has(Trait trait) {
        return provider().traits().contains(trait);
    }

    private void need(Trait trait) {
        Assumptions.assumeTrue(
                has(trait),
                () -> "lacks trait=" + trait + ": transport=" + provider().scheme());
    }

    private void need(Capability capability) {
        String reason = lacks(capability);
        Assumptions.assumeTrue(reason == null, () -> "lacks " + capability + ": " + reason);
    }

    @BeforeAll
    void startFarEnd() throws IOException, RemoteException {
        messages = Messages.of(provider().traits());
        context = ConformanceRoot.context("near").open();
        far = start();
        object = far.connect(context);
        root = far.control(context);
    }

    @AfterAll
    void stopFarEnd() {
        context.close();
        far.close();
    }

    // ---- calls

    @Test
    void shouldCarryEveryLengthUpToTheLimit() throws Exception {
        need(Trait.PAYLOAD);
        for (int length : new int[] {0, 1, 7, 8, 24, 1000, 4096, 16_383, 65_535, 65_536, 65_537, 200_000, 1_000_000}) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 31 + length);
            }
            assertCarries(bytes);
        }
        assertCarries(new byte[Limits.DEFAULT.parcelBytes() - OVERHEAD]);
    }

    private void assertCarries(byte[] bytes) throws Exception {
        if (has(Trait.DUPLEX)) {
            assertThat(ConformanceRoot.echo(object, bytes)).isEqualTo(bytes);
        }
        ConformanceRoot.sendBytes(object, bytes);
        Conditions.await(
                "the bytes come: length=" + bytes.length, () -> Arrays.equals(ConformanceRoot.lastBytes(root), bytes));
    }

    @Test
    void shouldRefuseWhatIsTooLargeAndGoOn() throws Exception {
        need(Trait.PAYLOAD);
        byte[] tooLarge = new byte[Limits.DEFAULT.parcelBytes() + 1];

        if (has(Trait.DUPLEX)) {
            assertThatThrownBy(() -> ConformanceRoot.echo(object, tooLarge))
                    .isInstanceOf(TransactionTooLargeException.class)
                    .hasMessageContaining("limit=");
        }
        assertThatThrownBy(() -> ConformanceRoot.sendBytes(object, tooLarge))
                .isInstanceOf(TransactionTooLargeException.class)
                .hasMessageContaining("limit=");
        assertCarries(new byte[10]);
    }

    @Test
    void shouldServeCallersAtTheSameTime() throws Exception {
        need(Trait.DUPLEX);
        callFromThreads(Thread.ofPlatform().daemon().factory(), 8, 500);
    }

    @Test
    void shouldServeVirtualThreads() throws Exception {
        need(Trait.DUPLEX);
        callFromThreads(Thread.ofVirtual().factory(), 50, 50);
    }

    private void callFromThreads(ThreadFactory threads, int count, int callsEach) throws Exception {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = ("thread " + i).repeat(1 + i).getBytes(StandardCharsets.UTF_8);
            ends.add(run(threads, () -> {
                for (int call = 0; call < callsEach; call++) {
                    assertThat(ConformanceRoot.echo(root, bytes)).isEqualTo(bytes);
                }
            }));
        }
        for (CompletableFuture<Void> end : ends) {
            Void ignored = end.get();
        }
    }

    @Test
    void shouldCarryCallsBackToTheCaller() throws RemoteException {
        need(Trait.DUPLEX);
        ConformanceRoot own = new ConformanceRoot(() -> {});

        assertThat(ConformanceRoot.descend(root, own, 40)).isEqualTo(40);
    }

    @Test
    void shouldTellWhoCalls() throws RemoteException {
        need(Trait.DUPLEX);
        need(Trait.IDENTITY);
        int[] caller = ConformanceRoot.caller(root);

        assertThat(caller[0]).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(((BinderProxy) root).ownerPid()).isEqualTo(far.pid());
        assertThat(((BinderProxy) root).ownerUid()).isEqualTo(caller[1]);
    }

    // ---- oneway calls

    @Test
    void shouldKeepOnewayCallsInOrder() throws Exception {
        for (long i = 0; i < BATCH; i++) {
            messages.send(object, i);
        }
        assertAllCame(BATCH);
    }

    private void assertAllCame(long count) throws Exception {
        Conditions.await("all oneway calls come", () -> numbers(false).count() == count);
        assertThat(numbers(true).gaps()).isZero();
    }

    private ConformanceRoot.Numbers numbers(boolean reset) throws RemoteException {
        return ConformanceRoot.numbers(root, reset);
    }

    @Test
    void shouldTakeOnewayCallsOfThreadsAtTheSameTime() throws Exception {
        sendFromThreads(Thread.ofPlatform().daemon().factory(), 8, 500);
    }

    @Test
    void shouldTakeOnewayCallsOfVirtualThreads() throws Exception {
        sendFromThreads(Thread.ofVirtual().factory(), 50, 50);
    }

    private void sendFromThreads(ThreadFactory threads, int count, int callsEach) throws Exception {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ends.add(run(threads, () -> {
                for (int call = 0; call < callsEach; call++) {
                    messages.send(object, call);
                }
            }));
        }
        for (CompletableFuture<Void> end : ends) {
            Void ignored = end.get();
        }
        long all = (long) count * callsEach;
        Conditions.await(
                "all oneway calls come",
                () -> numbers(false).count() == all && numbers(true).count() == all);
    }

    @Test
    void shouldSayThatASlowReaderIsFullAndLoseNothing() throws Exception {
        need(Capability.BOUND);
        ConformanceRoot.hold(root);
        long accepted = 0;
        while (messages.trySend(object, accepted)) {
            accepted++;
            assertThat(accepted)
                    .as("calls that wait for one that does not return")
                    .isLessThan(1_000_000);
        }
        // The calls of one object wait in line, but those of others, and calls with a reply, pass by.
        assertThat(ConformanceRoot.echo(root, new byte[100])).hasSize(100);
        ConformanceRoot.letGo(root);

        assertAllCame(accepted);
    }

    @Test
    void shouldMakeSendersWaitForASlowReader() throws Exception {
        ConformanceRoot.hold(root);
        CompletableFuture<Void> sender = run(Thread.ofPlatform().daemon().factory(), () -> {
            for (long i = 0; i < MORE_THAN_WAIT; i++) {
                messages.send(object, i);
            }
        });
        Conditions.await(
                "the first call waits in its handler", () -> numbers(false).waiting() > 0);
        assertThat(lacks(Capability.BOUND) == null && sender.isDone())
                .as("the sender is done before the reader")
                .isFalse();
        ConformanceRoot.letGo(root);
        Void ignored = sender.get();

        assertAllCame(MORE_THAN_WAIT);
    }

    // ---- the end of a session

    @Test
    void shouldEndCallsWhenThePeerCloses() throws Exception {
        need(Trait.DUPLEX);
        need(Capability.HANDLERS_APART);
        try (BinderContext own = ConformanceRoot.context("near").open();
                Far ending = start()) {
            IBinder object = ending.connect(own);
            AtomicInteger deaths = countDeaths(object);
            CompletableFuture<Void> pending = callForEver(object);
            ConformanceRoot.close(object);

            assertEnds(pending);
            assertDies(object, deaths);
        }
    }

    @Test
    void shouldGiveNoticeWhenThePeerCloses() throws Exception {
        need(Trait.ACKNOWLEDGED);
        need(Capability.PEER);
        try (BinderContext own = ConformanceRoot.context("near").open();
                Far ending = start()) {
            IBinder object = ending.connect(own);
            AtomicInteger deaths = countDeaths(object);
            ConformanceRoot.close(object);

            assertDies(object, deaths);
        }
    }

    private AtomicInteger countDeaths(IBinder object) throws RemoteException {
        AtomicInteger deaths = new AtomicInteger();
        if (has(Trait.DUPLEX)) {
            object.linkToDeath(deaths::incrementAndGet, 0);
        }
        return deaths;
    }

    /** Where there are no notices, the session has ended all the same. */
    private void assertDies(IBinder object, AtomicInteger deaths) throws Exception {
        Conditions.await("the death is known", () -> !object.isBinderAlive());
        Conditions.await("the death notice comes", () -> deaths.get() == (has(Trait.DUPLEX) ? 1 : 0));
        assertThatThrownBy(() -> messages.send(object, 0)).isInstanceOf(DeadObjectException.class);
    }

    @Test
    void shouldGiveNoticeWhenThePeerIsKilled() throws Exception {
        need(Capability.PEER);
        need(Capability.PROCESSES);
        try (BinderContext own = ConformanceRoot.context("near").open();
                Far ending = start()) {
            IBinder object = ending.connect(own);
            AtomicInteger deaths = countDeaths(object);
            messages.send(object, 0);
            ending.kill();

            assertDies(object, deaths);
        }
    }

    @Test
    void shouldEndCallsWhenThePeerIsKilled() throws Exception {
        need(Trait.DUPLEX);
        need(Capability.PROCESSES);
        try (BinderContext own = ConformanceRoot.context("near").open();
                Far ending = start()) {
            IBinder object = ending.connect(own);
            AtomicInteger deaths = countDeaths(object);
            CompletableFuture<Void> pending = callForEver(object);
            ending.kill();

            assertEnds(pending);
            assertDies(object, deaths);
        }
    }

    private static CompletableFuture<Void> callForEver(IBinder object) throws Exception {
        CompletableFuture<Void> pending =
                run(Thread.ofPlatform().daemon().factory(), () -> ConformanceRoot.callForEver(object));
        Conditions.await(
                "the call is being served",
                () -> ConformanceRoot.numbers(object, false).waiting() > 0);
        return pending;
    }

    private static void assertEnds(CompletableFuture<Void> pending) {
        assertThatThrownBy(pending::get).hasRootCauseInstanceOf(DeadObjectException.class);
    }

    @Test
    void shouldTellThePeerWhenWeClose() throws Exception {
        need(Trait.DUPLEX);
        need(Capability.MANY_SESSIONS);
        int before = ConformanceRoot.deaths(root);
        try (BinderContext own = ConformanceRoot.context("near").open()) {
            ConformanceRoot.watch(far.connect(own), new Binder());
        }

        Conditions.await("the peer hears that our object is dead", () -> ConformanceRoot.deaths(root) == before + 1);
    }

    // ---- many sessions

    @Test
    void shouldBearAThousandConnects() throws Exception {
        need(Capability.MANY_SESSIONS);
        connectAndClose(10);
        int descriptors = openDescriptors();
        connectAndClose(connects());

        Conditions.await("no descriptor stays open", () -> openDescriptors() <= descriptors);
        assertThat(ConformanceRoot.echo(root, new byte[10])).hasSize(10);
    }

    private void connectAndClose(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (BinderContext own =
                    ConformanceRoot.context("near").looperThreads(1).open()) {
                IBinder connected = far.connect(own);
                if (has(Trait.DUPLEX)) {
                    assertThat(ConformanceRoot.echo(connected, new byte[i % 100]))
                            .hasSize(i % 100);
                } else {
                    messages.send(connected, i);
                }
            }
        }
        if (!has(Trait.DUPLEX)) {
            assertAllCame(times);
        }
    }

    /** How many are enough, where each takes long. */
    protected int connects() {
        return CONNECTS;
    }

    private static int openDescriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    // ---- strangers

    @Test
    void shouldBearGarbage() throws Exception {
        need(Trait.PAYLOAD);
        need(Capability.BYTES);
        writeGarbage("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        writeGarbage(new byte[100_000]);
        byte[] endless = new byte[64];
        Arrays.fill(endless, (byte) 0xff);
        writeGarbage(endless);

        assertThat(ConformanceRoot.echo(root, new byte[10])).hasSize(10);
    }

    // ---- rest

    @Test
    void shouldRestWhenNothingIsToDo() throws Exception {
        messages.send(object, 0);
        assertAllCame(1);

        // The last call before each look costs something too, and so does whatever the JVM does by itself.
        Conditions.await(
                "a quarter of a second passes in which both processes together use less than 25 ms of CPU", () -> {
                    long before = ConformanceRoot.cpuTimeNs() + ConformanceRoot.cpuTimeNs(root);
                    LockSupport.parkNanos(250_000_000);
                    return ConformanceRoot.cpuTimeNs() + ConformanceRoot.cpuTimeNs(root) - before < 25_000_000;
                });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(ThreadFactory threads, Work work) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        threads.newThread(() -> {
                    try {
                        work.run();
                        end.complete(null);
                    } catch (Throwable t) {
                        end.completeExceptionally(t);
                    }
                })
                .start();
        return end;
    }
}
