package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.TransactionTooLargeException;
import io.bindery.system.Hub;
import io.bindery.system.Transactions;
import io.bindery.system.World;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reference to an object is, and how long the object lives. */
abstract class ObjectsConformance extends ProcessesFixture {
    private static final int MANY = 100_000;

    // ---- the same object is the same

    @Test
    void shouldMakeOneProxyOfAllReferencesToAnObject() throws Exception {
        BinderProxy object = make(remote);

        assertThat(echo(object)).isSameAs(object);
        Hub.put(context, "by another way", object);
        assertThat(Hub.get(context, "by another way")).isSameAs(object);
        Hub.remove(context, "by another way");
        assertThat(make(remote)).isNotSameAs(object);
    }

    @Test
    void shouldBeItselfAgainWhenItComesHome() throws Exception {
        Binder object = new Binder();
        assertThat(echo(object)).isSameAs(object);
        assertThat(echo(object)).isSameAs(object);
    }

    @Test
    void shouldCarryNull() throws Exception {
        assertThat(echo(null)).isNull();
        assertThatThrownBy(() -> Transactions.run(remote, ObjectsPeer.HOLD, data -> data.writeStrongBinder(null)))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessageContaining("must not be null");
    }

    @Test
    void shouldCarryManyObjectsInOneParcel() throws Exception {
        Binder[] objects = new Binder[1_000];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new Binder();
        }
        Binder counter = Transactions.object((code, data, reply) -> {
            for (Binder expected : objects) {
                assertThat(data.readStrongBinder()).isSameAs(expected);
            }
            reply.writeInt(objects.length);
        });
        // A second context of this process is another process to the driver.
        BinderContext other = world.open();
        BinderProxy there = World.pass(counter, context, other);
        BinderProxy[] proxies = new BinderProxy[objects.length];
        for (int i = 0; i < objects.length; i++) {
            proxies[i] = World.pass(objects[i], context, other);
        }
        assertThat(Transactions.<Integer>call(
                        there,
                        1,
                        data -> {
                            for (BinderProxy proxy : proxies) {
                                data.writeStrongBinder(proxy);
                            }
                        },
                        Parcel::readInt))
                .isEqualTo(objects.length);
        other.close();
    }

    // ---- handles that are gone

    @Test
    void shouldRefuseAClosedProxy() throws Exception {
        BinderProxy object = make(remote);
        object.close();
        object.close();

        assertThat(object.isBinderAlive()).isFalse();
        assertThatThrownBy(object::getExtension).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> echo(object))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the proxy is closed");
        assertThatThrownBy(() -> Transactions.sendLong(object, 1, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> object.linkToDeath(() -> {}, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(remote.pingBinder()).isTrue();
    }

    @Test
    void shouldMakeANewProxyWhenAReferenceComesAfterTheOldOneWasClosed() throws Exception {
        Binder held = new Binder();
        tell(remote, ObjectsPeer.HOLD, held);
        for (int round = 0; round < 100; round++) {
            BinderProxy first = Objects.requireNonNull((BinderProxy) remote.getExtension());
            first.close();
            BinderProxy second = Objects.requireNonNull((BinderProxy) remote.getExtension());
            assertThat(second).isNotSameAs(first);
            assertThat(second.pingBinder()).isTrue();
        }
    }

    @Test
    void shouldSayThatAnObjectIsGoneWhoseReferenceWasGivenBack() throws Exception {
        // The other process closes its proxy while a third one still names the object by it.
        Binder object = new Binder();
        BinderContext third = world.open();
        BinderProxy there = World.pass(object, context, third);
        there.close();
        assertThatThrownBy(() -> Hub.put(third, "closed", there)).isInstanceOf(IllegalStateException.class);
        third.close();
    }

    @Test
    void shouldRefuseAProxyOfAnotherContext() throws Exception {
        try (BinderContext host = BinderContext.builder("beside").home(home).open();
                BinderContext other = BinderContext.builder("beside").home(home).open()) {
            Hub.put(host, "object", new Binder());
            IBinder foreign = Objects.requireNonNull(Hub.get(other, "object"));
            assertThatThrownBy(() -> echo(foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another context")
                    .hasMessageContaining("itsContext=beside");
        }
    }

    @Test
    void shouldRefuseToPassTheServiceManagerOn() throws Exception {
        // To a third process: the manager's own gets it as the object that it is.
        BinderContext other = world.open();
        IBinder manager = other.getContextObject();
        BinderProxy there = passOn(remote, other);
        assertThatThrownBy(() -> tell(there, ObjectsPeer.HOLD, manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the service manager");
        assertThat(there.pingBinder()).isTrue();
        other.close();
    }

    private BinderProxy passOn(BinderProxy object, BinderContext to) throws RemoteException {
        Hub.put(context, "passed on", object);
        BinderProxy there = (BinderProxy) Objects.requireNonNull(Hub.get(to, "passed on"));
        Hub.remove(context, "passed on");
        return there;
    }

    // ---- counting

    @Test
    void shouldGiveReferencesBackWhenTheProxyIsClosed() throws Exception {
        WeakReference<Binder> object = new WeakReference<>(holdElsewhere(new Binder()));
        System.gc();
        assertThat(object.get()).isNotNull();

        tell(remote, ObjectsPeer.LET_GO);

        awaitFreed(object);
    }

    @Test
    void shouldGiveReferencesBackWhenTheProxyIsCollected() throws Exception {
        WeakReference<Binder> object = new WeakReference<>(holdElsewhere(new Binder()));

        tell(remote, ObjectsPeer.FORGET);

        awaitFreed(object);
    }

    /** Sends it twice, so that the other process holds two references. */
    private Binder holdElsewhere(Binder object) throws RemoteException {
        tell(remote, ObjectsPeer.HOLD, object);
        tell(remote, ObjectsPeer.HOLD, object);
        return object;
    }

    @Test
    void shouldForgetTheReferencesOfAKilledProcess() throws Exception {
        Started another = startAnother();
        WeakReference<Binder> object = new WeakReference<>(holdAt(another.object(), new Binder()));
        System.gc();
        assertThat(object.get()).isNotNull();

        another.process().kill();

        awaitFreed(object);
    }

    private static Binder holdAt(IBinder holder, Binder object) throws RemoteException {
        tell(holder, ObjectsPeer.HOLD, object);
        return object;
    }

    @Test
    void shouldTakeReferencesBackWhenTheRequestCannotBeSent() throws Exception {
        WeakReference<Binder> object = new WeakReference<>(new Binder());
        refuseToSend(object);

        awaitFreed(object);
        assertThat(remote.pingBinder()).isTrue();
    }

    private void refuseToSend(WeakReference<Binder> object) {
        Binder sent = Objects.requireNonNull(object.get());
        BinderProxy closed = closed();
        assertThatThrownBy(() -> Transactions.run(remote, ObjectsPeer.HOLD, data -> {
                    data.writeStrongBinder(sent);
                    data.writeByteArray(new byte[2 << 20]);
                }))
                .isInstanceOf(TransactionTooLargeException.class);
        assertThatThrownBy(() -> tell(remote, ObjectsPeer.HOLD, sent, closed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sendOneway(remote, sent, new byte[2 << 20]))
                .isInstanceOf(TransactionTooLargeException.class);
        assertThatThrownBy(() -> sendOneway(remote, closed, new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    private BinderProxy closed() {
        try {
            BinderProxy closed = make(remote);
            closed.close();
            return closed;
        } catch (RemoteException e) {
            throw new AssertionError(e);
        }
    }

    private static void sendOneway(IBinder target, IBinder sent, byte[] bytes) throws RemoteException {
        Parcel data = Parcel.obtain();
        try {
            data.writeStrongBinder(sent);
            data.writeByteArray(bytes);
            boolean ignored = target.transact(ObjectsPeer.HOLD, data, null, IBinder.FLAG_ONEWAY);
        } finally {
            data.recycle();
        }
    }

    @Test
    void shouldTakeReferencesBackWhenTheReplyIsTooLarge() throws Exception {
        assertThatThrownBy(() -> Transactions.run(remote, ObjectsPeer.MAKE_WITH_BYTES, data -> data.writeInt(2 << 20)))
                .isInstanceOf(TransactionTooLargeException.class);
        awaitFreed(remote);
    }

    @Test
    void shouldGiveReferencesBackThatCameWithACallForAnObjectThatIsGone() throws Exception {
        // One process closes the proxy that another thread of it is using: its call arrives after the release.
        WeakReference<Binder> object = new WeakReference<>(new Binder());
        for (int round = 0; round < 20; round++) {
            sendToOneThatGoes(object);
        }
        awaitFreed(object);
    }

    private void sendToOneThatGoes(WeakReference<Binder> object) throws RemoteException {
        BinderProxy target = make(remote);
        Binder sent = Objects.requireNonNull(object.get());
        Thread closer = Thread.ofPlatform().daemon().start(target::close);
        try {
            for (int call = 0; call < 50; call++) {
                tell(target, IBinder.PING_TRANSACTION, sent);
                sendOneway(target, sent, new byte[0]);
            }
        } catch (DeadObjectException | IllegalStateException e) {
            // closed, or gone at its owner
        }
        join(closer);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGiveReferencesBackThatCameWithATransactionNobodyKnows() throws Exception {
        WeakReference<Binder> object = new WeakReference<>(new Binder());
        askForTheUnknown(object);
        tell(remote, ObjectsPeer.FORGET);
        awaitFreed(object);
    }

    private void askForTheUnknown(WeakReference<Binder> object) throws RemoteException {
        Binder sent = Objects.requireNonNull(object.get());
        assertThatThrownBy(() -> tell(remote, IBinder.LAST_CALL_TRANSACTION - 5, sent))
                .isNotNull();
        sendOneway(remote, sent, new byte[0]);
    }

    // ---- third processes

    @Test
    void shouldTalkToTheOwnerDirectlyWhenTheProcessBetweenIsKilled() throws Exception {
        Received received = new Received();
        Started between = startAnother();
        BinderProxy object = make(remote);
        tell(between.object(), ObjectsPeer.HOLD, object);
        Transactions.run(remote, ObjectsPeer.GIVE, data -> {
            data.writeStrongBinder(received);
            data.writeInt(1);
        });
        IBinder given = Objects.requireNonNull(received.last);
        tell(between.object(), ObjectsPeer.HOLD, given);

        between.process().kill();

        assertThat(object.pingBinder()).isTrue();
        assertThat(given.pingBinder()).isTrue();
        assertThat(echo(given)).isSameAs(given);
    }

    private static final class Received extends Binder {
        private volatile @Nullable IBinder last;

        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
            if (code != 1) {
                return super.onTransact(code, data, reply, flags);
            }
            last = data.readStrongBinder();
            return true;
        }
    }

    @Test
    void shouldCallBackTheCallersObjectFromAThirdProcess() throws Exception {
        try (Started third = startAnother()) {
            Binder echo = Transactions.object((code, data, reply) -> reply.writeLong(data.readLong() + code));
            long answer = Transactions.call(
                    third.object(),
                    ObjectsPeer.CALL,
                    data -> {
                        data.writeStrongBinder(echo);
                        data.writeInt(7);
                        data.writeLong(100);
                    },
                    Parcel::readLong);
            assertThat(answer).isEqualTo(107);
        }
    }

    @Test
    void shouldPassADeadObjectOnAsADeadOne() throws Exception {
        Started another = startAnother();
        BinderProxy object = make(another.object());
        another.process().kill();
        eventually("it is known to be dead", () -> !object.isBinderAlive());

        BinderProxy back = (BinderProxy) Objects.requireNonNull(echo(object));

        assertThat(back.isBinderAlive()).isFalse();
        assertThat(back.deathReason()).isNotEmpty().isEqualTo(object.deathReason());
        assertThatThrownBy(() -> back.linkToDeath(() -> {}, 0)).isInstanceOf(DeadObjectException.class);
        assertThat(((BinderProxy) Objects.requireNonNull(echo(back))).isBinderAlive())
                .isFalse();
    }

    // ---- many

    @Test
    void shouldSendAHundredThousandObjectsOutAndHomeInFlatMemory() throws Exception {
        sendManyAndForget(); // what is loaded, compiled and pooled at the first times stays
        sendManyAndForget();
        long limit = settled() + (8 << 20);
        sendManyAndForget();
        sendManyAndForget();
        eventually("no more memory is used than after half of the objects: limit=" + limit, () -> {
            System.gc();
            return used() < limit;
        });
    }

    private void sendManyAndForget() throws Exception {
        sendMany();
        tell(remote, ObjectsPeer.LET_GO);
        tell(remote, ObjectsPeer.FORGET);
    }

    private void sendMany() throws RemoteException {
        int perCall = 500;
        for (int sent = 0; sent < MANY; sent += perCall) {
            Binder[] objects = new Binder[perCall];
            Arrays.setAll(objects, index -> new Binder());
            Transactions.call(
                    remote,
                    ObjectsPeer.HOLD_ALL,
                    data -> {
                        data.writeInt(perCall);
                        for (Binder object : objects) {
                            data.writeStrongBinder(object);
                        }
                    },
                    reply -> {
                        for (Binder object : objects) {
                            assertThat(reply.readStrongBinder()).isSameAs(object);
                        }
                        return perCall;
                    });
        }
    }

    private static long settled() {
        long[] last = {Long.MAX_VALUE};
        eventually("memory is given back", () -> {
            System.gc();
            long used = used();
            boolean flat = used > last[0] - (1 << 20);
            last[0] = Math.min(used, last[0]);
            return flat;
        });
        return last[0];
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
