package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.system.Eventually;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import io.bindery.system.World;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who is told that an object's process has ended, and how often. */
abstract class DeathConformance extends ProcessesFixture {
    @Test
    void shouldTellEveryRecipientOnceAndARecipientLinkedTwiceTwice() throws Exception {
        Started another = startAnother();
        BinderProxy object = make(another.object());
        AtomicInteger told = new AtomicInteger();
        AtomicInteger twice = new AtomicInteger();
        IBinder.DeathRecipient linkedTwice = twice::incrementAndGet;
        for (int i = 0; i < 20; i++) {
            object.linkToDeath(told::incrementAndGet, 0);
            another.object().linkToDeath(told::incrementAndGet, 0);
        }
        object.linkToDeath(linkedTwice, 0);
        object.linkToDeath(linkedTwice, 0);

        another.process().kill();

        Eventually.await("all are told", () -> told.get() >= 40 && twice.get() >= 2);
        afterAllTasks();
        assertThat(told).hasValue(40);
        assertThat(twice).hasValue(2);
    }

    /** Another death is told after those before it. */
    private void afterAllTasks() throws Exception {
        BinderContext other = world.open();
        CountDownLatch told = new CountDownLatch(1);
        BinderProxy object = World.pass(new Binder(), other, context);
        object.linkToDeath(told::countDown, 0);
        other.close();
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTellTheOthersWhenOneRecipientThrows() throws Exception {
        Started another = startAnother();
        CountDownLatch told = new CountDownLatch(2);
        another.object().linkToDeath(told::countDown, 0);
        another.object()
                .linkToDeath(
                        () -> {
                            throw new IllegalStateException("a failure that the test wants");
                        },
                        0);
        another.object().linkToDeath(told::countDown, 0);

        another.process().kill();

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldSayWhoDiedAndWhy() throws Exception {
        Started another = startAnother();
        BinderProxy object = make(another.object());
        assertThat(object.deathReason()).isNull();
        AtomicReference<IBinder> who = new AtomicReference<>();
        AtomicReference<String> why = new AtomicReference<>();
        object.linkToDeath(
                new IBinder.DeathRecipient() {
                    @Override
                    public void binderDied() {
                        throw new AssertionError("the other method is overridden");
                    }

                    @Override
                    public void binderDied(IBinder dead) {
                        why.set(((BinderProxy) dead).deathReason());
                        who.set(dead);
                    }
                },
                0);

        another.process().kill();

        Eventually.await("it is told", () -> who.get() != null);
        assertThat(who.get()).isSameAs(object);
        assertThat(why.get()).isNotEmpty();
        assertThatThrownBy(() -> Transactions.callLong(object, 1, 1))
                .isInstanceOf(DeadObjectException.class)
                .hasMessageContaining("pid=" + another.process().pid())
                .hasMessageContaining(why.get());
    }

    @Test
    void shouldAnswerUnlinkAsAndroidDoes() throws Exception {
        Started another = startAnother();
        BinderProxy object = another.object();
        AtomicInteger told = new AtomicInteger();
        IBinder.DeathRecipient once = told::incrementAndGet;
        assertThatThrownBy(() -> object.unlinkToDeath(once, 0)).isInstanceOf(NoSuchElementException.class);
        object.linkToDeath(once, 0);
        object.linkToDeath(once, 0);
        assertThat(object.unlinkToDeath(once, 0)).isTrue();
        assertThat(object.unlinkToDeath(once, 0)).isTrue();
        assertThatThrownBy(() -> object.unlinkToDeath(once, 0)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> object.linkToDeath(once, 1)).isInstanceOf(IllegalArgumentException.class);
        CountDownLatch died = new CountDownLatch(1);
        object.linkToDeath(died::countDown, 0);

        another.process().kill();

        assertThat(died.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(object.unlinkToDeath(once, 0)).isFalse();
        assertThat(told).hasValue(0);
        assertThatThrownBy(() -> object.linkToDeath(once, 0)).isInstanceOf(DeadObjectException.class);
        assertThat(object.pingBinder()).isFalse();
        assertThat(object.isBinderAlive()).isFalse();
    }

    @Test
    void shouldDoNothingOnALocalObject() throws Exception {
        Binder local = new Binder();
        IBinder.DeathRecipient never = () -> {};
        local.linkToDeath(never, 0);
        assertThat(local.unlinkToDeath(never, 0)).isTrue();
    }

    @Test
    void shouldTellWhoStillHoldsAnObjectOfADeadProcessInEveryProcess() throws Exception {
        Started dying = startAnother();
        try (Started watching = startAnother()) {
            tell(watching.object(), ObjectsPeer.HOLD, dying.object());
            tell(watching.object(), ObjectsPeer.LINK, dying.object());
            tell(remote, ObjectsPeer.HOLD, dying.object());
            tell(remote, ObjectsPeer.LINK, dying.object());
            int before = ask(remote, ObjectsPeer.DEATHS);

            dying.process().kill();

            eventually("the watching process is told", () -> ask(watching.object(), ObjectsPeer.DEATHS) == 1);
            eventually("the other process is told", () -> ask(remote, ObjectsPeer.DEATHS) == before + 1);
        }
    }

    @Test
    void shouldTellWhileAThreadWaitsForANestedCall() throws Exception {
        Started dying = startAnother();
        CountDownLatch died = new CountDownLatch(1);
        dying.object().linkToDeath(died::countDown, 0);
        Binder callback = Transactions.object((code, data, reply) -> {
            dying.process().kill();
            Workers.await(died);
            reply.writeLong(data.readLong());
        });

        long answer = Transactions.call(
                remote,
                ObjectsPeer.CALL,
                data -> {
                    data.writeStrongBinder(callback);
                    data.writeInt(1);
                    data.writeLong(42);
                },
                Parcel::readLong);

        assertThat(answer).isEqualTo(42);
    }

    @Test
    void shouldEndThePendingCallsOfEveryThread() throws Exception {
        Started another = startAnother();
        int threads = 20;
        CountDownLatch entered = new CountDownLatch(threads);
        CountDownLatch never = new CountDownLatch(1);
        Binder waiting = Transactions.object((code, data, reply) -> {
            entered.countDown();
            Workers.await(never);
        });
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            calls.add(Workers.start(() -> Transactions.run(another.object(), ObjectsPeer.CALL, data -> {
                data.writeStrongBinder(waiting);
                data.writeInt(1);
                data.writeLong(1);
            })));
        }
        // Fewer loopers than calls: the last ones are still in the ring.
        Eventually.await("handlers are stuck", () -> entered.getCount() <= threads / 2);

        another.process().kill();
        never.countDown();

        for (CompletableFuture<Void> call : calls) {
            assertThatThrownBy(call::get).hasCauseInstanceOf(DeadObjectException.class);
        }
    }

    @Test
    void shouldTellOrUnlinkButNeverBothWhenTheyRace() throws Exception {
        int rounds = 40;
        int links = 200;
        for (int round = 0; round < rounds; round++) {
            BinderContext owner = world.open();
            BinderProxy object = World.pass(new Binder(), owner, context);
            AtomicIntegerArray told = new AtomicIntegerArray(links);
            boolean[] withdrawn = new boolean[links];
            List<IBinder.DeathRecipient> recipients = new ArrayList<>();
            for (int link = 0; link < links; link++) {
                int index = link;
                IBinder.DeathRecipient recipient = () -> told.incrementAndGet(index);
                recipients.add(recipient);
                object.linkToDeath(recipient, 0);
            }
            CyclicBarrier together = new CyclicBarrier(2);
            CompletableFuture<Void> unlinking = Workers.start(() -> {
                together.await();
                for (int link = 0; link < links; link++) {
                    withdrawn[link] = object.unlinkToDeath(recipients.get(link), 0);
                }
            });
            together.await();
            owner.close();
            Void ignored = unlinking.get();

            for (int link = 0; link < links; link++) {
                int index = link;
                Eventually.await("told unless withdrawn", () -> told.get(index) == (withdrawn[index] ? 0 : 1));
            }
            afterAllTasks();
            for (int link = 0; link < links; link++) {
                assertThat(told.get(link)).isEqualTo(withdrawn[link] ? 0 : 1);
            }
        }
    }

    @Test
    void shouldLinkOrRefuseButNeverStaySilentWhenTheOwnerDiesMeanwhile() throws Exception {
        for (int round = 0; round < 40; round++) {
            BinderContext owner = world.open();
            BinderProxy object = World.pass(new Binder(), owner, context);
            AtomicInteger linked = new AtomicInteger();
            AtomicInteger told = new AtomicInteger();
            CyclicBarrier together = new CyclicBarrier(2);
            CompletableFuture<Void> linking = Workers.start(() -> {
                together.await();
                try {
                    while (true) {
                        object.linkToDeath(told::incrementAndGet, 0);
                        linked.incrementAndGet();
                    }
                } catch (DeadObjectException e) {
                    // from now on
                }
            });
            together.await();
            owner.close();
            Void ignored = linking.get();

            Eventually.await("all that were linked are told", () -> told.get() == linked.get());
            afterAllTasks();
            assertThat(told.get()).isEqualTo(linked.get());
        }
    }

    @Test
    void shouldTellOfManyKillsInARow() throws Exception {
        AtomicInteger told = new AtomicInteger();
        int kills = 6;
        int objects = 50;
        for (int kill = 0; kill < kills; kill++) {
            Started another = startAnother();
            List<BinderProxy> held = new ArrayList<>();
            for (int i = 0; i < objects; i++) {
                BinderProxy object = make(another.object());
                object.linkToDeath(told::incrementAndGet, 0);
                held.add(object);
            }
            another.process().kill();
            int expected = (kill + 1) * objects;
            Eventually.await("all are told", () -> told.get() == expected);
            assertThat(held).noneMatch(IBinder::isBinderAlive);
        }
    }

    @Test
    void shouldNotTellARecipientWhoseProxyWasClosed() throws Exception {
        BinderContext owner = world.open();
        BinderProxy closed = World.pass(new Binder(), owner, context);
        AtomicInteger told = new AtomicInteger();
        closed.linkToDeath(told::incrementAndGet, 0);
        closed.close();

        owner.close();
        afterAllTasks();

        assertThat(told).hasValue(0);
    }

    @Test
    void shouldEndACallThatIsMadeByAHandlerOfACallThatEnds() throws Exception {
        Started another = startAnother();
        CountDownLatch entered = new CountDownLatch(1);
        Binder stuck = Transactions.object((code, data, reply) -> {
            entered.countDown();
            another.process().kill();
            reply.writeLong(1);
        });

        assertThatThrownBy(() -> Transactions.run(another.object(), ObjectsPeer.CALL, data -> {
                    data.writeStrongBinder(stuck);
                    data.writeInt(1);
                    data.writeLong(0);
                }))
                .isInstanceOf(DeadObjectException.class);
        assertThat(entered.getCount()).isZero();
    }
}
