package io.bindery.bench.baseline;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Workload;
import io.bindery.internal.linux.Futex;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The wake path bare: as {@link Bounce}, but both sides sleep in a futex until the other has stored its number, and each
 * wakes the other with every number. The server's side is a thread of its own, which does nothing else.
 */
public final class FutexBounce implements Peer {
    public static final String NAME = "futex-bounce";

    private static final String CLIENT_FILE = "futex-client";
    private static final String SERVER_FILE = "futex-server";
    private static final int BYTES = 4096;
    private static final long WORD = 0;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        return new Client(
                SharedWords.create(directory.resolve(CLIENT_FILE), BYTES),
                SharedWords.create(directory.resolve(SERVER_FILE), BYTES));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        SharedWords own = SharedWords.open(directory.resolve(SERVER_FILE), BYTES);
        SharedWords peer = SharedWords.open(directory.resolve(CLIENT_FILE), BYTES);
        return new SleepingResponder("bench-futex", () -> {
            for (long number = 1; ; number++) {
                FutexWord.awaitAtLeast(peer, WORD, number);
                FutexWord.storeAndWake(own, WORD, number);
            }
        });
    }

    private static final class Client implements RoundTrip {
        private final SharedWords own;
        private final SharedWords peer;
        private long bounced;

        Client(SharedWords own, SharedWords peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void exchange() {
            long number = ++bounced;
            FutexWord.storeAndWake(own, WORD, number);
            FutexWord.awaitAtLeast(peer, WORD, number);
        }
    }

    /** A word of shared memory on which one process sleeps. */
    static final class FutexWord {
        private static final long LONGEST_SLEEP_NS = 100_000_000;

        private FutexWord() {}

        static void storeAndWake(SharedWords words, long offset, long value) {
            words.setRelease(offset, value);
            Futex.wake(words.address(offset), 1);
        }

        static void awaitAtLeast(SharedWords words, long offset, long value) {
            for (long seen = words.getAcquire(offset); seen < value; seen = words.getAcquire(offset)) {
                Futex.wait(words.address(offset), (int) seen, LONGEST_SLEEP_NS);
            }
        }
    }
}
