package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.internal.linux.Threads;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import io.bindery.system.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers, and fewer threads that serve them. */
abstract class ThreadsConformance extends ProcessesFixture {
    private SubjectService here;
    private final List<CompletableFuture<Void>> callers = new ArrayList<>();
    private Subject subject;

    @BeforeEach
    void findSubject() throws RemoteException {
        subject = subject(remote);
        here = newService();
    }

    @AfterEach
    void releaseAll() throws Exception {
        eventually("all are released", () -> {
            here.release(here.blocked());
            return callers.stream().allMatch(CompletableFuture::isDone);
        });
        Workers.join(callers);
        callers.clear();
    }

    /** Has the other process call an object of {@code server} on so many threads at once. */
    private void call(BinderContext server, int threads) throws RemoteException {
        Subject seen = SubjectStub.asInterface(World.pass(here, server, context));
        callers.add(Workers.start(() -> subject.blockAtOnce(seen, threads)));
    }

    private void awaitBlocked(int handlers) {
        eventually("blocked=" + handlers, () -> here.blocked() == handlers);
    }

    // ---- loopers

    @Test
    void shouldServeAsManyCallsAtOnceAsThereAreLoopersAndTheRestLater() throws Exception {
        BinderContext server = world.open(options -> options.looperThreads(3));

        call(server, 20);

        awaitBlocked(3);
        releaseAll();
        assertThat(here.mostBlocked()).isEqualTo(3);
        assertThat(here.handlers()).hasSize(3);
    }

    @Test
    void shouldStartMoreLoopersWhenTheLimitIsRaised() throws Exception {
        BinderContext server = world.open(options -> options.looperThreads(1));
        call(server, 6);
        awaitBlocked(1);

        server.setThreadPoolMaxThreadCount(4);

        awaitBlocked(4);
        assertThat(server.getThreadPoolMaxThreadCount()).isEqualTo(4);
    }

    @Test
    void shouldServeOnThreadsThatJoin() throws Exception {
        BinderContext server = world.open();
        server.setThreadPoolMaxThreadCount(0);
        List<Thread> joined = new ArrayList<>();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "joined");
            joined.add(thread);
            return thread;
        };
        CompletableFuture<Void> first = Workers.start(factory, server::joinThreadPool);
        call(server, 3);
        awaitBlocked(1);

        CompletableFuture<Void> second = Workers.start(factory, server::joinThreadPool);

        awaitBlocked(2);
        assertThat(here.handlers()).hasSameElementsAs(joined);
        releaseAll();
        server.close();
        Workers.join(List.of(first, second));
    }

    @Test
    void shouldRefuseToJoinWhereThatCannotBe() throws Exception {
        CompletableFuture<Void> virtual = Workers.start(Thread.ofVirtual().factory(), context::joinThreadPool);
        assertThatThrownBy(virtual::get)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a virtual thread cannot be a looper");

        BinderContext userDriven = world.open(options -> options.looperThreads(0));
        assertThatThrownBy(userDriven::joinThreadPool)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call doWork()");
        assertThatThrownBy(() -> userDriven.setThreadPoolMaxThreadCount(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> context.setThreadPoolMaxThreadCount(-1)).isInstanceOf(IllegalArgumentException.class);

        Told joining = new Told() {
            @Override
            public void onCall(int number) {
                context.joinThreadPool();
            }
        };
        assertThatThrownBy(() -> subject.callBack(joining, 1, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in a handler");
    }

    @Test
    void shouldLogWhereLoopersAreStuckWhileCallsWait() throws Exception {
        try (Logged log = new Logged("io.bindery.looper")) {
            BinderContext server = world.open(options -> options.looperThreads(2));
            call(server, 4);

            eventually(
                    "logged",
                    () -> log.messages().stream()
                            .anyMatch(message -> message.contains("calls wait, for all loopers are in handlers")));
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("loopers=2 limit=2", "-looper-1", "-looper-2", "SubjectService.awaitRelease");

            releaseAll();
            eventually("said that it is over", () -> log.messages().size() == 2);
            assertThat(log.messages().getLast()).contains("loopers are free again");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeManyThreadsOfManyProcesses(boolean virtual) throws Exception {
        try (Started other = startAnother()) {
            List<Subject> subjects = List.of(subject, subject(other.object()));
            ThreadFactory threads =
                    virtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
            for (int i = 0; i < 10; i++) {
                int number = i;
                callers.add(Workers.start(threads, () -> {
                    for (int round = 0; round < 100; round++) {
                        byte[] bytes = {(byte) number, (byte) round};
                        assertThat(subjects.get(round % 2).echo(bytes)).isEqualTo(bytes);
                        subjects.get(round % 2).callBack(new Told(), 1, false);
                    }
                }));
            }
            Workers.join(callers);
        }
    }

    // ---- virtual threads

    @Test
    void shouldLetOtherVirtualThreadsRunWhileManyWait() throws Exception {
        int waiting = 2 * Runtime.getRuntime().availableProcessors() + 2;
        Subject seen = SubjectStub.asInterface(World.pass(here, world.open(), context));
        for (int i = 0; i < waiting; i++) {
            callers.add(Workers.start(Thread.ofVirtual().factory(), () -> seen.block(0)));
        }
        awaitBlocked(waiting);

        CompletableFuture<Void> another = Workers.start(Thread.ofVirtual().factory(), subject::nothing);

        assertThat(another).succeedsWithin(30, TimeUnit.SECONDS);
        assertThat(here.blocked()).isEqualTo(waiting);
    }

    // ---- priority

    @Test
    void shouldRunHandlersWithTheLeastPriorityOfTheirObject() throws Exception {
        List<Integer> seen = new ArrayList<>();
        var binder = Transactions.object((code, data, reply) -> {
            seen.add(Threads.nice());
            if (data.readInt() != 0) {
                throw new IllegalStateException("as asked");
            }
        });
        BinderContext server = world.open(options -> options.looperThreads(1));
        int nice = Threads.nice();
        try {
            binder.setMinSchedulerPriority(nice - 1);
        } catch (SecurityException e) {
            assertThat(e).hasMessageContaining("RLIMIT_NICE").hasMessageContaining("CAP_SYS_NICE");
            return;
        }
        var ordinary = Transactions.object((code, data, reply) -> seen.add(Threads.nice()));
        var prioritised = World.pass(binder, server, context);
        var other = World.pass(ordinary, server, context);

        Transactions.run(prioritised, 1, data -> data.writeInt(0));
        Transactions.run(other, 1, data -> data.writeInt(0));
        assertThatThrownBy(() -> Transactions.call(prioritised, 1, data -> data.writeInt(1), Parcel::readInt))
                .hasMessage("as asked");
        Transactions.run(other, 1, data -> data.writeInt(0));

        assertThat(seen).containsExactly(nice - 1, nice, nice - 1, nice);
        assertThat(Threads.nice()).isEqualTo(nice);
        assertThatThrownBy(() -> binder.setMinSchedulerPriority(nice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was sent already");
        assertThatThrownBy(() -> binder.setMinSchedulerPriority(20)).isInstanceOf(IllegalArgumentException.class);
    }
}
