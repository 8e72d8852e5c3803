package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.CallCancelledException;
import io.bindery.CallLimit;
import io.bindery.CallTimeoutException;
import io.bindery.DeadObjectException;
import io.bindery.Limits;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.system.OpenFiles;
import io.bindery.system.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that may take only so long, and calls that another thread ends. Binder has none of this. */
abstract class DeadlineConformance extends ProcessesFixture {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(100);

    private Subject subject;

    @BeforeEach
    void findSubject() throws RemoteException {
        subject = subject(remote);
    }

    /** No handler may be left in the other process: the next test counts them. */
    @AfterEach
    void releaseAll() throws RemoteException {
        subject.release(subject.blocked());
        awaitBlocked(0);
    }

    private void awaitBlocked(int handlers) {
        eventually("blocked=" + handlers, () -> subject.blocked() == handlers);
    }

    /** Ends a call by its deadline; its handler goes on. */
    private static void giveUp(Subject target, int bytes) {
        assertThatThrownBy(() -> {
                    try (CallLimit _ = CallLimit.within(SHORT)) {
                        target.block(bytes);
                    }
                })
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("no reply within 20.0 ms")
                .hasMessageContaining("whether it has an effect is unknown");
    }

    /** Another context of this JVM that may have so many lanes, and the subject as it sees it. */
    private Subject narrow(int lanes) throws Exception {
        Limits all = Limits.DEFAULT;
        BinderContext narrow = world.open(options -> options.limits(new Limits(
                all.sessionsPerUid(),
                lanes,
                all.parcelBytes(),
                all.onewayQueueBytes(),
                all.descriptorsPerMessage(),
                all.handshakeMs())));
        return SubjectStub.asInterface(seenBy(narrow, subject.asBinder()));
    }

    // ---- the deadline

    @Test
    void shouldEndATransactionAtItsDeadline() throws RemoteException {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken(SubjectStub.DESCRIPTOR);
        data.writeInt(0);
        Parcel reply = Parcel.obtain();

        assertThatThrownBy(() -> remoteSubject().transact(SubjectStub.TRANSACTION_BLOCK, data, reply, 0, SHORT))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("code=" + SubjectStub.TRANSACTION_BLOCK)
                .hasMessageContaining("pid=" + peerPid());

        subject.nothing();
        subject.release(1);
        awaitBlocked(0);
        subject.release(1);
        assertThat(remoteSubject().transact(SubjectStub.TRANSACTION_BLOCK, data, reply, 0, LONG))
                .isTrue();
        reply.readException();
        assertThat(reply.readByteArray()).isEmpty();
        data.recycle();
        reply.recycle();
    }

    private BinderProxy remoteSubject() {
        return (BinderProxy) subject.asBinder();
    }

    @Test
    void shouldEndACallOfAMethodThatHasADeadline() throws RemoteException {
        assertThatThrownBy(() -> subject.blockTimed(0))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("no reply within 100.0 ms");

        subject.release(2);
        awaitBlocked(0);
        assertThat(subject.blockTimed(3)).hasSize(3);
    }

    @Test
    void shouldTakeTheEarlierOfTwoDeadlines() throws RemoteException {
        assertThatThrownBy(() -> {
                    try (CallLimit outer = CallLimit.within(SHORT);
                            CallLimit inner = CallLimit.within(LONG)) {
                        assertThat(outer.isCancelled() || inner.isCancelled()).isFalse();
                        subject.block(0);
                    }
                })
                .isInstanceOf(CallTimeoutException.class);
        try (CallLimit _ = CallLimit.within(LONG)) {
            giveUp(subject, 0);
            assertThatThrownBy(() -> subject.blockTimed(0)).hasMessageContaining("no reply within 100.0 ms");
            subject.nothing();
        }
    }

    @Test
    void shouldLimitAllCallsOfABlockTogether() throws RemoteException {
        AtomicReference<RemoteException> thrown = new AtomicReference<>();
        try (CallLimit _ = CallLimit.within(SHORT)) {
            while (thrown.get() == null) {
                try {
                    subject.nothing();
                } catch (RemoteException e) {
                    thrown.set(e);
                }
            }
        }
        assertThat(thrown.get()).isInstanceOf(CallTimeoutException.class);

        subject.nothing();
    }

    @Test
    void shouldNotSendACallWhoseTimeIsOver() {
        assertThatThrownBy(() -> {
                    try (CallLimit _ = CallLimit.within(Duration.ZERO)) {
                        subject.nothing();
                    }
                })
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("it was not sent");
    }

