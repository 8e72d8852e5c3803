package io.bindery.bench.baseline;

import io.bindery.bench.baseline.FutexBounce.FutexWord;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Workload;
import io.bindery.internal.linux.Epoll;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.internal.linux.WakeWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The wake path of a quiet process bare: the client sends a byte over a Unix socket and sleeps in a futex; the server
 * sleeps in epoll, reads the byte, stores the number and wakes the client. With a hop, the thread that sleeps in epoll only
 * wakes another one, which answers, as the thread that reads sockets and runs no user code must.
 */
public final class EpollBounce implements Peer {
    public static final String NAME = "epoll-bounce";
    public static final String HOP_NAME = "epoll-hop-bounce";

    private static final String SOCKET = "epoll-socket";
    private static final String SERVER_FILE = "epoll-server";
    private static final int BYTES = 4096;
    private static final long WORD = 0;
    private static final int FOR_EVER_MS = -1;
    private static final int NO_DESCRIPTOR = -1;
    private static final long LONGEST_SLEEP_NS = 100_000_000;

    private final boolean hop;

    /** Creates the baseline with or without a second thread in the server. */
    public EpollBounce(boolean hop) {
        this.hop = hop;
    }

    @Override
    public String name() {
        return hop ? HOP_NAME : NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        int listener = UnixSocket.stream();
        UnixSocket.bind(listener, directory.resolve(SOCKET));
        UnixSocket.listen(listener, 1);
        return new Client(name(), listener, SharedWords.create(directory.resolve(SERVER_FILE), BYTES));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        SharedWords own = SharedWords.open(directory.resolve(SERVER_FILE), BYTES);
        int socket = UnixSocket.stream();
        UnixSocket.connect(socket, directory.resolve(SOCKET));
        Epoll epoll = new Epoll();
        epoll.add(socket, Epoll.IN, 0);
        if (!hop) {
            return new SleepingResponder(
                    "bench-epoll", () -> serve(epoll, socket, number -> FutexWord.storeAndWake(own, WORD, number)));
        }
        WakeWord bell = new WakeWord();
        Responder unused = new SleepingResponder("bench-epoll", () -> serve(epoll, socket, number -> bell.wake()));
        return new SleepingResponder("bench-hop", () -> {
            for (int number = 1; ; number++) {
                for (int seen = bell.value(); seen < number; seen = bell.value()) {
                    bell.sleep(seen, LONGEST_SLEEP_NS);
                }
                FutexWord.storeAndWake(own, WORD, number);
            }
        });
    }

    private interface Answer {
        void to(long number);
    }

    private static void serve(Epoll epoll, int socket, Answer answer) {
        SocketMessage message = new SocketMessage(1);
        long number = 0;
        while (true) {
            epoll.await(FOR_EVER_MS);
            while (receive(message, socket) > 0) {
                answer.to(++number);
            }
        }
    }

    private static int receive(SocketMessage message, int socket) {
        try {
            return message.receive(socket);
        } catch (SystemCallException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Client implements RoundTrip {
        private final String name;
        private final int listener;
        private final SharedWords peer;
        private final SocketMessage message = new SocketMessage(1);
        private final MemorySegment one = Arena.global().allocate(1);
        private int socket = -1;
        private long bounced;

        Client(String name, int listener, SharedWords peer) {
            this.name = name;
            this.listener = listener;
            this.peer = peer;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void exchange() throws SystemCallException {
            if (socket < 0) {
                socket = UnixSocket.accept(listener);
            }
            long number = ++bounced;
            int sent = message.send(socket, one, 1, NO_DESCRIPTOR);
            if (sent != 1) {
                throw new IllegalStateException("byte not sent: result=" + sent);
            }
            FutexWord.awaitAtLeast(peer, WORD, number);
        }
    }
}
