package io.bindery.chronicle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.BinderContext;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two contexts and a directory for a queue. */
abstract class QueueFixture {
    /** As {@code java @jvm.flags}; surefire runs in the module's folder. */
    static final String FLAGS = "@" + Path.of("jvm.flags").toAbsolutePath();

    @TempDir
    Path directory;

    BinderContext caller;
    BinderContext server;

    @BeforeEach
    void open() throws IOException {
        caller = BinderContext.builder("caller").transports().open();
        server = BinderContext.builder("server").transports().open();
    }

    @AfterEach
    void close() {
        caller.close();
        server.close();
    }

    String address() {
        return "chronicle:" + directory.resolve("queue");
    }

    Path queue() {
        return directory.resolve("queue");
    }

    Ledger ledger() throws Exception {
        return LedgerStub.asInterface(caller.connect(address()));
    }

    static void send(Ledger ledger, long from, long to) throws Exception {
        for (long i = from; i < to; i++) {
            ledger.add(i);
        }
    }

    static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    static PeerJvm startPeer() {
        PeerJvm peer = PeerJvm.launcher().options(FLAGS).start(QueuePeer.class);
        String answer = peer.answer();
        if (!answer.equals("ready")) {
            throw new IllegalStateException("the peer did not begin: answer=" + answer);
        }
        return peer;
    }

    static List<String> flags() throws IOException {
        return Files.readAllLines(Path.of("jvm.flags"), UTF_8);
    }
}
