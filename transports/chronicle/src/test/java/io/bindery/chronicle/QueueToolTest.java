package io.bindery.chronicle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.chronicle.tool.QueueTool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The commands {@code record} and {@code replay}. */
class QueueToolTest extends QueueFixture {
    /** More come while the command that records ends, on a busy machine many. */
    private static final String AT_LEAST_THREE = "([3-9]|\\d{2,})";

    private record Run(int exit, String output) {}

    private static Run run(String... arguments) {
        PrintStream before = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream captured = new PrintStream(bytes, true, UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        try {
            int exit = QueueTool.run(arguments);
            return new Run(exit, bytes.toString(UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(errors);
        }
    }

    @Test
    void shouldRecordListAndReplay() throws Exception {
        String address = "unix:" + directory.resolve("ledger");
        Book book = new Book();
        server.listen(address, book);
        Ledger ledger = LedgerStub.asInterface(caller.connect(address));
        CompletableFuture<Run> recording = CompletableFuture.supplyAsync(
                () -> run("record", address, queue().toString(), "--count", "3", "--method", "add"));
        long[] sent = {0};
        Conditions.await("three are recorded", () -> {
            ledger.add(sent[0]++);
            return recording.isDone();
        });

        assertThat(recording.get().exit()).isZero();
        assertThat(recording.get().output())
                .contains("recording " + address)
                .containsPattern("recorded " + AT_LEAST_THREE);
        Run list = run("replay", queue().toString(), "--interface", LedgerStub.DESCRIPTOR);
        assertThat(list.output().lines().toList())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line ->
                        assertThat(line).contains(LedgerStub.DESCRIPTOR + ".add", " oneway bytes=8", "pid=", "uid="));
        Run replay = run("replay", queue().toString(), address, "--speed", "0");
        assertThat(replay.exit()).isZero();
        assertThat(replay.output()).containsPattern("sent " + AT_LEAST_THREE + ", of which failed 0, skipped 0");
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(run("replay", directory.toString()).output()).contains("no queue of Bindery's");
        assertThat(run("record", "nobody", queue().toString()).output()).contains("names no object: target=nobody");
        assertThat(run("record", "unix:" + directory.resolve("no"), queue().toString()))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(1))
                .satisfies(run -> assertThat(run.output()).contains("ENOENT"));
        assertThat(run("replay", queue().toString(), "--speed", "-1").output()).contains("speed=-1");
        assertThat(run("record").exit()).isEqualTo(2);
    }
}
