package io.bindery.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.chronicle.RecordedTransaction;
import io.bindery.transport.chronicle.Recorder;
import io.bindery.transport.chronicle.Replay;
import io.bindery.transport.chronicle.TransactionFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes for an object, copied to a queue, and sent to another one. */
class RecorderSystemTest extends QueueFixture {
    private final Book book = new Book();
    private BinderContext onlooker;
    private Ledger ledger;
    private IBinder target;

    @BeforeEach
    void offer() throws Exception {
        onlooker = BinderContext.builder("onlooker").transports().open();
        String address = "unix:" + directory.resolve("ledger");
        server.listen(address, book);
        ledger = LedgerStub.asInterface(caller.connect(address));
        target = onlooker.connect(address);
    }

    @AfterEach
    void closeOnlooker() {
        onlooker.close();
    }

    private Recorder record(TransactionFilter filter) throws Exception {
        return Recorder.start(target, address(), filter);
    }

    private List<RecordedTransaction> recorded() throws Exception {
        List<RecordedTransaction> all = new ArrayList<>();
        new Replay(queue(), 0, TransactionFilter.ALL).forEach(all::add);
        return all;
    }

    private Replay.Result replayTo(Book other, double speed, TransactionFilter filter) throws Exception {
        String address = "unix:" + directory.resolve("other");
        try (BinderContext owner = BinderContext.builder("owner").transports().open();
                BinderContext sender =
                        BinderContext.builder("sender").transports().open()) {
            owner.listen(address, other);
            Replay.Result result = new Replay(queue(), speed, filter).run(sender.connect(address));
            // Oneway calls are served before a call that comes later, or else are waited for.
            long total = LedgerStub.asInterface(sender.connect(address)).total();
            Conditions.await("all oneway calls come", () -> other.numbers.size() + other.bytes() >= result.sent() - 3);
            assertThat(total).isGreaterThanOrEqualTo(0);
            return result;
        }
    }

    @Test
    void shouldCopyWhatComesWithItsCallerAndName() throws Exception {
        ledger.add(1);
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            ledger.add(2);
            assertThat(ledger.total()).isNotNegative();
            assertThatThrownBy(() -> ledger.fail(5)).isInstanceOf(ServiceSpecificException.class);
            Conditions.await("all are recorded", () -> recorder.count() == 3);
            assertThat(recorder.failure()).isNull();
        }
        ledger.add(3);
        Conditions.await("the object goes on without it", () -> book.numbers.size() == 3);

