package io.bindery;

import io.bindery.internal.driver.DriverMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Memory that several processes share: created once, sent once, and from then on named by a small number, so that a
 * message about any amount of it costs what a short message costs.
 *
 * <p><b>Travelling.</b> {@link Parcel#writeSharedMemory} or a parameter of this type sends it. Within a session its
 * descriptor is passed the first time only; each further time the receiver gets the same object, with its mappings, and
 * no system call is made on either side. Memory that comes home is the original object. The sender lets go of its
 * descriptor when it has closed the memory (or it was collected) and every receiver has; whoever holds it may go on using
 * it after its creator has died.
 *
 * <p><b>Safety.</b> The memory is fully allocated and sealed against changes of its size: no access to a mapping can fault.
 * What is received is checked for that. Every mapping ends with its {@link Arena} or {@link #unmap}; an access afterwards
 * throws. What others write is visible at once and in no order but the one that the processes agree on: calls order it,
 * since all that was written before a call is visible to its handler, and all that the handler wrote before it returned to
 * the caller. A process that can write may do so at any time: check what you have copied, not what you see.
 *
 * <p><b>Threading:</b> any thread.
 */
public abstract sealed class SharedMemory implements AutoCloseable permits DriverMemory {
    /** The memory may be mapped for reading. */
    public static final int PROT_READ = 1;

    /** The memory may be mapped for writing. */
    public static final int PROT_WRITE = 2;

    /** What can no longer be done to the memory, by anybody. */
    public enum Seal {
        /** No further seals. */
        SEAL,
        /** It does not become smaller. */
        SHRINK,
        /** It does not become larger. */
        GROW,
        /** Nobody writes it. */
        WRITE,
        /** Nobody writes it but through the mappings that are there. */
        FUTURE_WRITE,
        /** It is not executed. */
        EXEC
    }

    protected SharedMemory() {}

    /**
     * Creates zeroed memory.
     *
     * @param name shown in {@code /proc}, at most 249 bytes; need not be unique
     * @param size in bytes, 1 to 1 TiB
     * @throws IOException if there is not so much memory, or no descriptor left
     */
    public static SharedMemory create(String name, long size) throws IOException {
        return DriverMemory.create(name, size);
    }

    /**
     * Makes shared memory of a memfd, of its present size; seals it against changes of that and allocates what is missing.
     *
     * @param descriptor is taken over, and closed if this fails
     * @throws IOException if it is no memfd, or is empty, or cannot be sealed
     */
    public static SharedMemory fromFileDescriptor(ParcelFileDescriptor descriptor) throws IOException {
        return DriverMemory.fromFileDescriptor(descriptor);
    }

    /** Length in bytes. */
    public abstract long size();

    // ---- mapping

    /**
     * Returns all of the memory, mapped for reading. The mapping is made once, and every caller gets the same segment as
     * long as nobody has {@linkplain #unmap unmapped} it.
     *
     * @throws IllegalStateException if this is closed
     */
    public abstract MemorySegment mapReadOnly() throws IOException;

    /** As {@link #mapReadOnly}, for reading and writing; refused if the memory {@link #isReadOnly}. */
    public abstract MemorySegment mapReadWrite() throws IOException;

    /**
     * Makes a mapping of its own, which ends by {@link #unmap}, or when neither this object nor a segment of the mapping can
     * be reached any more.
     *
     * @param protection {@link #PROT_READ}, or that and {@link #PROT_WRITE}; without the latter the segment is read-only
     * @param offset of the first byte, in bytes; any
     * @param length in bytes, at least 1
     * @throws IndexOutOfBoundsException if the memory is shorter
     * @throws IOException if the address space is exhausted, or the memory is read-only and was to be written
     * @throws IllegalStateException if this is closed
     */
    public abstract MemorySegment map(int protection, long offset, long length) throws IOException;

    /** As {@link #map(int, long, long)}; the mapping ends with {@code arena}, and in no other way. */
    public abstract MemorySegment map(int protection, long offset, long length, Arena arena) throws IOException;

    /**
     * Ends a mapping that this object made without an arena of the caller's: from now on each access to it, or to a part of
     * it, throws {@link IllegalStateException}.
     *
     * @param mapping the segment that was returned, or a part of it
     * @throws IllegalArgumentException if it is none, or was unmapped before
     */
    public abstract void unmap(MemorySegment mapping);

    // ---- protection

    /**
     * Takes rights away for all mappings to come, in all processes. Mappings that exist keep theirs.
     *
     * @param protection what remains: {@link #PROT_READ}, or that and {@link #PROT_WRITE}
     * @return false if that would give rights back; nothing has changed then
     * @throws IllegalStateException if this is closed
     */
    public abstract boolean setProtect(int protection) throws IOException;

    /** Whether no mapping for writing can be made any more. */
    public abstract boolean isReadOnly() throws IOException;

    /** What can no longer be done to the memory. */
    public abstract Set<Seal> seals() throws IOException;

    // ---- the end

    /** Returns a descriptor for the memory, for those who know it as a file; the caller closes it. */
    public abstract ParcelFileDescriptor dupDescriptor() throws IOException;

    /** Whether it can be mapped and sent. */
    public abstract boolean isOpen();

    /**
     * Lets go of the memory. Mappings outlive this, and transactions that are under way with the memory, to or from this
     * process, can still use it: several may share one object. Idempotent.
     */
    @Override
    public abstract void close();
}
