package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.RemoteException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that come back before they return. */
abstract class NestedCallsConformance extends ProcessesFixture {
    private static final int LIMIT = 1_000;

    private Subject subject;

    @BeforeEach
    void findSubject() throws RemoteException {
        subject = subject(remote);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void shouldCallBackOnTheThreadThatWaits(int times) throws RemoteException {
        Told told = new Told();

        subject.callBack(told, times, false);

        assertThat(told.numbers()).isEqualTo(IntStream.range(0, times).boxed().toList());
        assertThat(told.lastThread).isSameAs(Thread.currentThread());
    }

    @Test
    void shouldCallBackWithoutWaiting() throws RemoteException {
        Told told = new Told();

        subject.callBack(told, 1_000, true);

        eventually("all of them", () -> told.oneways.get() == 1_000);
        assertThat(told.numbers()).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(told.lastThread).isNotSameAs(Thread.currentThread());
    }

    @Test
    void shouldComeBackOverThreeProcessesToTheThreadThatWaitsAndHoldsALock() throws Exception {
        try (Started second = startAnother();
                Started third = startAnother()) {
            List<Subject> way =
                    List.of(subject(second.object()), subject(third.object()), subject, subject(second.object()));
            ReentrantLock lock = new ReentrantLock();
            Told told = new Told() {
                @Override
                public void onCall(int number) {
                    assertThat(lock.isHeldByCurrentThread()).isTrue();
                    super.onCall(number);
                }
            };
            lock.lock();
            try {
                for (int round = 0; round < 50; round++) {
                    subject.passOn(way, told);
                    assertThat(told.lastThread).isSameAs(Thread.currentThread());
                }
            } finally {
                lock.unlock();
            }
            assertThat(told.calls).hasValue(50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 30, 2 * LIMIT - 2})
    void shouldNest(int levels) throws Exception {
        CompletableFuture<Integer> nested = new CompletableFuture<>();

        runWithStack(256L << 20, nested, levels);

        assertThat(nested.get()).isEqualTo(levels);
    }

    /** Nests calls between the other process and a thread of this one that has so much stack. */
    private void runWithStack(long stackBytes, CompletableFuture<Integer> end, int levels) throws InterruptedException {
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        end.complete(subject.nest(newService(), levels));
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "nesting",
                stackBytes);
        thread.start();
        thread.join();
    }

    @Test
    void shouldRefuseToNestDeeperThanTheLimit() throws Exception {
        for (int round = 0; round < 2; round++) {
            CompletableFuture<Integer> nested = new CompletableFuture<>();

            runWithStack(256L << 20, nested, 3 * LIMIT);

            assertThatThrownBy(nested::get)
                    .hasCauseInstanceOf(RemoteException.class)
                    .hasMessageContaining("calls are nested too deep: limit=" + LIMIT);
            assertThat(subject.nest(newService(), 10)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {512 << 10, 1 << 20, 4 << 20})
    void shouldSayThatTheStackOfAThreadIsTooSmall(long stackBytes) throws Exception {
        CompletableFuture<Integer> nested = new CompletableFuture<>();

        runWithStack(stackBytes, nested, 3 * LIMIT);

        assertThatThrownBy(nested::get)
                .hasCauseInstanceOf(RemoteException.class)
                .hasMessageContaining("calls are nested too deep");
        assertThat(subject.asBinder().isBinderAlive()).isTrue();
        assertThat(subject.nest(newService(), 10)).isEqualTo(10);
    }

    @Test
    void shouldNestOnAVirtualThread() throws Exception {
        CompletableFuture<Integer> nested = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                nested.complete(subject.nest(newService(), 3 * LIMIT));
            } catch (Throwable e) {
                nested.completeExceptionally(e);
            }
        });
        thread.join();

        assertThatThrownBy(nested::get)
                .hasCauseInstanceOf(RemoteException.class)
                .hasMessageContaining("calls are nested too deep");
        assertThat(subject.nest(newService(), 10)).isEqualTo(10);
    }
}
