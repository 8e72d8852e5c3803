package io.bindery.bench.peers;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.nio.file.Path;
import java.util.List;

/** Aeron's IPC channel, a stream each way; claims are filled and read in place. See {@link AeronEnd}. */
public final class AeronIpc implements Peer {
    public static final String NAME = "aeron-ipc";

    private static final int REQUESTS = 1;
    private static final int REPLIES = 2;
    private static final int ONE_FRAGMENT = 1;

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
        return new Client(AeronEnd.withDriver(directory));
    }

    @Override
    public Responder openServer(Path directory) {
        return new Server(AeronEnd.of(directory));
    }

    private static final class Client extends SumClient {
        private final AeronEnd end;
        private final ExclusivePublication requests;
        private final Subscription replies;
        private final BufferClaim claim = new BufferClaim();
        private final Patience patience = new Patience("a reply through Aeron");
        private final FragmentHandler onReply;
        private long reply;

        Client(AeronEnd end) {
            super(NAME);
            this.end = end;
            requests = end.publication(REQUESTS);
            replies = end.subscription(REPLIES);
            onReply = (buffer, offset, length, header) -> reply = buffer.getLong(offset);
        }

        @Override
        long call(long a, long b, long c, long d) {
            AeronEnd.claim(requests, REQUEST_BYTES, claim, patience);
            int at = claim.offset();
            claim.buffer().putLong(at, a);
            claim.buffer().putLong(at + 8, b);
            claim.buffer().putLong(at + 16, c);
            claim.buffer().putLong(at + 24, d);
            claim.commit();
            AeronEnd.awaitOne(replies, onReply, ONE_FRAGMENT, patience);
            return reply;
        }

        @Override
        public void close() {
            end.close();
        }
    }

    private static final class Server extends SumServer {
        private final AeronEnd end;
        private final Subscription requests;
        private final ExclusivePublication replies;
        private final BufferClaim claim = new BufferClaim();
        private final Patience patience = new Patience("a request through Aeron");
        private final FragmentHandler onRequest;

        Server(AeronEnd end) {
            this.end = end;
            requests = end.subscription(REQUESTS);
            replies = end.publication(REPLIES);
            onRequest = (buffer, offset, length, header) -> answer(SumClient.sum(
                    buffer.getLong(offset),
                    buffer.getLong(offset + 8),
                    buffer.getLong(offset + 16),
                    buffer.getLong(offset + 24)));
        }

        @Override
        void serve() {
            AeronEnd.awaitOne(requests, onRequest, ONE_FRAGMENT, patience);
        }

        private void answer(long sum) {
            AeronEnd.claim(replies, SumClient.REPLY_BYTES, claim, patience);
            claim.buffer().putLong(claim.offset(), sum);
            claim.commit();
        }

        @Override
        public void close() {
            end.close();
        }
    }
}
