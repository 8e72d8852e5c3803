package io.bindery.transport.chronicle;

import io.bindery.internal.linux.Futex;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.Parked;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;

/**
 * The file {@value #NAME} of a queue's directory, which all of its processes map: what kind of queue it is, how far it has
 * been served, and how its server waits.
 * <pre>
 * offset bytes field    written by  meaning
 *      0     4 magic    creator     0x426e6471
 *      4     4 version  creator     {@value #VERSION}; another is refused
 *      8     4 content  creator     1 calls to be served, 2 a recording
 *     64     4 parked   server      0 it looks by itself; 1 add 1 to bell and wake; 2 add 1 to doorbell and wake
 *    128     4 bell     callers     futex word, on which the server's looper sleeps
 *    132     4 doorbell callers     futex word, on which another of its threads does
 *    192     8 handled  server      index of the last entry such that it and all before it were handled; 0 for none
 * </pre>
 */
final class QueueState {
    static final int VERSION = 2;

    /** For {@link #open}: whatever it holds. */
    static final int ANY = 0;

    static final int CALLS = 1;
    static final int RECORDING = 2;
    static final String NAME = "bindery.state";

    private static final int MAGIC = 0x426e6471;
    private static final int BYTES = 4096;
    private static final int VERSION_OFFSET = 4;
    private static final int CONTENT_OFFSET = 8;
    private static final int PARKED_OFFSET = 64;
    private static final int BELL_OFFSET = 128;
    private static final int DOORBELL_OFFSET = 132;
    private static final int HANDLED_OFFSET = 192;

    /** Holds the mapping. */
    private final MemorySegment memory;

    private final long at;

    private QueueState(MemorySegment memory) {
        this.memory = memory;
        at = memory.address();
    }

    /** Maps the file; creates it where the directory holds no queue yet. */
    static QueueState open(Path directory, int content) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            create(directory, file, content);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != BYTES) {
                throw new IOException(
                        "not a queue of this program, or a damaged one: file=" + file + " bytes=" + channel.size());
            }
            QueueState state = new QueueState(channel.map(MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto()));
            state.check(file, content);
            return state;
        }
    }

    private static void create(Path directory, Path file, int content) throws IOException {
        try (var files = Files.list(directory)) {
            var others = files.map(other -> other.getFileName().toString())
                    .filter(name -> name.endsWith(".cq4") || name.endsWith(".cq4t"))
                    .sorted()
                    .toList();
            // Somebody else may be creating just now, and is then first with this file.
            if (!others.isEmpty() && !Files.exists(file)) {
                throw new IOException("the directory holds a queue that was not written by Bindery: directory="
                        + directory + " files=" + others + " missing=" + NAME);
            }
        }
        Path fresh = Files.createTempFile(directory, "bindery", ".new");
        try {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(0, MAGIC).putInt(VERSION_OFFSET, VERSION).putInt(CONTENT_OFFSET, content);
            Files.write(fresh, bytes.array(), StandardOpenOption.SYNC);
            Files.setPosixFilePermissions(
                    fresh,
                    Files.getPosixFilePermissions(directory).stream()
                            .filter(permission -> !permission.name().endsWith("EXECUTE"))
                            .collect(Collectors.toSet()));
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Somebody was quicker; his is as good.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void check(Path file, int content) throws IOException {
        int magic = memory.get(ValueLayout.JAVA_INT, 0);
        int version = memory.get(ValueLayout.JAVA_INT, VERSION_OFFSET);
        int found = memory.get(ValueLayout.JAVA_INT, CONTENT_OFFSET);
        if (magic != MAGIC) {
            throw new IOException(
                    "not a queue of this program: file=" + file + " magic=0x" + Integer.toHexString(magic));
        }
        if (version != VERSION) {
            throw new IOException("the queue was written by another version of Bindery: file=" + file + " version="
                    + version + " this one reads=" + VERSION + "; use that version, or another directory");
        }
        if (content != ANY && found != content) {
            throw new IOException("the queue holds "
                    + (found == RECORDING
                            ? "a recording, which is replayed and not served"
                            : "calls to be served, and no recording")
                    + ": directory=" + file.getParent()
                    + "; use another directory");
        }
    }

    // ---- callers

    /** After an entry was appended: wakes the server if it asked for that. */
    void wakeServer() {
        VarHandle.fullFence();
        int parked = parked();
        if (parked != Parked.POLLING) {
            ring(parked == Parked.FUTEX ? BELL_OFFSET : DOORBELL_OFFSET);
        }
    }

    /** Wakes the thread of the server that listens to the doorbell. */
    void ringDoorbell() {
        ring(DOORBELL_OFFSET);
    }

    private void ring(int offset) {
        // Another process may count at the same time: that the word changes is enough.
        Memory.putIntRelease(at + offset, Memory.getIntAcquire(at + offset) + 1);
        int ignored = Futex.wake(at + offset, Integer.MAX_VALUE);
    }

    // ---- the server

    void setParked(int mode) {
        Memory.putIntRelease(at + PARKED_OFFSET, mode);
        VarHandle.fullFence();
    }

    int parked() {
        return Memory.getIntAcquire(at + PARKED_OFFSET);
    }

    long bellAddress() {
        return at + BELL_OFFSET;
    }

    int bell() {
        return Memory.getIntAcquire(at + BELL_OFFSET);
    }

    int doorbell() {
        return Memory.getIntAcquire(at + DOORBELL_OFFSET);
    }

    /** Sleeps until the doorbell rings, if it has not since {@link #doorbell()}, or the time is over. */
    void awaitDoorbell(int since, long timeoutNs) {
        int ignored = Futex.wait(at + DOORBELL_OFFSET, since, timeoutNs);
    }

    long handled() {
        return Memory.getLongAcquire(at + HANDLED_OFFSET);
    }

    void setHandled(long index) {
        Memory.putLongRelease(at + HANDLED_OFFSET, index);
    }

    /** Returns when what was handled is on the disk. */
    void sync() {
        memory.force();
    }
}
