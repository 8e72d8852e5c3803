package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.connections.impl.DirectConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.jspecify.annotations.Nullable;

/**
 * D-Bus by dbus-java, from process to process over a Unix socket, without a bus in between: a typed call through a proxy,
 * marshalled by its signature. Both ends have threads of the library's own, which the kernel places.
 */
public final class DbusUnix implements Peer {
    public static final String NAME = "dbus-unix";

    private static final int CALLS_PER_BURST = 4;
    private static final long PATIENCE_S = 10;
    private static final String SOCKET = "dbus";
    private static final String OBJECT = "/io/bindery/bench/Sum";

    /** What is called. Public, as dbus-java's proxies want it. */
    @DBusInterfaceName("io.bindery.bench.Sum")
    public interface Sum extends DBusInterface {
        /** As {@link SumClient#sum}. */
        long sum(long a, long b, long c, long d);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        // Its logging facade prints a warning where there is no logger.
        return List.of("-Dslf4j.internal.verbosity=ERROR");
    }

    @Override
    public Workload openClient(Path directory) {
        return new Client(address(directory));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Serving(address(directory));
    }

    private static String address(Path directory) {
        return "unix:path=" + directory.resolve(SOCKET);
    }

    /** Runs {@code task} on a thread of its own, so that threads which the library starts meanwhile are tied to no CPU. */
    private static <T> T onFreeThread(Task<T> task) throws DBusException {
        CompletableFuture<T> result = new CompletableFuture<>();
        FreeThreads.create(() -> {
                    try {
                        result.complete(task.run());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        try {
            return result.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DBusException("dbus-java did not begin: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DBusException("interrupted", e);
        }
    }

    private interface Task<T> {
        T run() throws Exception;
    }

    /** Connects when it is called first: by then the server listens. */
    private static final class Client extends SumClient {
        private final String address;
        private @Nullable DirectConnection connection;
        private @Nullable Sum sum;

        Client(String address) {
            super(NAME);
            this.address = address;
        }

        @Override
        public int burstUnit() {
            return CALLS_PER_BURST;
        }

        @Override
        long call(long a, long b, long c, long d) throws DBusException {
            Sum remote = sum;
            return (remote == null ? connect() : remote).sum(a, b, c, d);
        }

        private Sum connect() throws DBusException {
            DirectConnection connected = onFreeThread(
                    () -> DirectConnectionBuilder.forAddress(address).build());
            connection = connected;
            Sum remote = connected.getRemoteObject(OBJECT, Sum.class);
            sum = remote;
            return remote;
        }

        @Override
        public void close() {
            DirectConnection open = connection;
            if (open != null) {
                open.disconnect();
            }
        }
    }

    /** Serves in threads of the library's, so there is nothing to be done in a burst. */
    private static final class Serving implements Responder {
        private final DirectConnection connection;

        Serving(String address) throws IOException {
            CountDownLatch bound = new CountDownLatch(1);
            try {
                connection = onFreeThread(() -> DirectConnectionBuilder.forAddress(address + ",listen=true")
                        .transportConfig()
                        .withAutoConnect(false)
                        .withAfterBindCallback(transport -> bound.countDown())
                        .back()
                        .build());
                connection.exportObject(OBJECT, new Adder());
                FreeThreads.create(this::listen).start();
                if (!bound.await(PATIENCE_S, TimeUnit.SECONDS)) {
                    throw new IOException("dbus-java does not listen: address=" + address);
                }
            } catch (DBusException e) {
                throw new IOException("dbus-java does not listen: address=" + address, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        /** Waits for the client, and then returns. */
        private void listen() {
            try {
                connection.listen();
            } catch (IOException e) {
                System.err.println("bench: dbus-java ended: " + e);
            }
        }

        @Override
        public void respond(int operations) {}

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    private static final class Adder implements Sum {
        @Override
        public long sum(long a, long b, long c, long d) {
            return SumClient.sum(a, b, c, d);
        }

        @Override
        public String getObjectPath() {
            return OBJECT;
        }

        @Override
        public boolean isRemote() {
            return false;
        }
    }
}