    @Test
    void shouldRefuseToCloseALimitOutOfOrder() {
        CallLimit outer = CallLimit.within(LONG);
        CallLimit inner = CallLimit.cancellable();

        assertThatThrownBy(outer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("opened later");
        assertThat(Workers.start(outer::close))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("by the thread that opened it");

        inner.close();
        inner.close();
        outer.close();
    }

    // ---- the late reply, and its lane

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000, 500_000})
    void shouldUseTheLaneAgainWhenTheLateReplyHasCome(int bytes) throws Exception {
        Subject narrow = narrow(2);

        for (int round = 0; round < 5; round++) {
            awaitLane(narrow, bytes);
            awaitLane(narrow, bytes);
            assertThatThrownBy(() -> {
                        try (CallLimit _ = CallLimit.within(SHORT)) {
                            narrow.nothing();
                        }
                    })
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("all lanes of the session are in use: lanes=2 quarantined=2")
                    .hasMessageContaining("it was not sent");
            subject.release(2);
            awaitBlocked(0);
            assertThat(narrow.echo(new byte[] {7})).containsExactly(7);
        }
    }

    /** Gives a call up as soon as there is a lane for it. */
    private static void awaitLane(Subject narrow, int bytes) {
        eventually("a lane is free", () -> {
            try (CallLimit _ = CallLimit.within(SHORT)) {
                byte[] none = narrow.block(bytes);
                return none.length < 0;
            } catch (CallTimeoutException e) {
                return String.valueOf(e.getMessage()).contains("no reply within 20.0 ms");
            }
        });
    }

    @Test
    void shouldGiveBackTheReferencesOfALateReply() throws RemoteException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> {
                        try (CallLimit _ = CallLimit.within(SHORT)) {
                            subject.blockAndMake();
                        }
                    })
                    .isInstanceOf(CallTimeoutException.class);
        }

        subject.release(3);
        awaitBlocked(0);

        awaitFreed(remote);
    }

    @Test
    void shouldCloseTheDescriptorsOfALateReply() throws Exception {
        subject.nothing();
        long before = OpenFiles.count("pipe:");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> {
                        try (CallLimit _ = CallLimit.within(SHORT)) {
                            subject.blockAndOpen();
                        }
                    })
                    .isInstanceOf(CallTimeoutException.class);
        }

        subject.release(3);
        awaitBlocked(0);

        eventually("descriptors are closed", () -> OpenFiles.count("pipe:") <= before);
    }

    @Test
    void shouldUseTheLaneAgainAfterALateSensitiveReply() throws Exception {
        Subject narrow = narrow(1);
        assertThatThrownBy(() -> {
                    try (CallLimit _ = CallLimit.within(SHORT)) {
                        narrow.blockSensitive(new byte[] {1, 2, 3});
                    }
                })
                .isInstanceOf(CallTimeoutException.class);

        subject.release(2);

        assertThat(narrow.blockSensitive(new byte[] {4})).containsExactly(4);
    }

    @Test
    void shouldDropALateReplyWhereTheUserRunsTheLoopers() throws Exception {
        BinderContext userDriven = world.open(options -> options.looperThreads(0));
        Subject seen = SubjectStub.asInterface(seenBy(userDriven, subject.asBinder()));
        int givenUp = 0;
        // On a busy machine many of these calls are over before they are sent.
        for (int round = 0; round < 1_000 || givenUp <= Limits.DEFAULT.lanesPerSession(); round++) {
            givenUp += tryToGiveUp(seen, 0, Duration.ofNanos(50_000)) ? 1 : 0;
        }
        awaitBlocked(0);
    }

    /** Ends a call by its deadline, unless somebody has released its handler before. Returns whether it ended so. */
    private boolean tryToGiveUp(Subject target, int bytes, Duration timeout) throws RemoteException {
        boolean sent = true;
        try (CallLimit _ = CallLimit.within(timeout)) {
            assertThat(target.block(bytes)).hasSize(bytes);
            return false;
        } catch (CallTimeoutException e) {
            sent = !String.valueOf(e.getMessage()).contains("it was not sent");
            return sent;
        } finally {
            subject.release(sent ? 1 : 0);
        }
    }

    @Test
    void shouldCarryOnWithHundredsOfCallsThatWereGivenUp() throws RemoteException {
        int givenUp = 0;
        for (int round = 0; round < 400; round++) {
            givenUp += tryToGiveUp(subject, round, Duration.ofNanos(round * 1_000L)) ? 1 : 0;
        }
        assertThat(givenUp).isPositive();
        awaitBlocked(0);
        assertThat(subject.echo(new byte[100])).hasSize(100);
    }

    @Test
    void shouldEndTheQuarantineWithTheProcess() throws Exception {
        try (Started other = startAnother()) {
            Subject mortal = subject(other.object());
            giveUp(mortal, 0);
            other.process().kill();
            eventually("dead", () -> !mortal.asBinder().isBinderAlive());

            assertThatThrownBy(mortal::nothing).isInstanceOf(DeadObjectException.class);
        }
    }

    // ---- nested calls

    @Test
    void shouldStillServeWhatAHandlerCallsBackWhoseCallerHasGivenUp() throws RemoteException {
        Told told = new Told();
        assertThatThrownBy(() -> {
                    try (CallLimit _ = CallLimit.within(SHORT)) {
                        subject.blockAndTell(told);
                    }
                })
                .isInstanceOf(CallTimeoutException.class);
        assertThat(told.calls).hasValue(0);

        subject.release(1);

        eventually("called back", () -> told.calls.get() == 1);
        assertThat(told.lastThread).isNotSameAs(Thread.currentThread());
    }

    @Test
    void shouldGiveUpOnACallThatAHandlerMakesToItsCaller() throws Exception {
        SubjectService here = newService();
        int before = subject.givenUp();
        CompletableFuture<Boolean> gaveUp = new CompletableFuture<>();
        CompletableFuture<Void> caller = Workers.start(() -> gaveUp.complete(subject.giveUpOn(here, null, 20)));

        eventually("given up", () -> subject.givenUp() > before);
        here.release(1);

        assertThat(gaveUp.get()).isTrue();
        Void done = caller.get();
        subject.nothing();
    }

    @Test
    void shouldServeARequestOfAChainThatHasBeenGivenUp() throws Exception {
        try (Started other = startAnother()) {
            Subject third = subject(other.object());
            Told told = new Told();

            assertThat(subject.giveUpOn(third, told, 20)).isTrue();
            third.release(1);

            eventually("called back", () -> told.calls.get() == 1);
            assertThat(told.lastThread).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void shouldNotLimitAHandlerThatRunsOnTheWaitingThread() throws RemoteException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Told slow = new Told() {
            @Override
            public void onCall(int number) {
                thrown.set(catchThrowable(() -> {
                    byte[] ignored = subject.echo(new byte[number]);
                    try (CallLimit own = CallLimit.cancellable()) {
                        own.cancel();
                        assertThatThrownBy(subject::nothing).isInstanceOf(CallCancelledException.class);
                    }
                    subject.nothing();
                }));
                super.onCall(number);
            }
        };
        try (CallLimit _ = CallLimit.within(LONG)) {
            subject.callBack(slow, 3, false);
        }
        assertThat(thrown.get()).isNull();
        assertThat(slow.calls).hasValue(3);
    }

    // ---- cancelling

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndACallFromAnotherThread(boolean virtual) throws Exception {
        AtomicReference<CallLimit> limit = new AtomicReference<>();
        CompletableFuture<Void> call = Workers.start(threads(virtual), () -> {
            try (CallLimit own = CallLimit.cancellable()) {
                limit.set(own);
                subject.block(0);
            }
        });
        awaitBlocked(1);

        limit.get().cancel();

        assertThat(call)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CallCancelledException.class)
                .withMessageContaining("was cancelled");
        assertThat(limit.get().isCancelled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndALimitedCallWhenItsThreadIsInterrupted(boolean virtual) throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        CompletableFuture<Void> call = Workers.start(threads(virtual), () -> {
            thread.set(Thread.currentThread());
            try (CallLimit _ = CallLimit.within(LONG)) {
                subject.block(0);
            } finally {
                interrupted.complete(Thread.interrupted());
            }
        });
        awaitBlocked(1);

        thread.get().interrupt();

        assertThat(call)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CallCancelledException.class)
                .withMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotEndACallWithoutLimitWhenItsThreadIsInterrupted(boolean virtual) throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Void> call = Workers.start(threads(virtual), () -> {
            Thread.currentThread().interrupt();
            assertThat(subject.block(5)).hasSize(5);
            interrupted.complete(Thread.interrupted());
        });
        awaitBlocked(1);

        subject.release(1);

        assertThat(interrupted.get()).isTrue();
        Void done = call.get();
    }

    private static ThreadFactory threads(boolean virtual) {
        return virtual
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory();
    }

    @Test
    void shouldEndManyCallsAtTheirDeadlinesAtOnce() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            callers.add(Workers.start(() -> {
                for (int round = 0; round < 20; round++) {
                    boolean ignored = tryToGiveUp(subject, round, Duration.ofMillis(round / 4));
                    subject.nothing();
                }
            }));
        }
        Workers.join(callers);
        awaitBlocked(0);
    }
}
