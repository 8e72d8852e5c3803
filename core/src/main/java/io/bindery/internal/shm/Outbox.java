package io.bindery.internal.shm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.session.Attachment;
import io.bindery.transport.Parked;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The memory that this process writes for one lane; see {@link OutboxLayout}. It alone has a writable mapping: made
 * before the memfd was sealed, since later none can be made.
 *
 * <p><b>Life:</b> {@link #descriptor()} is open until {@link #closeDescriptor()}, after it was sent. {@link #retire()}
 * replaces the memory by zeros that threads may still look at; {@link #unmap()} frees the addresses once nobody does.
 */
final class Outbox implements Attachment {
    private final MemorySegment memory;
    private final long address;
    private final int ringBytes;
    private int descriptor;
    private int epoch;
    private int cpu;

    private Outbox(MemorySegment memory, int ringBytes, int descriptor) {
        this.memory = memory;
        this.address = memory.address();
        this.ringBytes = ringBytes;
        this.descriptor = descriptor;
    }

    /**
     * Creates a sealed outbox.
     *
     * @param ringBytes a power of two of at least a page, or 0
     * @throws IOException if the memory or the descriptor cannot be had
     */
    static Outbox create(String name, int ringBytes) throws IOException {
        int fd = Memfd.create(name, OutboxLayout.RING_OFFSET + ringBytes);
        try {
            MemorySegment memory = Mapping.mapDoubled(fd, OutboxLayout.RING_OFFSET, ringBytes, true);
            try {
                Mapping.dontFork(memory);
                memory.set(JAVA_INT, OutboxLayout.VERSION_OFFSET, OutboxLayout.VERSION);
                memory.set(JAVA_INT, OutboxLayout.RING_BYTES_OFFSET, ringBytes);
                memory.set(JAVA_INT, OutboxLayout.MAGIC_OFFSET, OutboxLayout.MAGIC);
                Memfd.seal(fd);
                return new Outbox(memory, ringBytes, fd);
            } catch (IOException | RuntimeException e) {
                Mapping.unmap(memory);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(fd);
            throw e;
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

    @Override
    public synchronized int descriptor() {
        return descriptor;
    }

    /** Idempotent; any thread: who sends it and who ends the session may meet here. */
    @Override
    public synchronized void closeDescriptor() {
        if (descriptor >= 0) {
            FileDescriptors.close(descriptor);
            descriptor = -1;
        }
    }

    void retire() {
        closeDescriptor();
        Mapping.replaceByZeros(memory);
    }

    void unmap() {
        Mapping.unmap(memory);
    }

    // ---- our words, which the peer reads

    /**
     * Says how we wait from now on. Each sleep gets a new epoch, so that a sender wakes us once for each time we went to
     * sleep. Before a sleep it ends in a full fence: our next look at the ring comes after it, as the sender's look at
     * this word comes after its commit.
     */
    void setParked(int mode) {
        if (mode == Parked.POLLING) {
            Memory.putIntRelease(address + OutboxLayout.PARKED_OFFSET, Parked.POLLING);
            return;
        }
        epoch += OutboxLayout.PARKED_EPOCH_ONE;
        Memory.putIntRelease(address + OutboxLayout.PARKED_OFFSET, epoch | mode);
        VarHandle.fullFence();
    }

    /** Says on which CPU we wait, if that has changed: the peer looks at the word's cache line with every call. */
    void setCpu(int cpuPlusOne) {
        if (cpu != cpuPlusOne) {
            cpu = cpuPlusOne;
            Memory.putIntOpaque(address + OutboxLayout.CPU_OFFSET, cpuPlusOne);
        }
    }

    void takenRelease(int sequence) {
        Memory.putIntRelease(address + OutboxLayout.TAKEN_OFFSET, sequence);
    }

    void wantRoomRelease(int wanted) {
        Memory.putIntRelease(address + OutboxLayout.WANT_ROOM_OFFSET, wanted);
    }

    /** Only the thread that owns the word increments it, so no read-modify-write is needed. */
    private long increment(int offset) {
        long word = address + offset;
        Memory.putIntRelease(word, Memory.getInt(word) + 1);
        return word;
    }

    /** Increments the word and returns its address, to wake who sleeps on it. */
    long incrementBell() {
        return increment(OutboxLayout.BELL_OFFSET);
    }

    /** Increments the word and returns its address, to wake who sleeps on it. */
    long incrementRoomBell() {
        return increment(OutboxLayout.ROOM_BELL_OFFSET);
    }
}
