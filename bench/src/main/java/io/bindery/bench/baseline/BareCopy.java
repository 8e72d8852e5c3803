package io.bindery.bench.baseline;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * The baseline of calls with many bytes: as {@link Bounce}, but the client first copies the bytes into shared memory, and
 * the server sums them up where they lie.
 */
public final class BareCopy implements Peer {
    /** What its name begins with; the number of bytes follows. */
    public static final String NAME_PREFIX = "bare-copy-";

    private static final String CLIENT_FILE = "copy-client";
    private static final String SERVER_FILE = "copy-server";
    private static final int SERVER_BYTES = 4096;
    private static final long WORD = 0;
    private static final long SUM = 8;
    private static final int PAYLOAD = 4096;

    private static final int LARGE_BYTES = 1 << 20;
    private static final int LARGE_PER_BURST = 4;

    private final int bytes;

    /** Creates the baseline for so many bytes, a multiple of 8. */
    public BareCopy(int bytes) {
        this.bytes = bytes;
    }

    /** The baseline of that name, which ends with the number of bytes. */
    public static BareCopy named(String name) {
        return new BareCopy(Integer.parseInt(name.substring(NAME_PREFIX.length())));
    }

    /** Operations in the smallest burst of copies of so many bytes: few where each takes a millisecond. */
    public static int burstUnit(long bytes) {
        return bytes > LARGE_BYTES ? LARGE_PER_BURST : Workload.BURST_UNIT;
    }

    @Override
    public String name() {
        return NAME_PREFIX + bytes;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Client(
                bytes,
                SharedWords.create(directory.resolve(CLIENT_FILE), PAYLOAD + bytes),
                SharedWords.create(directory.resolve(SERVER_FILE), SERVER_BYTES));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Server(
                bytes,
                SharedWords.open(directory.resolve(SERVER_FILE), SERVER_BYTES),
                SharedWords.open(directory.resolve(CLIENT_FILE), PAYLOAD + bytes));
    }

    private static final class Client implements RoundTrip {
        private final MemorySegment source;
        private final SharedWords own;
        private final SharedWords peer;
        private final long rest;
        private long sent;

        Client(int bytes, SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
            source = Arena.global().allocate(bytes, Long.BYTES);
            long sum = 0;
            for (int word = 1; word < bytes / Long.BYTES; word++) {
                source.setAtIndex(ValueLayout.JAVA_LONG, word, word);
                sum += word;
            }
            rest = sum;
        }

        @Override
        public String name() {
            return NAME_PREFIX + source.byteSize();
        }

        @Override
        public int burstUnit() {
            return BareCopy.burstUnit(source.byteSize());
        }

        @Override
        public void exchange() {
            long number = ++sent;
            source.set(ValueLayout.JAVA_LONG, 0, number);
            own.copyFrom(source, PAYLOAD);
            own.setRelease(WORD, number);
            peer.awaitAtLeastAcquire(WORD, number);
            long sum = peer.getPlain(SUM);
            if (sum != number + rest) {
                throw new IllegalStateException("wrong sum: expected=" + (number + rest) + ", returned=" + sum);
            }
        }
    }

    private static final class Server implements Responder {
        private final int bytes;
        private final SharedWords own;
        private final SharedWords peer;
        private long taken;

        Server(int bytes, SharedWords own, SharedWords peer) {
            this.bytes = bytes;
            this.own = own;
            this.peer = peer;
        }

        @Override
        public void respond(int operations) {
            for (int i = 0; i <= operations; i++) {
                long number = peer.awaitAtLeastAcquire(WORD, ++taken);
                long sum = 0;
                for (long offset = PAYLOAD; offset < PAYLOAD + bytes; offset += Long.BYTES) {
                    sum += peer.getPlain(offset);
                }
                own.setPlain(SUM, sum);
                own.setRelease(WORD, number);
            }
        }
    }
}
