package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.OnewayCounts;
import io.bindery.OnewayListener;
import io.bindery.OnewayTimeoutException;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.TransactionTooLargeException;
import io.bindery.internal.driver.ForgedRecords;
import io.bindery.system.Room;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that nobody waits for. */
abstract class OnewayConformance extends ProcessesFixture {
    private static final int UNKNOWN = 1_000_000;
    private static final long OWN_PID = ProcessHandle.current().pid();

    private Subject subject;

    /** What the other process reports to this one. */
    private Reports reports = new Reports();

    /** A report in words, and the object of which it speaks. */
    private record Report(String text, @Nullable IBinder target) {}

    private static final class Reports implements OnewayListener {
        final List<Report> refused = new CopyOnWriteArrayList<>();
        final List<Report> suspected = new CopyOnWriteArrayList<>();

        @Override
        public void onRefused(int pid, @Nullable IBinder target, int code, long calls, String reason) {
            refused.add(new Report("pid=" + pid + " code=" + code + " calls=" + calls + " " + reason, target));
        }

        @Override
        public void onSpamSuspected(int pid, @Nullable IBinder target, int waitingCalls, int waitingBytes) {
            suspected.add(new Report("pid=" + pid + " calls=" + waitingCalls + " bytes=" + waitingBytes, target));
        }
    }

    @BeforeEach
    void findSubject() throws RemoteException {
        subject = subject(remote);
        int[] ignored = subject.recorded();
        reports = new Reports();
        context.setOnewayListener(reports);
    }

    @AfterEach
    void releaseAll() throws RemoteException {
        context.setOnewayListener(null);
        if (subject.blocked() != 0) {
            release(subject);
        }
    }

    private BinderProxy proxy() {
        return (BinderProxy) subject.asBinder();
    }

    private List<Integer> awaitRecorded(int count) {
        List<Integer> recorded = new ArrayList<>();
        eventually("recorded=" + count, () -> {
            IntStream.of(subject.recorded()).forEach(recorded::add);
            return recorded.size() >= count;
        });
        return recorded;
    }

    /** A handler of the subject's oneway calls is in progress, and none of the next begins before it is released. */
    private void block(Subject target) throws RemoteException {
        Told begun = new Told();
        target.blockOneway(begun);
        eventually("begun", () -> begun.oneways.get() == 1 && target.blocked() == 1);
    }

    // ---- order

    @Test
    void shouldNotWaitForTheHandler() throws RemoteException {
        block(subject);

        subject.nothing();

        assertThat(subject.blocked()).isEqualTo(1);
    }

    @Test
    void shouldRunOneAtATimeInTheOrderSent() throws RemoteException {
        block(subject);
        for (int i = 0; i < 100; i++) {
            subject.record(i);
            subject.nothing(); // a call that waits does not stand behind those that do not
        }
        assertThat(subject.recorded()).isEmpty();

        release(subject);

        assertThat(awaitRecorded(100)).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    /** The release is a oneway call itself, which must not wait behind what it releases: it comes from another object. */
    private void release(Subject target) throws RemoteException {
        Transactions.run(remote, ObjectsPeer.RELEASE, data -> data.writeStrongBinder(target.asBinder()));
        eventually("released", () -> target.blocked() == 0); // else a second release would let the next one through
    }

    @Test
    void shouldLoseNothingUnderStress() throws Exception {
        int threads = 10;
        int each = 1_000;
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int base = thread * each;
            senders.add(Workers.start(() -> {
                for (int i = 0; i < each; i++) {
                    subject.record(base + i);
                }
            }));
        }

        List<Integer> recorded = awaitRecorded(threads * each);
        Workers.join(senders);

        assertThat(recorded).hasSize(threads * each).doesNotHaveDuplicates();
        for (int thread = 0; thread < threads; thread++) {
            int base = thread * each;
            assertThat(recorded.stream().filter(value -> value / each == base / each))
                    .as("order of thread " + thread)
                    .isSorted();
        }
    }

