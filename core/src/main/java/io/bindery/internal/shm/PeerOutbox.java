package io.bindery.internal.shm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.ProtocolViolationException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The peer's outbox of a lane, mapped read-only. Whatever it holds is the peer's word: read once, then checked. */
final class PeerOutbox {
    private final MemorySegment memory;
    private final long address;
    private final int ringBytes;

    private PeerOutbox(MemorySegment memory, int ringBytes) {
        this.memory = memory;
        this.address = memory.address();
        this.ringBytes = ringBytes;
    }

    /**
     * Checks and maps what the peer sent. The descriptor is closed in any case.
     *
     * @throws IOException if it is not a sealed outbox of {@code ringBytes}, or cannot be mapped
     */
    static PeerOutbox map(int fd, int ringBytes) throws IOException {
        try {
            Memfd.checkReceived(fd, OutboxLayout.RING_OFFSET + (long) ringBytes);
            MemorySegment memory = Mapping.mapDoubled(fd, OutboxLayout.RING_OFFSET, ringBytes, false);
            int magic = memory.get(JAVA_INT, OutboxLayout.MAGIC_OFFSET);
            int version = memory.get(JAVA_INT, OutboxLayout.VERSION_OFFSET);
            int length = memory.get(JAVA_INT, OutboxLayout.RING_BYTES_OFFSET);
            if (magic != OutboxLayout.MAGIC || version != OutboxLayout.VERSION || length != ringBytes) {
                Mapping.unmap(memory);
                throw new ProtocolViolationException("not an outbox that we know: magic=" + Integer.toHexString(magic)
                        + " version=" + version + " ringBytes=" + length + " expectedRingBytes=" + ringBytes);
            }
            return new PeerOutbox(memory, ringBytes);
        } finally {
            FileDescriptors.close(fd);
        }
    }

    MemorySegment memory() {
        return memory;
    }

    long address() {
        return address;
    }

    int ringBytes() {
        return ringBytes;
    }

    void retire() {
        Mapping.replaceByZeros(memory);
    }

    void unmap() {
        Mapping.unmap(memory);
    }

    // ---- the peer's words

    int parkedOpaque() {
        return Memory.getIntOpaque(address + OutboxLayout.PARKED_OFFSET);
    }

    /** Only ever compared: a wrong one costs its owner time. */
    int cpuOpaque() {
        return Memory.getIntOpaque(address + OutboxLayout.CPU_OFFSET);
    }

    int takenAcquire() {
        return Memory.getIntAcquire(address + OutboxLayout.TAKEN_OFFSET);
    }

    int wantRoomOpaque() {
        return Memory.getIntOpaque(address + OutboxLayout.WANT_ROOM_OFFSET);
    }

    int bellAcquire() {
        return Memory.getIntAcquire(address + OutboxLayout.BELL_OFFSET);
    }

    int roomBellAcquire() {
        return Memory.getIntAcquire(address + OutboxLayout.ROOM_BELL_OFFSET);
    }

    /** The 32 bits of a futex word of the peer's ring. */
    int wordAcquire(long offset) {
        return Memory.getIntAcquire(address + offset);
    }

    long bellAddress() {
        return address + OutboxLayout.BELL_OFFSET;
    }

    long roomBellAddress() {
        return address + OutboxLayout.ROOM_BELL_OFFSET;
    }
}
