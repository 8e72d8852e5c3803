package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.IBinder;
import io.bindery.OnewayCounts;
import io.bindery.OnewayListener;
import io.bindery.system.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer reports of oneway calls that were never sent, or gives back: it is told why its session ends, or ignored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDriverMessageSystemTest {
    private static final byte[] PING = Wire.request(0, Wire.PING);
    private static final int STATUS_UNKNOWN_HANDLE = 3;
    private static final int MANY = 1_000;

    /** A message of the driver, and why its sender's session ends. */
    record Forgery(String name, byte[] message, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What the listener of the attacked context was told. */
    private static final class Told implements OnewayListener {
        private final List<String> reports = new CopyOnWriteArrayList<>();

        @Override
        public void onRefused(int pid, @Nullable IBinder target, int code, long calls, String reason) {
            reports.add("refused target=" + target + " code=" + code + " calls=" + calls + " " + reason);
        }

        @Override
        public void onSpamSuspected(int pid, @Nullable IBinder target, int waitingCalls, int waitingBytes) {
            reports.add("suspected target=" + target + " calls=" + waitingCalls + " bytes=" + waitingBytes);
        }
    }

    private Attacked attacked;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        attacked = new Attacked(home);
    }

    @AfterEach
    void stopListening() {
        attacked.context.setOnewayListener(null);
    }

    @AfterAll
    void close() throws Exception {
        attacked.close();
    }

    private static byte[] driver(int kind, Object... entries) {
        return Wire.message(Wire.DRIVER, kind, Wire.bytes(entries));
    }

    private static byte[] refused(int handle, int code, int reason, int calls) {
        return driver(Wire.ONEWAY_REFUSED, handle, code, reason, calls);
    }

    private static byte[] suspected(int handle, int calls, long bytes) {
        return driver(Wire.ONEWAY_SUSPECTED, handle, calls, bytes);
    }

    static Stream<Forgery> reports() {
        String malformed = "malformed report on oneway calls";
        return Stream.of(
                new Forgery("half a pair", driver(Wire.ONEWAY_REFUSED, 0, 1), malformed + ": entries=1"),
                new Forgery("a pair and a half", driver(Wire.ONEWAY_REFUSED, 0, 1, 3, 1, 0, 1), "entries=3"),
                new Forgery("half an entry", driver(Wire.ONEWAY_REFUSED, 0), "message of the driver: length=8"),
                new Forgery("no calls refused", refused(0, 1, 3, 0), malformed),
                new Forgery("fewer than no calls refused", refused(0, 1, 3, Integer.MIN_VALUE), malformed),
                new Forgery("no suspicion", driver(Wire.ONEWAY_SUSPECTED), malformed + ": entries=0"),
                new Forgery("half a suspicion", driver(Wire.ONEWAY_SUSPECTED, 0, 1), malformed + ": entries=1"),
                new Forgery("two suspicions", driver(Wire.ONEWAY_SUSPECTED, 0, 1, 1L, 0, 1, 1L), "entries=4"),
                new Forgery("no calls wait", suspected(0, 0, 100), malformed),
                new Forgery("fewer than no calls wait", suspected(0, -1, 100), malformed),
                new Forgery("no bytes wait", suspected(0, 1, 0), malformed),
                new Forgery("fewer than no bytes wait", suspected(0, 1, -1), malformed),
                new Forgery("more bytes than can be", suspected(0, 1, 1L << 40), malformed));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void shouldEndTheSessionOfWhoReportsWhatCannotBe(Forgery forged) throws Exception {
        Told told = listen();
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);

        socket.send(forged.message);

        assertThat(socket.awaitEnd()).contains(forged.reason);
        assertThat(told.reports).isEmpty();
        attacked.assertUnharmed();
    }

    private Told listen() {
        Told told = new Told();
        attacked.context.setOnewayListener(told);
        return told;
    }

    @Test
    void shouldTellWhatIsSaidOfUnknownObjectsWithoutThem() throws Exception {
        Told told = listen();
        OnewayCounts before = attacked.context.onewayCounts();
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);

        socket.send(refused(4711, 5, STATUS_UNKNOWN_HANDLE, 9));
        assertTaken(socket);
        socket.send(refused(-1, 0, 12_345, Integer.MAX_VALUE));
        assertTaken(socket);
        socket.send(suspected(Integer.MIN_VALUE, 7, Integer.MAX_VALUE));
        assertTaken(socket);

        Eventually.await("all are told", () -> told.reports.size() == 3);
        assertThat(told.reports)
                .containsExactlyInAnyOrder(
                        "refused target=null code=5 calls=9 the owner knows no object of this handle",
                        "refused target=null code=0 calls=" + Integer.MAX_VALUE + " status=12345",
                        "suspected target=null calls=7 bytes=" + Integer.MAX_VALUE);
        OnewayCounts after = attacked.context.onewayCounts();
        assertThat(after.refusedByPeers() - before.refusedByPeers()).isEqualTo(9L + Integer.MAX_VALUE);
        assertThat(after.suspectedByPeers() - before.suspectedByPeers()).isEqualTo(1);
        assertGoesOn(socket);
    }

    private static void assertTaken(RawSocket socket) {
        assertThat(socket.expect(Wire.DRIVER).body().getInt()).isEqualTo(Wire.TAKEN);
    }

    /** The session lives, and so do the others. */
    private void assertGoesOn(RawSocket socket) throws Exception {
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.SYNC);
        assertThat(lane.call(PING)).containsExactly(new byte[8]);
        attacked.assertUnharmed();
    }

    @Test
    void shouldTakeAFloodOfReportsWithoutOneTaskForEach() throws Exception {
        Told told = listen();
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        Object[] distinct = new Object[4 * MANY];
        for (int i = 0; i < MANY; i++) {
            distinct[4 * i] = i;
            distinct[4 * i + 1] = i;
            distinct[4 * i + 2] = STATUS_UNKNOWN_HANDLE;
            distinct[4 * i + 3] = 1;
        }

        socket.send(driver(Wire.ONEWAY_REFUSED, distinct));
        assertTaken(socket);

        Eventually.await(
                "all are told",
                () -> told.reports.stream()
                                .mapToLong(HostileDriverMessageSystemTest::calls)
                                .sum()
                        == MANY);
        assertGoesOn(socket);
    }

    private static long calls(String report) {
        return Long.parseLong(report.replaceAll(".*calls=(\\d+).*", "$1"));
    }

    @Test
    void shouldIgnoreThatSomethingWasTakenOfWhichNothingWasSent() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);

        for (int i = 0; i < MANY; i++) {
            socket.send(driver(Wire.TAKEN));
        }

        assertGoesOn(socket);
    }

    @Test
    void shouldEndTheSessionOfWhoGivesBackBeforeTheLastWasTaken() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.ONEWAY);
        assertThat(lane.id).isEqualTo(1);
        byte[] release = driver(Wire.RELEASE, 55, 1);
        Object[] many = new Object[MANY];
        java.util.Arrays.fill(many, release);

        // A release counts when a looper has looked at the stream of oneway calls twice: of so many, one comes before.
        socket.send(Wire.bytes(many));

        assertThat(socket.awaitEnd()).contains("a release came before the one ahead of it was taken");
        attacked.assertUnharmed();
    }

    @Test
    void shouldTakeReleasesThatWaitForEachOther() throws Exception {
        RawSocket socket = attacked.peer.open(Attacked.ENDPOINT);
        RawLane lane = attacked.peer.openLane(socket, 1, Wire.ONEWAY);
        assertThat(lane.id).isEqualTo(1);

        for (int i = 0; i < 20; i++) {
            socket.send(driver(Wire.RELEASE, 55, 1));
            assertTaken(socket);
        }

        socket.send(Wire.message(Wire.BYE, "done"));
        assertThat(socket.awaitEnd()).isEmpty();
        attacked.assertUnharmed();
    }
}
