package io.bindery.transport.chronicle;

import io.bindery.transport.PeerCredentials;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import net.openhft.chronicle.core.time.SystemTimeProvider;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * An open queue.
 *
 * @param directory that holds it
 * @param state what its processes tell each other
 * @param queue its entries
 * @param owner user and group of the directory, as far as anybody is the peer
 */
record QueueFiles(Path directory, QueueState state, SingleChronicleQueue queue, PeerCredentials owner)
        implements AutoCloseable {
    /** Opens a queue to be read. */
    static QueueFiles toRead(QueueAddress address, int content) throws IOException {
        return open(address, content, SystemTimeProvider.INSTANCE);
    }

    /** Opens a queue to be written to; creates it where there is none. */
    static QueueFiles toAppend(QueueAddress address, int content, RollGuard clock) throws IOException {
        QueueFiles files = open(address, content, clock);
        clock.arm(files.queue.rollCycle());
        return files;
    }

    /**
     * Opens a queue; creates it where there is none.
     *
     * @throws IOException saying what stands in the way, and where
     */
    private static QueueFiles open(QueueAddress address, int content, TimeProvider clock) throws IOException {
        Path directory = address.directory();
        try {
            if (!Files.exists(directory)) {
                Files.createDirectory(directory);
            }
            if (!Files.isDirectory(directory)) {
                throw new IOException("not a directory: path=" + directory);
            }
            QueueState state = QueueState.open(directory, content);
            PeerCredentials owner = new PeerCredentials(0, (int) Files.getAttribute(directory, "unix:uid"), (int)
                    Files.getAttribute(directory, "unix:gid"));
            SingleChronicleQueue queue = build(address, clock);
            RollCycle asked = address.roll();
            if (asked != null && !asked.equals(queue.rollCycle())) {
                RollCycle found = queue.rollCycle();
                queue.close();
                throw new IOException("the queue has another roll cycle: directory=" + directory + " roll=" + found
                        + " asked for=" + asked + "; leave the option out, or use another directory");
            }
            return new QueueFiles(directory, state, queue, owner);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "no permission to use the queue: path=" + e.getFile() + " user="
                            + System.getProperty("user.name") + "; who calls and who listens must both be able to"
                            + " write to the directory and its files",
                    e);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such directory: path=" + e.getFile() + "; create its parent first", e);
        }
    }

    private static SingleChronicleQueue build(QueueAddress address, TimeProvider clock) throws IOException {
        SingleChronicleQueueBuilder builder = SingleChronicleQueueBuilder.binary(address.directory());
        builder.timeProvider(clock);
        RollCycle roll = address.roll();
        if (roll != null) {
            builder.rollCycle(roll);
        }
        try {
            return builder.build();
        } catch (RuntimeException | Error e) {
            throw new IOException(
                    "Chronicle Queue cannot read the queue; it may be of another version, or damaged: directory="
                            + address.directory() + ": " + e,
                    e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
