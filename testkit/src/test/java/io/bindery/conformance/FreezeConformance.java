package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderProxy.FrozenStateChangeCallback;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.FrozenInfo;
import io.bindery.FrozenObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.system.Eventually;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that serves no calls for a while. */
abstract class FreezeConformance extends ProcessesFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OWN_PID = (int) ProcessHandle.current().pid();

    @AfterEach
    void thaw() throws Exception {
        context.unfreeze(peerPid());
        context.unfreeze(OWN_PID);
        awaitThaw();
        long[] ignored = recorded();
    }

    private void freeze() throws RemoteException {
        assertThat(context.freeze(peerPid(), PATIENCE)).isTrue();
        Eventually.await("this process is told", () -> !remote.pingBinder());
    }

    private long[] recorded() throws RemoteException {
        return Transactions.call(remote, ObjectsPeer.RECORDED, data -> {}, Parcel::readLongArray);
    }

    private void awaitRecorded(long... expected) {
        List<Long> all = new ArrayList<>();
        eventually("all are recorded", () -> {
            LongStream.of(recorded()).forEach(all::add);
            return all.size() >= expected.length;
        });
        assertThat(all)
                .containsExactlyElementsOf(LongStream.of(expected).boxed().toList());
    }

    private void send(IBinder target, int code, long value, int flags) throws RemoteException {
        Parcel data = Parcel.obtain();
        try {
            data.writeLong(value);
            boolean ignored = target.transact(code, data, null, IBinder.FLAG_ONEWAY | flags);
        } finally {
            data.recycle();
        }
    }

    // ---- sync calls

    @Test
    void shouldRefuseCallsAtOnceAndServeThemWhenItIsThawed() throws Exception {
        // What came while it was frozen before is told until it is frozen again.
        assertThat(context.frozenInfo(peerPid()).frozen()).isFalse();
        assertThat(context.freeze(peerPid(), PATIENCE)).isTrue();
        assertThat(context.frozenInfo(peerPid())).isEqualTo(new FrozenInfo(true, false, false));

        assertThatThrownBy(() -> ask(remote, ObjectsPeer.ALIVE))
                .isInstanceOf(FrozenObjectException.class)
                .hasMessageContaining("frozen");
        assertThat(remote.pingBinder()).isFalse();
        assertThat(remote.isBinderAlive()).isTrue();
        eventually(
                "the frozen process knows of it",
                () -> context.frozenInfo(peerPid()).equals(new FrozenInfo(true, true, false)));

        context.unfreeze(peerPid());
        eventually("this process is told", () -> remote.pingBinder());
        assertThat(ask(remote, IBinder.DEBUG_PID_TRANSACTION)).isEqualTo(peerPid());
        assertThat(context.frozenInfo(peerPid()).frozen()).isFalse();
    }

    @Test
    void shouldStayAsItIsIfACallDoesNotEndInTime() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Binder waiting = Transactions.object((code, data, reply) -> {
            entered.countDown();
            Workers.await(leave);
            reply.writeLong(data.readLong());
        });
        CompletableFuture<Void> call = Workers.start(() -> Transactions.run(remote, ObjectsPeer.CALL, data -> {
            data.writeStrongBinder(waiting);
            data.writeInt(1);
            data.writeLong(1);
        }));
        entered.await();

        assertThat(context.freeze(peerPid(), Duration.ofMillis(20))).isFalse();

        assertThat(context.frozenInfo(peerPid()).frozen()).isFalse();
        assertThat(remote.pingBinder()).isTrue();
        leave.countDown();
        Void ignored = call.get();
    }

    @Test
    void shouldLetAFrozenProcessCallOthers() throws Exception {
        assertThat(context.freeze(OWN_PID, PATIENCE)).isTrue();
        assertThat(context.frozenInfo(OWN_PID).frozen()).isTrue();
        Binder here = Transactions.object((code, data, reply) -> reply.writeLong(7));

        assertThat(ask(remote, IBinder.DEBUG_PID_TRANSACTION)).isEqualTo(peerPid());
        assertThatThrownBy(() -> Transactions.run(remote, ObjectsPeer.CALL, data -> {
                    data.writeStrongBinder(here);
                    data.writeInt(1);
                    data.writeLong(1);
                }))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("FrozenObjectException");
        eventually("told of the call", () -> context.frozenInfo(OWN_PID).syncReceived());
        assertThat(echo(here)).isSameAs(here);

        context.unfreeze(OWN_PID);
        eventually("it is served again", () -> callsBack(here));
    }

    /** Whether the peer can call us: it learns a little later than we that we are not frozen any more. */
    private boolean callsBack(Binder here) {
        try {
            return Transactions.call(
                            remote,
                            ObjectsPeer.CALL,
                            data -> {
                                data.writeStrongBinder(here);
                                data.writeInt(1);
                                data.writeLong(1);
                            },
                            Parcel::readLong)
                    == 7;
        } catch (RemoteException e) {
            return false;
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchProcess() {
        assertThatThrownBy(() -> context.freeze(1, PATIENCE))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("pid=1 ");
    }

    // ---- oneway calls

    @Test
    void shouldHoldOnewayCallsAndServeThemInOrder() throws Exception {
        freeze();
        for (int value = 0; value < 200; value++) {
            Transactions.sendLong(remote, ObjectsPeer.RECORD, value);
        }
        eventually("they have come", () -> context.frozenInfo(peerPid()).asyncReceived());

        context.unfreeze(peerPid());

        for (int value = 200; value < 300; value++) {
            Transactions.sendLong(remote, ObjectsPeer.RECORD, value);
        }
        awaitThaw();
        awaitRecorded(LongStream.range(0, 300).toArray());
    }

    private void awaitThaw() {
        eventually("this process is told", () -> remote.pingBinder());
    }

    @Test
    void shouldReplaceACallThatWaitsIfTheFlagAsksForIt() throws Exception {
        freeze();
        send(remote, ObjectsPeer.RECORD, 1, IBinder.FLAG_UPDATE_TXN);
        send(remote, ObjectsPeer.RECORD, 2, 0);
        send(remote, ObjectsPeer.RECORD_TOO, 3, IBinder.FLAG_UPDATE_TXN);
        WeakReference<IBinder> carried = sendWithObject(4);
        send(remote, ObjectsPeer.RECORD, 5, IBinder.FLAG_UPDATE_TXN | IBinder.FLAG_CLEAR_BUF);
        send(remote, ObjectsPeer.RECORD, 6, IBinder.FLAG_UPDATE_TXN);
        eventually("the last has come: what it replaced gives back what it carried", () -> {
            System.gc();
            return carried.refersTo(null);
        });

        context.unfreeze(peerPid());

        awaitThaw();
        awaitRecorded(2, 3, 5, 6);
    }

    /** Sends a call that may be replaced, with an object that only the call holds. */
    private WeakReference<IBinder> sendWithObject(long value) throws RemoteException {
        Binder carried = new Binder();
        Parcel data = Parcel.obtain();
        try {
            data.writeLong(value);
            data.writeStrongBinder(carried);
            boolean ignored =
                    remote.transact(ObjectsPeer.RECORD, data, null, IBinder.FLAG_ONEWAY | IBinder.FLAG_UPDATE_TXN);
        } finally {
            data.recycle();
        }
        return new WeakReference<>(carried);
    }

    @Test
    void shouldReplaceNothingWhileItIsNotFrozen() throws Exception {
        for (int value = 0; value < 50; value++) {
            send(remote, ObjectsPeer.RECORD, value, IBinder.FLAG_UPDATE_TXN);
        }
        awaitRecorded(LongStream.range(0, 50).toArray());
    }

    @Test
    void shouldHoldUpASenderOfTooMuchAndLoseNothing() throws Exception {
        freeze();
        int sent = 0;
        while (trySend(sent)) {
            sent++;
        }
        assertThat(sent).isGreaterThan(1_000);

        context.unfreeze(peerPid());

        awaitThaw();
        awaitRecorded(LongStream.range(0, sent).toArray());
    }

    private boolean trySend(long value) throws RemoteException {
        // The receiver takes from the ring while there is room behind it: full is full only if it stays so.
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Call call = remote.tryNewOnewayCall(ObjectsPeer.RECORD, 0, Long.BYTES)) {
                if (call != null) {
                    call.data().writeLong(value);
                    if (call.trySend() == SendStatus.ACCEPTED) {
                        return true;
                    }
                }
            }
            Thread.yield();
        }
        return false;
    }

    @Test
    void shouldServeWhatASenderLeftThatDiedMeanwhile() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        Binder here = new Binder() {
            @Override
            protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) {
                seen.add((long) code);
                return true;
            }
        };
        Started sender = startAnother();
        tell(sender.object(), ObjectsPeer.HOLD, here);
        assertThat(context.freeze(OWN_PID, PATIENCE)).isTrue();
        Transactions.run(sender.object(), ObjectsPeer.SEND, data -> {
            data.writeStrongBinder(here);
            data.writeInt(5);
        });
        Eventually.await("it has come", () -> ownInfo().asyncReceived());
        sender.process().kill();
        Eventually.await("it is known to be dead", () -> !sender.object().isBinderAlive());
        assertThat(seen).isEmpty();

        context.unfreeze(OWN_PID);

        Eventually.await("it is served", () -> seen.size() == 1);
    }

    private FrozenInfo ownInfo() {
        try {
            return context.frozenInfo(OWN_PID);
        } catch (RemoteException e) {
            throw new AssertionError(e);
        }
    }

    // ---- callbacks

    @Test
    void shouldTellHowItIsAndThenOfEachChange() throws Exception {
        List<Boolean> states = Collections.synchronizedList(new ArrayList<>());
        FrozenStateChangeCallback callback = (who, frozen) -> {
            assertThat(who).isSameAs(remote);
            states.add(frozen);
        };
        remote.addFrozenStateChangeCallback(callback);
        Eventually.await("the first", () -> states.equals(List.of(false)));
        freeze();
        Eventually.await("frozen", () -> states.equals(List.of(false, true)));
        context.unfreeze(peerPid());
        Eventually.await("thawed", () -> states.equals(List.of(false, true, false)));

        assertThat(remote.removeFrozenStateChangeCallback(callback)).isTrue();
        assertThatThrownBy(() -> remote.removeFrozenStateChangeCallback(callback))
                .isInstanceOf(NoSuchElementException.class);
        freeze();
        assertThat(states).hasSize(3);
    }

    @Test
    void shouldNotTellOfWhatWasUndoneBeforeItCouldBeTold() throws Exception {
        Deque<Runnable> tasks = new ArrayDeque<>();
        List<Boolean> states = new ArrayList<>();
        FrozenStateChangeCallback callback = (who, frozen) -> states.add(frozen);
        remote.addFrozenStateChangeCallback(
                task -> {
                    synchronized (tasks) {
                        tasks.add(task);
                    }
                },
                callback);
        run(tasks);
        assertThat(states).containsExactly(false);

        for (int change = 0; change < 3; change++) {
            freeze();
            context.unfreeze(peerPid());
            awaitThaw();
        }
        run(tasks);
        assertThat(states).containsExactly(false);

        freeze();
        // The callee may refuse a call before this process is told that it is frozen.
        Eventually.await("it is told", () -> {
            run(tasks);
            return states.equals(List.of(false, true));
        });
        assertThat(remote.removeFrozenStateChangeCallback(callback)).isTrue();
    }

    private static void run(Deque<Runnable> tasks) {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
            }
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    @Test
    void shouldRefuseACallbackForADeadObject() throws Exception {
        Started another = startAnother();
        FrozenStateChangeCallback callback = (who, frozen) -> {};
        another.object().addFrozenStateChangeCallback(callback);
        another.process().kill();
        Eventually.await("it is known to be dead", () -> !another.object().isBinderAlive());

        assertThatThrownBy(() -> another.object().addFrozenStateChangeCallback(callback))
                .isInstanceOf(DeadObjectException.class);
        eventually("it is over", () -> !another.object().removeFrozenStateChangeCallback(callback));
    }
}
