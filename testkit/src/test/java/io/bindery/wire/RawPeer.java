package io.bindery.wire;

import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.system.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A process of a context that has no driver: it has an endpoint, and says on its sockets what the test makes it say. */
final class RawPeer implements AutoCloseable {
    private final Path directory;
    private final String name;
    private final int listener;
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private byte[] lastHello = {};

    RawPeer(Path directory, String name) throws IOException {
        this.directory = directory;
        this.name = name;
        listener = UnixSocket.stream();
        UnixSocket.bind(listener, directory.resolve(name));
        UnixSocket.listen(listener, 16);
        UnixSocket.passCredentials(listener, true);
    }

    /** A hello as a correct process sends it, of an instance never seen before. */
    byte[] hello(int type) {
        return hello(type, Wire.HELLO_MAGIC, Wire.VERSION, name);
    }

    static byte[] hello(int type, int magic, int version, String endpoint) {
        int pid = Processes.pid();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Wire.message(type, magic, version, pid, pid, pid, random.nextLong(), random.nextLong(), endpoint);
    }

    private RawSocket closing(RawSocket socket) {
        opened.push(socket::close);
        return socket;
    }

    private RawLane closing(RawLane lane) {
        opened.push(lane::close);
        return lane;
    }

    /** Has an outbox closed with the rest. */
    RawOutbox closing(RawOutbox outbox) {
        opened.push(outbox::close);
        return outbox;
    }

    /** Connects, and says nothing yet. */
    RawSocket connect(String endpoint) throws IOException {
        return closing(RawSocket.connect(directory.resolve(endpoint)));
    }

    /** Opens a session as a correct process does. */
    RawSocket open(String endpoint) throws IOException {
        RawSocket socket = connect(endpoint);
        socket.send(hello(Wire.HELLO));
        socket.expect(Wire.WELCOME);
        return socket;
    }

    /** Waits for a process that connects, and for its hello; says nothing yet. */
    RawSocket accept() {
        return Objects.requireNonNull(accept(() -> false));
    }

    /** As {@link #accept()}, but returns null once nobody is wanted any more. */
    @Nullable
    RawSocket accept(BooleanSupplier enough) {
        int[] accepted = {-Errno.EAGAIN};
        Eventually.await("somebody connects to " + name, () -> {
            try {
                accepted[0] = UnixSocket.accept(listener);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return accepted[0] >= 0 || enough.getAsBoolean();
        });
        if (accepted[0] < 0) {
            return null;
        }
        RawSocket socket = closing(new RawSocket(accepted[0]));
        lastHello = socket.expect(Wire.HELLO).bytes();
        return socket;
    }

    /** The hello that {@link #accept()} took last, as it came. */
    byte[] lastHello() {
        return lastHello;
    }

    /** Opens a lane as a correct process does. */
    RawLane openLane(RawSocket socket, int id, int kind) throws IOException {
        int ringBytes = kind == Wire.SYNC ? Wire.SYNC_RING_BYTES : Wire.ONEWAY_RING_BYTES;
        RawOutbox own = closing(RawOutbox.create(ringBytes));
        socket.send(Wire.message(Wire.OPEN_LANE, id, kind, ringBytes), own.descriptor);
        socket.expect(Wire.LANE_OPENED);
        return laneOf(id, socket, own);
    }

    /** The lane of this outbox and the one whose descriptor has just come. */
    RawLane laneOf(int id, RawSocket socket, RawOutbox own) throws IOException {
        return closing(new RawLane(id, socket, own, map(socket.takeDescriptor())));
    }

    /** Accepts the lane that the other side asks for next. */
    RawLane acceptLane(RawSocket socket) throws IOException {
        return acceptLane(socket, socket.expect(Wire.OPEN_LANE));
    }

    /** Accepts the lane of this message. */
    RawLane acceptLane(RawSocket socket, RawSocket.Message open) throws IOException {
        int id = open.body().getInt(0);
        int ringBytes = open.body().getInt(4) == Wire.SYNC ? Wire.SYNC_RING_BYTES : 0;
        RawOutbox own = closing(RawOutbox.create(ringBytes));
        RawLane lane = laneOf(id, socket, own);
        socket.send(Wire.message(Wire.LANE_OPENED, id, ringBytes), own.descriptor);
        return lane;
    }

    private static MemorySegment map(int fd) throws IOException {
        try {
            return Mapping.mapReadOnly(fd, FileDescriptors.fstat(fd).size());
        } finally {
            FileDescriptors.close(fd);
        }
    }

    /** Closes what was opened since the last time. */
    void closeOpened() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    @Override
    public void close() throws IOException {
        closeOpened();
        FileDescriptors.close(listener);
        Files.deleteIfExists(directory.resolve(name));
    }
}