    @Test
    void shouldRunALocalOneInTheCallersThread() throws RemoteException {
        SubjectService here = newService();

        here.asBinder().transact(SubjectStub.TRANSACTION_RECORD, oneInt(), null, IBinder.FLAG_ONEWAY);

        assertThat(here.recorded()).containsExactly(7);
    }

    private static Parcel oneInt() {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken(SubjectStub.DESCRIPTOR);
        data.writeInt(7);
        return data;
    }

    // ---- floods

    @Test
    void shouldConfineAFloodToItsSessionAndSuspectItsSender() throws Exception {
        BinderContext other = world.open(options -> options.onewayTimeout(Duration.ofMillis(250)));
        Subject flooded = SubjectStub.asInterface(seenBy(other, subject.asBinder()));
        Reports otherReports = new Reports();
        other.setOnewayListener(otherReports);
        long suspectedBefore = subject.onewayCounts()[2];
        BinderProxy target = (BinderProxy) flooded.asBinder();

        for (int round = 1; round <= 2; round++) {
            int rounds = round;
            block(subject);
            assertThat(8_000 * fill(target)).isBetween(400_000, 700_000);
            assertThat(send(target, 8_000)).isEqualTo(SendStatus.FULL);
            assertThatThrownBy(() -> flooded.ignore(new byte[8_000]))
                    .isInstanceOf(OnewayTimeoutException.class)
                    .hasMessageContaining("the call was not sent");

            eventually("suspected", () -> otherReports.suspected.size() == rounds);
            assertThat(otherReports.suspected.getLast().target()).isSameAs(target);
            assertThat(otherReports.suspected.getLast().text()).contains("pid=" + peerPid(), "bytes=4");
            assertThat(other.onewayCounts().suspectedByPeers()).isEqualTo(round);
            assertThat(subject.onewayCounts()[2]).isEqualTo(suspectedBefore + round);
            assertThat(reports.suspected).isEmpty();
            assertThat(subject.echo(new byte[] {7})).containsExactly(7);
            assertThat(flooded.echo(new byte[] {7})).containsExactly(7);
            remoteOnewayArrives();

            release(subject);
            eventually("there is room again", () -> send(target, 8_000) == SendStatus.ACCEPTED);
            eventually("all have run", () -> subject.onewayCounts()[1] >= 0 && drained(flooded));
        }
    }

    /** Whether the calls that were queued have run: one more, behind them, has. */
    private boolean drained(Subject flooded) throws RemoteException {
        flooded.record(1);
        return !awaitRecorded(1).isEmpty();
    }

    private void remoteOnewayArrives() throws RemoteException {
        Transactions.sendLong(remote, ObjectsPeer.RECORD, 5);
        eventually(
                "another object's call has run",
                () -> Transactions.call(remote, ObjectsPeer.RECORDED, data -> {}, reply -> reply.readLongArray()).length
                        == 1);
    }

    /** Sends until there is no room, and returns how many calls were accepted. */
    private static int fill(BinderProxy target) throws RemoteException {
        return Room.useUp(() -> {
            try (Call call = target.newOnewayCall(UNKNOWN, SubjectStub.TOKEN, 8_000)) {
                call.data().writeByteArray(new byte[7_996]);
                call.send();
            }
        });
    }

    private static SendStatus send(BinderProxy target, int bytes) throws RemoteException {
        try (Call call = target.tryNewOnewayCall(UNKNOWN, SubjectStub.TOKEN, bytes)) {
            if (call == null) {
                return SendStatus.FULL;
            }
            for (int i = 0; i < bytes / Long.BYTES; i++) {
                call.data().writeLong(i);
            }
            return call.trySend();
        }
    }

    // ---- refused at once

    @Test
    void shouldSayAtOnceWhyACallIsNotAccepted() throws Exception {
        assertThatThrownBy(() -> send(proxy(), 4 << 20))
                .isInstanceOf(TransactionTooLargeException.class)
                .hasMessageContaining("limit=");
        try (Started other = startAnother()) {
            Subject mortal = subject(other.object());
            other.process().kill();
            eventually("dead", () -> !mortal.asBinder().isBinderAlive());
            assertThatThrownBy(() -> mortal.record(1))
                    .isInstanceOf(DeadObjectException.class)
                    .hasMessageContaining("reason=");
        }
    }

