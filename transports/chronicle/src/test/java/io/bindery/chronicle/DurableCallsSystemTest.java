package io.bindery.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that wait in a queue, and who serves them when. */
class DurableCallsSystemTest extends QueueFixture {
    private static void assertCome(Book book, List<Long> numbers) throws Exception {
        Conditions.await("all calls come", () -> book.numbers.size() >= numbers.size());
        assertThat(book.numbers).isEqualTo(numbers);
    }

    @Test
    void shouldKeepCallsUntilSomebodyServesThem() throws Exception {
        send(ledger(), 0, 1_000);
        Book book = new Book();
        server.listen(address(), book);

        assertCome(book, range(0, 1_000));
        assertThat(book.positions).isSorted().doesNotHaveDuplicates().doesNotContain(-1L);
        assertThat(Binder.getCallingPosition()).isEqualTo(-1);
    }

    @Test
    void shouldServeWhatComesWhileItListens() throws Exception {
        Book book = new Book();
        server.listen(address(), book);
        Ledger ledger = ledger();
        for (int burst = 0; burst < 20; burst++) {
            send(ledger, burst * 500L, burst * 500L + 500);
            int sent = burst * 500 + 500;
            Conditions.await("the burst comes", () -> book.numbers.size() == sent);
        }

        assertCome(book, range(0, 10_000));
    }

    @Test
    void shouldGoOnWhereTheLastServerStopped() throws Exception {
        Book first = new Book();
        Endpoint endpoint = server.listen(address(), first);
        Ledger ledger = ledger();
        send(ledger, 0, 100);
        assertCome(first, range(0, 100));
        endpoint.close();
        send(ledger, 100, 200);
        Book second = new Book();
        server.listen(address(), second);

        assertCome(second, range(100, 200));
        assertThat(first.numbers).hasSize(100);
    }

    @Test
    void shouldServeAgainWhatWasBeingHandledWhenTheServerDied() throws Exception {
        try (PeerJvm peer = startPeer()) {
            assertThat(peer.ask("serve " + address() + " 70")).isEqualTo("ok");
            send(ledger(), 0, 100);
            Conditions.await(
                    "the call comes that does not return",
                    () -> peer.ask("numbers").contains(" 70]"));
            peer.kill();
        }
        Book book = new Book();
        server.listen(address(), book);

        assertCome(book, range(70, 100));
    }

    @Test
    void shouldTakeCallsOfManyProcesses() throws Exception {
        Book book = new Book();
        server.listen(address(), book);
        try (PeerJvm peer = startPeer()) {
            peer.tell("send " + address() + " 10000 15000");
            send(ledger(), 0, 5_000);
            assertThat(peer.answer()).isEqualTo("ok");
        }
        Conditions.await("all calls come", () -> book.numbers.size() == 10_000);

        assertThat(book.numbers.stream().filter(number -> number < 10_000)).isEqualTo(range(0, 5_000));
        assertThat(book.numbers.stream().filter(number -> number >= 10_000)).isEqualTo(range(10_000, 15_000));
    }

    @Test
    void shouldCarryWhatTheLimitsAllow() throws Exception {
        Book book = new Book();
        server.listen(address(), book);
        Ledger ledger = ledger();
        for (int length : new int[] {0, 1, 1_000, 65_536, 1_000_000}) {
            ledger.addAll(new byte[length]);
        }

        Conditions.await("all bytes come", () -> book.bytes() == 1_066_537);
    }

    @Test
    void shouldReturnWhenACallIsOnTheDisk() throws Exception {
        Ledger ledger = LedgerStub.asInterface(caller.connect(address() + "?sync=disk"));
        send(ledger, 0, 20);
        Book book = new Book();
        server.listen(address() + "?sync=disk", book);

        assertCome(book, range(0, 20));
    }

    @Test
    void shouldBeginNewFilesAndDeleteThoseThatWereHandled() throws Exception {
        Book book = new Book();
        server.listen(address() + "?roll=TEST_SECONDLY&keep=1", book);
        Ledger ledger = LedgerStub.asInterface(caller.connect(address() + "?roll=TEST_SECONDLY"));
        long[] sent = {0};
        Conditions.await("five files are begun, and all but two are gone again", () -> {
            send(ledger, sent[0], ++sent[0]);
            try (var files = Files.list(queue())) {
                long there =
                        files.filter(file -> file.toString().endsWith(".cq4")).count();
                return there <= 2 && cycles(book) >= 5;
            }
        });

        assertCome(book, range(0, sent[0]));
    }

    private static long cycles(Book book) {
        return book.positions.stream()
                .map(position -> position >>> 32)
                .distinct()
                .count();
    }

    @Test
    void shouldServeOnlyOneAtATime() throws Exception {
        Endpoint endpoint = server.listen(address(), new Book());
        assertThat(listenError(address())).contains("another context serves the queue");
        endpoint.close();

        assertThat(listenError(address())).isEmpty();
    }

    private static String listenError(String address) {
        try (BinderContext other = BinderContext.builder("other").transports().open()) {
            other.listen(address, new Book());
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
