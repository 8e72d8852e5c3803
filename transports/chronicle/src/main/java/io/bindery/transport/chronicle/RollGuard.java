package io.bindery.transport.chronicle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;

/**
 * The clock of a queue that is written to. Chronicle reads it before each entry, to know whether a new file is due; where
 * one is and the disk has no room for it, this says so, before the file is there and a store to it faults.
 *
 * <p><b>Threading:</b> one thread appends at a time.
 */
final class RollGuard implements TimeProvider {
    /** More than the head of a new file and its first index. */
    private static final long FILE_BYTES = 1 << 20;

    private final Path directory;
    private boolean armed;
    private long rollMs;
    private long nextCheckMs;

    RollGuard(Path directory) {
        this.directory = directory;
    }

    /** The disk has no room. */
    static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message);
        }
    }

    /** From now on an entry may be appended that begins a new file. */
    void arm(RollCycle cycle) {
        armed = true;
        rollMs = cycle.lengthInMillis();
    }

    @Override
    public long currentTimeMillis() {
        long now = System.currentTimeMillis();
        if (armed && now >= nextCheckMs) {
            check();
            nextCheckMs = now - now % rollMs + rollMs;
        }
        return now;
    }

    private void check() {
        try {
            long room = Files.getFileStore(directory).getUsableSpace();
            if (room < FILE_BYTES) {
                throw new NoRoomException("bytes left=" + room + " needed=" + FILE_BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
