package io.bindery.bench.transport;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.RoundTrip;
import io.bindery.bench.rig.Workload;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.SystemCallException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Bare signals: {@code kill} to the server, whose handler, as the JVM runs it, sends one back; the client's counts, and the
 * client looks at the count.
 */
public final class BareSignal implements Peer {
    static final String NAME = "bare-kill";

    /** Others than those of the calls, which may listen at the same time. */
    private static final int TO_SERVER = 28;

    private static final String TO_SERVER_NAME = "WINCH";
    private static final int TO_CLIENT = 23;
    private static final String TO_CLIENT_NAME = "URG";
    private static final String CLIENT_PID = "client-pid";
    private static final String SERVER_PID = "server-pid";
    private static final int BURST = 4;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Workload openClient(Path directory) throws IOException {
        writePid(directory.resolve(CLIENT_PID));
        return new Client(directory.resolve(SERVER_PID));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        int client = readPid(directory.resolve(CLIENT_PID));
        handle(TO_SERVER_NAME, () -> kill(client, TO_CLIENT));
        writePid(directory.resolve(SERVER_PID));
        return operations -> {
            // Its signal handler answers, on whatever thread the JVM gives it.
        };
    }

    private static void writePid(Path file) throws IOException {
        Files.writeString(file, Integer.toString(Processes.pid()));
    }

    private static int readPid(Path file) throws IOException {
        return Integer.parseInt(Files.readString(file));
    }

    private static void kill(int pid, int signal) {
        try {
            Processes.kill(pid, signal);
        } catch (SystemCallException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By reflection, since javac warns of the package in a way that cannot be silenced. */
    private static void handle(String name, Runnable action) throws IOException {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (self, method, arguments) -> {
                action.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(BareSignal.class.getClassLoader(), new Class<?>[] {handler}, run);
            Object ignored = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the signal cannot be handled: name=" + name, e);
        }
    }

    private static final class Client implements RoundTrip {
        private final Path serverPid;
        private int server;
        private volatile int answers;

        Client(Path serverPid) throws IOException {
            this.serverPid = serverPid;
            handle(TO_CLIENT_NAME, this::count);
        }

        /** One signal is under way at a time. */
        private synchronized void count() {
            answers = answers + 1;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int burstUnit() {
            return BURST;
        }

        @Override
        public void exchange() throws IOException {
            if (server == 0) {
                server = readPid(serverPid);
            }
            int before = answers;
            Processes.kill(server, TO_SERVER);
            long begun = 0;
            while (answers == before) {
                Thread.onSpinWait();
                if (begun == 0) {
                    begun = System.nanoTime();
                } else if (System.nanoTime() - begun > PATIENCE_NS) {
                    throw new IllegalStateException("no answer: answers=" + before);
                }
            }
        }
    }
}
