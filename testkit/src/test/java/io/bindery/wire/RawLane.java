package io.bindery.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.bindery.internal.linux.Mapping;
import io.bindery.system.Eventually;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A lane of which a raw peer holds one end: it writes records of any kind, and reads what comes back. */
final class RawLane implements AutoCloseable {
    private static final VarHandle WORD = JAVA_LONG.varHandle();
    private static final int HEADER_BYTES = 8;

    final int id;
    final RawOutbox own; // closed by the peer that made it

    /** What the other side writes. */
    final MemorySegment theirs;

    private final RawSocket socket;
    private int sent;
    private int received;

    RawLane(int id, RawSocket socket, RawOutbox own, MemorySegment theirs) {
        this.id = id;
        this.socket = socket;
        this.own = own;
        this.theirs = theirs;
    }

    static long word(int sequence, int length, int kind) {
        return (long) (kind << 24 | length) << 32 | Integer.toUnsignedLong(sequence);
    }

    /** Writes payload and commit word at an offset of the ring, whatever they are, and rings. */
    void put(long offset, long word, byte[] payload) {
        MemorySegment.copy(payload, 0, own.memory, JAVA_BYTE, Wire.RING + offset + HEADER_BYTES, payload.length);
        WORD.setRelease(own.memory, Wire.RING + offset, word);
        socket.send(new byte[] {Wire.DOORBELL});
    }

    /** Sends a record with the sequence that is due at the top of an empty call ring. */
    void send(int kind, byte[] payload) {
        int next = Wire.RING + (payload.length + HEADER_BYTES + 63 & -64);
        own.memory.set(JAVA_LONG, next, 0);
        put(0, word(++sent, payload.length, kind), payload);
    }

    /** The sequence that the next record of this side has. */
    int nextSequence() {
        return sent + 1;
    }

    private boolean hasRecord(int sequence) {
        return (int) (long) WORD.getAcquire(theirs, (long) Wire.RING) == sequence;
    }

    /** Waits for the next record in the other side's empty call ring; returns it, commit word and all. */
    byte[] await() {
        int expected = ++received;
        Eventually.await("record " + expected, () -> hasRecord(expected));
        return record();
    }

    /** As {@link #await()}, but returns null if the session ends instead. */
    byte @Nullable [] awaitOrEnd() {
        int expected = ++received;
        Eventually.await("record " + expected + " or the end", () -> hasRecord(expected) || socket.hasEnded());
        return hasRecord(expected) ? record() : null;
    }

    private byte[] record() {
        int length = HEADER_BYTES + (theirs.get(JAVA_INT, Wire.RING + 4L) & 0xff_ffff);
        return theirs.asSlice(Wire.RING, length).toArray(JAVA_BYTE);
    }

    /** Calls, and returns the payload of the reply. */
    byte[] call(byte[] request) {
        send(Wire.REQUEST, request);
        byte[] reply = await();
        return Arrays.copyOfRange(reply, HEADER_BYTES, reply.length);
    }

    @Override
    public void close() {
        Mapping.unmap(theirs);
    }
}
