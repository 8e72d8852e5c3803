package io.bindery.bench.peers;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A stream through Aeron's IPC channel; claims are filled and read in place. See {@link AeronEnd}. */
public final class AeronOneway implements Peer {
    public static final String NAME = "aeron-ipc-oneway";

    private static final int STREAM = 3;
    private static final int MOST_FRAGMENTS = 256;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        return AeronEnd.JVM_FLAGS;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Sender(directory, AeronEnd.withDriver(directory));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Receiver(directory, AeronEnd.of(directory));
    }

    private static final class Sender extends StreamEnd.Sender {
        private final AeronEnd end;
        private final ExclusivePublication publication;
        private final BufferClaim claim = new BufferClaim();
        private final Patience patience = new Patience("room in Aeron's stream");

        Sender(Path directory, AeronEnd end) throws IOException {
            super(NAME, directory);
            this.end = end;
            publication = end.publication(STREAM);
        }

        @Override
        void send(long sequence) {
            AeronEnd.claim(publication, StreamMessage.BYTES, claim, patience);
            BufferMessage.write(claim.buffer(), claim.offset(), sequence);
            claim.commit();
        }

        @Override
        public void close() {
            end.close();
        }
    }

    private static final class Receiver extends StreamEnd.Receiver {
        private final AeronEnd end;
        private final Subscription subscription;
        private final Patience patience = new Patience("a message through Aeron");
        private final FragmentHandler onMessage;

        Receiver(Path directory, AeronEnd end) throws IOException {
            super(directory);
            this.end = end;
            subscription = end.subscription(STREAM);
            onMessage = (buffer, offset, length, header) -> BufferMessage.read(buffer, offset, sink());
        }

        @Override
        void receive() {
            AeronEnd.awaitOne(subscription, onMessage, MOST_FRAGMENTS, patience);
        }

        @Override
        public void close() {
            end.close();
        }
    }
}