        List<RecordedTransaction> all = recorded();
        assertThat(all).extracting(RecordedTransaction::method).containsExactlyInAnyOrder("add", "total", "fail");
        assertThat(all).extracting(RecordedTransaction::interfaceName).containsOnly(LedgerStub.DESCRIPTOR);
        assertThat(all).extracting(RecordedTransaction::pid).containsOnly((int)
                ProcessHandle.current().pid());
        assertThat(all).extracting(RecordedTransaction::timeNs).allMatch(time -> time > 0);
    }

    @Test
    void shouldSendToAnotherObjectWhatCame() throws Exception {
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            for (long i = 0; i < 200; i++) {
                ledger.add(i);
            }
            ledger.addAll(new byte[100_000]);
            assertThatThrownBy(() -> ledger.fail(5)).isInstanceOf(ServiceSpecificException.class);
            Conditions.await("all are recorded", () -> recorder.count() == 202);
        }
        Book other = new Book();

        assertThat(replayTo(other, 0, TransactionFilter.ALL)).isEqualTo(new Replay.Result(202, 1, 0));
        assertThat(other.numbers).isEqualTo(book.numbers);
        assertThat(other.bytes()).isEqualTo(100_000);
    }

    @Test
    void shouldHaveAllThatCameBeforeItsEnd() throws Exception {
        Recorder recorder = record(TransactionFilter.ALL);
        for (long i = 0; i < 2_000; i++) {
            ledger.add(i);
        }
        Conditions.await("all are handled", () -> book.numbers.size() == 2_000);
        recorder.close();

        assertThat(recorded()).hasSize(2_000);
    }

    @Test
    void shouldSendOnlyWhatIsAskedFor() throws Exception {
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            ledger.add(7);
            ledger.addAll(new byte[10]);
            assertThat(ledger.total()).isNotNegative();
            Conditions.await("all are recorded", () -> recorder.count() == 3);
        }
        int pid = (int) ProcessHandle.current().pid();

        assertThat(replayTo(new Book(), 0, new TransactionFilter(null, "add", null, null))
                        .sent())
                .isEqualTo(1);
        assertThat(replayTo(new Book(), 0, new TransactionFilter(LedgerStub.DESCRIPTOR, null, pid, null))
                        .sent())
                .isEqualTo(3);
        assertThat(replayTo(new Book(), 0, new TransactionFilter("another.Interface", null, null, null))
                        .sent())
                .isZero();
        assertThat(replayTo(new Book(), 0, new TransactionFilter(null, null, pid + 1, null))
                        .sent())
                .isZero();
        assertThat(replayTo(new Book(), 0, new TransactionFilter(null, null, null, 12_345))
                        .sent())
                .isZero();
    }

    @Test
    void shouldRecordOnlyWhatIsAskedFor() throws Exception {
        try (Recorder recorder = record(new TransactionFilter(null, "addAll", null, null))) {
            ledger.add(7);
            ledger.addAll(new byte[10]);
            Conditions.await("one is recorded", () -> recorder.count() == 1);
        }

        assertThat(recorded()).extracting(RecordedTransaction::method).containsExactly("addAll");
    }

    @Test
    void shouldKeepTimeWhenItReplays() throws Exception {
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            ledger.add(1);
            long first = System.nanoTime();
            Conditions.await("a fifth of a second passes", () -> System.nanoTime() - first > 200_000_000);
            ledger.add(2);
            Conditions.await("all are recorded", () -> recorder.count() == 2);
        }
        long begun = System.nanoTime();
        replayTo(new Book(), 2, TransactionFilter.ALL);

        assertThat(System.nanoTime() - begun).as("half of a fifth").isGreaterThan(100_000_000);
        assertThatThrownBy(() -> new Replay(queue(), -1, TransactionFilter.ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speed=-1");
    }

    @Test
    void shouldLeaveOutWhatMustNotBeKept() throws Exception {
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            ledger.addSecret(4_711);
            ledger.addObject(new Binder());
            Conditions.await("both are recorded", () -> recorder.count() == 2);
        }

        assertThat(recorded()).extracting(RecordedTransaction::arguments).containsOnlyNulls();
        assertThat(replayTo(new Book(), 0, TransactionFilter.ALL)).isEqualTo(new Replay.Result(0, 0, 2));
    }

    @Test
    void shouldEndWithItsRecorder() throws Exception {
        Recorder recorder = record(TransactionFilter.ALL);
        onlooker.close();
        Conditions.await("the object hears of it, and may be recorded again", () -> {
            try (BinderContext next = BinderContext.builder("next").transports().open();
                    Recorder again = Recorder.start(
                            next.connect("unix:" + directory.resolve("ledger")),
                            "chronicle:" + directory.resolve("again"),
                            TransactionFilter.ALL)) {
                return again.failure() == null;
            } catch (RemoteException | IllegalStateException e) {
                return false;
            }
        });
        ledger.add(9);
        Conditions.await("the object goes on", () -> book.numbers.equals(List.of(9L)));
        recorder.close();
    }

    @Test
    void shouldRefuseASecondRecorderAndWhatIsNoQueue() throws Exception {
        try (Recorder recorder = record(TransactionFilter.ALL)) {
            assertThatThrownBy(() ->
                            Recorder.start(target, "chronicle:" + directory.resolve("second"), TransactionFilter.ALL))
                    .hasMessageContaining("being recorded already");
            assertThat(recorder.count()).isZero();
        }
        assertThatThrownBy(() -> new Replay(directory, 0, TransactionFilter.ALL).run(target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no queue of Bindery's");
        assertThatThrownBy(() -> server.listen(address(), new Book()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds a recording");
    }

    @Test
    void shouldReplayDurableCallsAndLeaveThem() throws Exception {
        String durable = "chronicle:" + queue();
        send(LedgerStub.asInterface(caller.connect(durable)), 0, 50);
        Book other = new Book();

        assertThat(replayTo(other, 1, new TransactionFilter(LedgerStub.DESCRIPTOR, null, null, null)))
                .isEqualTo(new Replay.Result(50, 0, 0));
        Book late = new Book();
        server.listen(durable, late);
        Conditions.await("they are served too", () -> late.numbers.size() == 50);
        assertThat(other.numbers).isEqualTo(late.numbers);
    }
}
