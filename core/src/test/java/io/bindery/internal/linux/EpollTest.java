package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EpollTest {
    private static final int LONG_MS = 30_000;

    private final OpenDescriptors open = new OpenDescriptors();
    private Epoll epoll;

    @BeforeEach
    void create() throws IOException {
        epoll = new Epoll(4);
    }

    @AfterEach
    void close() {
        epoll.close();
        open.close();
    }

    @Test
    void shouldGiveBackTheDataOfWhatIsReady() throws IOException {
        int silent = open.add(EventFd.create());
        int signalled = open.add(EventFd.create());
        epoll.add(silent, Epoll.IN, 1);
        epoll.add(signalled, Epoll.IN, 0x8877_6655_4433_2211L);
        assertThat(epoll.await(0)).isZero();

        EventFd.signal(signalled);

        assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        assertThat(epoll.data(0)).isEqualTo(0x8877_6655_4433_2211L);
        assertThat(epoll.events(0)).isEqualTo(Epoll.IN);
    }

    @Test
    void shouldReportAgainWhatWasNotDealtWith() throws IOException {
        int event = open.add(EventFd.create());
        epoll.add(event, Epoll.IN, 5);
        EventFd.signal(event);
        EventFd.signal(event);

        assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        assertThat(EventFd.drain(event)).isEqualTo(2);
        assertThat(epoll.await(0)).isZero();
        assertThat(EventFd.drain(event)).isZero();
    }

    @Test
    void shouldReportMoreThanFitsInSeveralTurns() throws IOException {
        Set<Long> expected = new HashSet<>();
        Set<Long> reported = new HashSet<>();
        for (long data = 0; data < 9; data++) {
            int event = open.add(EventFd.create());
            epoll.add(event, Epoll.IN, data);
            EventFd.signal(event);
            expected.add(data);
        }
        while (reported.size() < expected.size()) {
            int ready = epoll.await(LONG_MS);
            assertThat(ready).isBetween(1, 4);
            for (int i = 0; i < ready; i++) {
                reported.add(epoll.data(i));
            }
        }
        assertThat(reported).isEqualTo(expected);
    }

    @Test
    void shouldWakeWhenAnotherThreadSignals() throws IOException {
        int event = open.add(EventFd.create());
        epoll.add(event, Epoll.IN, 9);
        CompletableFuture<Void> signaller = CompletableFuture.runAsync(() -> EventFd.signal(event));

        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.data(0)).isEqualTo(9);
        signaller.join();
    }

    @Test
    void shouldReportThatThePeerHungUp() throws IOException {
        int[] pair = UnixSocket.pair();
        open.add(pair[0]);
        epoll.add(pair[0], Epoll.IN | Epoll.RDHUP, 3);
        assertThat(epoll.await(0)).isZero();

        FileDescriptors.close(pair[1]);

        assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.IN | Epoll.HUP | Epoll.RDHUP);
    }

    @Test
    void shouldWatchForOtherEventsAfterAChange() throws IOException {
        int[] pair = open.add(UnixSocket.pair());
        epoll.add(pair[0], Epoll.IN, 1);
        assertThat(epoll.await(0)).isZero();

        epoll.modify(pair[0], Epoll.OUT, 2);

        assertThat(epoll.await(LONG_MS)).isEqualTo(1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.OUT);
        assertThat(epoll.data(0)).isEqualTo(2);
    }

    @Test
    void shouldNotReportWhatWasRemoved() throws IOException {
        int event = open.add(EventFd.create());
        epoll.add(event, Epoll.IN, 1);
        EventFd.signal(event);

        epoll.remove(event);

        assertThat(epoll.await(0)).isZero();
        assertThatThrownBy(() -> epoll.remove(event))
                .isInstanceOf(SystemCallException.class)
                .hasMessageStartingWith("epoll_ctl(DEL) failed: ENOENT");
    }

    @Test
    void shouldSayWhatCannotBeWatched() throws IOException {
        int event = open.add(EventFd.create());
        epoll.add(event, Epoll.IN, 1);

        assertThatThrownBy(() -> epoll.add(event, Epoll.IN, 1))
                .hasMessage("epoll_ctl(ADD) failed: EEXIST (17, File exists); attempted: fd=" + event + " events=0x1");
        assertThatThrownBy(() -> epoll.add(1_000_000, Epoll.IN, 1)).hasMessageContaining("EBADF");
        assertThatThrownBy(() -> epoll.modify(open.add(EventFd.create()), Epoll.IN, 1))
                .hasMessageContaining("ENOENT");
    }

    @Test
    void shouldKnowOnlyTheEventsOfTheLastTurn() throws IOException {
        assertThat(epoll.await(0)).isZero();

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> epoll.data(0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> epoll.events(0));
    }

    @Test
    void shouldRefuseToWorkOnceClosed() {
        epoll.close();
        epoll.close();

        assertThatIllegalStateException().isThrownBy(() -> epoll.await(0)).withMessageStartingWith("epoll is closed");
        assertThatIllegalStateException().isThrownBy(() -> epoll.add(0, Epoll.IN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoll(0));
    }

    @Test
    void shouldSayThatWhatIsSignalledIsNotOpen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventFd.signal(1_000_000))
                .withMessageContaining("signal eventfd fd=1000000");
        assertThatIllegalStateException().isThrownBy(() -> EventFd.drain(1_000_000));
    }
}
