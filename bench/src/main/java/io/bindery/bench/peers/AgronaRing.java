package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Two of Agrona's single-producer single-consumer ring buffers in mapped files, as large as a call ring of Bindery. */
public final class AgronaRing implements Peer {
    public static final String NAME = "agrona-ring";

    private static final String REQUESTS = "requests";
    private static final String REPLIES = "replies";
    private static final int CAPACITY = 32 << 10;
    private static final int MESSAGE_TYPE = 1;
    private static final int ONE_MESSAGE = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        return AeronEnd.JVM_FLAGS;
    }

    @Override
    public Workload openClient(Path directory) {
        return new Client(create(directory.resolve(REQUESTS), CAPACITY), create(directory.resolve(REPLIES), CAPACITY));
    }

    @Override
    public Responder openServer(Path directory) {
        return new Server(open(directory.resolve(REQUESTS)), open(directory.resolve(REPLIES)));
    }

    static OneToOneRingBuffer create(Path file, int capacity) {
        return ring(IoUtil.mapNewFile(file.toFile(), capacity + RingBufferDescriptor.TRAILER_LENGTH));
    }

    static OneToOneRingBuffer open(Path file) {
        return ring(IoUtil.mapExistingFile(file.toFile(), file.getFileName().toString()));
    }

    private static OneToOneRingBuffer ring(MappedByteBuffer memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /** Claims room for a message, waiting for it where there is none yet, and returns where it is. */
    static int claim(OneToOneRingBuffer ring, int length, Patience patience) {
        for (; ; ) {
            int at = ring.tryClaim(MESSAGE_TYPE, length);
            if (at > 0) {
                patience.renew();
                return at;
            }
            patience.spin();
        }
    }

    /** Waits for at least one message and handles at most {@code limit}; returns how many. */
    static int awaitOne(OneToOneRingBuffer ring, MessageHandler handler, int limit, Patience patience) {
        for (; ; ) {
            int handled = ring.read(handler, limit);
            if (handled > 0) {
                patience.renew();
                return handled;
            }
            patience.spin();
        }
    }

    private static final class Client extends SumClient {
        private final OneToOneRingBuffer requests;
        private final OneToOneRingBuffer replies;
        private final Patience patience = new Patience("a reply in a ring buffer");
        private final MessageHandler onReply;
        private long reply;

        Client(OneToOneRingBuffer requests, OneToOneRingBuffer replies) {
            super(NAME);
            this.requests = requests;
            this.replies = replies;
            onReply = (type, buffer, at, length) -> reply = buffer.getLong(at);
        }

        @Override
        long call(long a, long b, long c, long d) {
            int at = claim(requests, REQUEST_BYTES, patience);
            requests.buffer().putLong(at, a);
            requests.buffer().putLong(at + 8, b);
            requests.buffer().putLong(at + 16, c);
            requests.buffer().putLong(at + 24, d);
            requests.commit(at);
            awaitOne(replies, onReply, ONE_MESSAGE, patience);
            return reply;
        }
    }

    private static final class Server extends SumServer {
        private final OneToOneRingBuffer requests;
        private final OneToOneRingBuffer replies;
        private final Patience patience = new Patience("a request in a ring buffer");
        private final MessageHandler onRequest;

        Server(OneToOneRingBuffer requests, OneToOneRingBuffer replies) {
            this.requests = requests;
            this.replies = replies;
            onRequest = (type, buffer, at, length) -> answer(SumClient.sum(
                    buffer.getLong(at), buffer.getLong(at + 8), buffer.getLong(at + 16), buffer.getLong(at + 24)));
        }

        @Override
        void serve() {
            awaitOne(requests, onRequest, ONE_MESSAGE, patience);
        }

        private void answer(long sum) {
            int at = claim(replies, SumClient.REPLY_BYTES, patience);
            replies.buffer().putLong(at, sum);
            replies.commit(at);
        }
    }
}
