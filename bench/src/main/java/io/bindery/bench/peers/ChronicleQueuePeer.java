package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Two Chronicle queues, one each way, in files in memory; binary wire, documents written and read in place. A queue keeps
 * all that ever went through it, which nobody else here does.
 */
public final class ChronicleQueuePeer implements Peer {
    public static final String NAME = "chronicle-queue";

    private static final String REQUESTS = "requests";
    private static final String REPLIES = "replies";

    /** What its authors list for Java 17 and later; no version check or usage report over the network. */
    static final List<String> JVM_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dslf4j.internal.verbosity=ERROR");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        return JVM_FLAGS;
    }

    @Override
    public Workload openClient(Path directory) {
        return new Client(open(directory.resolve(REQUESTS)), open(directory.resolve(REPLIES)));
    }

    @Override
    public Responder openServer(Path directory) {
        return new Server(open(directory.resolve(REQUESTS)), open(directory.resolve(REPLIES)));
    }

    static ChronicleQueue open(Path directory) {
        return ChronicleQueue.single(directory.toString());
    }

    /** Loopers take over from each other, one at a time: the check for that would refuse the second. */
    static ExcerptTailer tailer(ChronicleQueue queue) {
        ExcerptTailer tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        return tailer;
    }

    /** As {@link #tailer}. */
    static ExcerptAppender appender(ChronicleQueue queue) {
        ExcerptAppender appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
        return appender;
    }

    /** What a present document holds. */
    static Bytes<?> bytes(DocumentContext document) {
        return Objects.requireNonNull(document.wire(), "wire").bytes();
    }

    private static final class Client extends SumClient {
        private final ChronicleQueue requestQueue;
        private final ChronicleQueue replyQueue;
        private final ExcerptAppender requests;
        private final ExcerptTailer replies;
        private final Patience patience = new Patience("a reply in a queue");

        Client(ChronicleQueue requestQueue, ChronicleQueue replyQueue) {
            super(NAME);
            this.requestQueue = requestQueue;
            this.replyQueue = replyQueue;
            requests = appender(requestQueue);
            replies = tailer(replyQueue);
        }

        @Override
        long call(long a, long b, long c, long d) {
            try (DocumentContext document = requests.writingDocument()) {
                Bytes<?> bytes = bytes(document);
                bytes.writeLong(a);
                bytes.writeLong(b);
                bytes.writeLong(c);
                bytes.writeLong(d);
            }
            for (; ; ) {
                try (DocumentContext document = replies.readingDocument()) {
                    if (document.isPresent()) {
                        patience.renew();
                        return bytes(document).readLong();
                    }
                }
                patience.spin();
            }
        }

        @Override
        public void close() {
            requestQueue.close();
            replyQueue.close();
        }
    }

    private static final class Server extends SumServer {
        private final ChronicleQueue requestQueue;
        private final ChronicleQueue replyQueue;
        private final ExcerptTailer requests;
        private final ExcerptAppender replies;
        private final Patience patience = new Patience("a request in a queue");

        Server(ChronicleQueue requestQueue, ChronicleQueue replyQueue) {
            this.requestQueue = requestQueue;
            this.replyQueue = replyQueue;
            requests = tailer(requestQueue);
            replies = appender(replyQueue);
        }

        @Override
        void serve() {
            for (; ; ) {
                try (DocumentContext document = requests.readingDocument()) {
                    if (document.isPresent()) {
                        patience.renew();
                        Bytes<?> bytes = bytes(document);
                        answer(SumClient.sum(bytes.readLong(), bytes.readLong(), bytes.readLong(), bytes.readLong()));
                        return;
                    }
                }
                patience.spin();
            }
        }

        private void answer(long sum) {
            try (DocumentContext document = replies.writingDocument()) {
                bytes(document).writeLong(sum);
            }
        }

        @Override
        public void close() {
            requestQueue.close();
            replyQueue.close();
        }
    }
}