    // ---- refused later

    @Test
    void shouldTellTheSenderThatTheObjectDoesNotKnowTheCode() throws RemoteException {
        long refusedBefore = subject.onewayCounts()[1];
        OnewayCounts before = context.onewayCounts();

        assertThat(send(proxy(), 8)).isEqualTo(SendStatus.ACCEPTED);

        eventually("told", () -> !reports.refused.isEmpty());
        assertThat(reports.refused).singleElement().satisfies(report -> {
            assertThat(report.target()).isSameAs(proxy());
            assertThat(report.text())
                    .isEqualTo("pid=" + peerPid() + " code=" + UNKNOWN
                            + " calls=1 the object does not know the transaction");
        });
        assertThat(context.onewayCounts().refusedByPeers()).isEqualTo(before.refusedByPeers() + 1);
        assertThat(subject.onewayCounts()[1]).isEqualTo(refusedBefore + 1);
    }

    @Test
    void shouldTellTheSenderThatThereIsNoSuchObject() throws RemoteException {
        BinderProxy forged = ForgedRecords.withHandle(proxy(), 77_777);

        Transactions.sendLong(forged, 1, 0);

        eventually("told", () -> !reports.refused.isEmpty());
        assertThat(reports.refused).singleElement().satisfies(report -> {
            assertThat(report.target()).isNull();
            assertThat(report.text()).contains("calls=1", "the owner knows no object of this handle");
        });
    }

    @Test
    void shouldCountAFloodOfRefusedCallsInFewReports() throws RemoteException {
        long before = context.onewayCounts().refusedByPeers();
        for (int i = 0; i < 50_000; i++) {
            try (Call call = proxy().newOnewayCall(UNKNOWN + i % 100, SubjectStub.TOKEN, 0)) {
                call.send();
            }
        }

        eventually("all are counted", () -> context.onewayCounts().refusedByPeers() == before + 50_000);
        eventually(
                "all are told",
                () -> reports.refused.stream()
                                .mapToInt(
                                        report -> Integer.parseInt(report.text().replaceAll(".*calls=(\\d+).*", "$1")))
                                .sum()
                        == 50_000);
    }

    @Test
    void shouldLogAndCountAFailedHandlerAtTheServerOnly() throws RemoteException {
        long failedBefore = subject.onewayCounts()[0];
        long refusedBefore = context.onewayCounts().refusedByPeers();

        for (int i = 0; i < 3; i++) {
            subject.fail("as asked");
        }

        eventually("counted", () -> subject.onewayCounts()[0] == failedBefore + 3);
        subject.record(1);
        assertThat(awaitRecorded(1)).hasSize(1);
        assertThat(context.onewayCounts().refusedByPeers()).isEqualTo(refusedBefore);
        assertThat(reports.refused).isEmpty();
    }

    @Test
    void shouldLogFewOfManyFailedHandlersAndCountThemAll() throws Exception {
        BinderContext other = world.open();
        Subject here = SubjectStub.asInterface(seenBy(other, newService().asBinder()));
        long failedBefore = context.onewayCounts().failed();
        List<String> failures;

        try (Logged log = new Logged("io.bindery.oneway")) {
            for (int i = 0; i < 1_000; i++) {
                here.fail("as asked");
            }
            eventually("counted", () -> context.onewayCounts().failed() == failedBefore + 1_000);
            eventually("the last is over", () -> {
                here.record(1);
                return here.recorded().length > 0;
            });
            failures = log.messages().stream()
                    .filter(message -> message.startsWith("the handler of a oneway call failed"))
                    .toList();
        }

        assertThat(failures).hasSizeBetween(1, 100).allMatch(message -> message.contains(" pid=" + OWN_PID + " uid="));
    }

    // ---- references

    @Test
    void shouldGiveBackWhatOnewayCallsNamed() throws RemoteException {
        IBinder made = make(remote);
        for (int i = 0; i < 1_000; i++) {
            subject.take(made);
            if (i % 100 == 0) {
                subject.take(new Binder());
            }
        }
        ((BinderProxy) made).close();

        awaitFreed(remote);
    }
}
