package io.bindery.internal.driver;

import io.bindery.ParcelFileDescriptor;
import io.bindery.SharedMemory;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.linux.OwnedDescriptor;
import io.bindery.internal.linux.OwnedMapping;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link SharedMemory}: a descriptor, and the mappings that were made of it. A parcel that holds
 * the memory {@linkplain #pin pins} it, and a peer to which it went {@linkplain #beginExport keeps} its descriptor: it is let go
 * when it is closed and nobody has it.
 */
public final class DriverMemory extends SharedMemory {
    /** In the order of the kernel's bits. */
    private static final Seal[] SEALS = {Seal.SEAL, Seal.SHRINK, Seal.GROW, Seal.WRITE, Seal.FUTURE_WRITE, Seal.EXEC};

    /** Makes a mapping. */
    private interface Mapper {
        MemorySegment map(int fd, long offset, long length, boolean writable) throws IOException;
    }

    private final OwnedDescriptor descriptor;
    private final long size;

    /** Where it came from, and its number there; null if it is this process's own. */
    private final @Nullable MemoryImports origin;

    private final int originId;

    private final Map<MemorySegment.Scope, OwnedMapping> mappings = new HashMap<>();
    private @Nullable MemorySegment readOnly;
    private @Nullable MemorySegment readWrite;
    private int parcels;
    private int exports;
    private boolean closed;
    private boolean superseded;

    DriverMemory(OwnedDescriptor descriptor, long size, @Nullable MemoryImports origin, int originId) {
        this.descriptor = descriptor;
        this.size = size;
        this.origin = origin;
        this.originId = originId;
    }

    /** See {@link SharedMemory#create}. */
    public static SharedMemory create(String name, long size) throws IOException {
        int fd = Memfd.create(name, size);
        try {
            Memfd.sealSize(fd);
        } catch (IOException e) {
            FileDescriptors.close(fd);
            throw e;
        }
        return new DriverMemory(new OwnedDescriptor(fd), size, null, 0);
    }

    /** See {@link SharedMemory#fromFileDescriptor}. */
    public static SharedMemory fromFileDescriptor(ParcelFileDescriptor given) throws IOException {
        int fd = given.detachFd();
        long size;
        try {
            size = Memfd.makeShareable(fd);
        } catch (IOException e) {
            FileDescriptors.close(fd);
            throw e;
        }
        return new DriverMemory(new OwnedDescriptor(fd), size, null, 0);
    }

    /** The same memory as an object of this process's own, after this one was closed. */
    DriverMemory reopened() throws IOException {
        return new DriverMemory(new OwnedDescriptor(descriptor.dup()), size, null, 0);
    }

    /** The memory's number at {@code peer} if it came from there and is still held, else -1. */
    int homeId(MemoryImports peer) {
        return origin == peer ? originId : -1;
    }

    OwnedDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public long size() {
        return size;
    }

    // ---- mapping

    @Override
    public synchronized MemorySegment mapReadOnly() throws IOException {
        MemorySegment made = readOnly;
        if (made == null) {
            made = map(PROT_READ, 0, size);
            readOnly = made;
        }
        return made;
    }

    @Override
    public synchronized MemorySegment mapReadWrite() throws IOException {
        MemorySegment made = readWrite;
        if (made == null) {
            made = map(PROT_READ | PROT_WRITE, 0, size);
            readWrite = made;
        }
        return made;
    }

    @Override
    public synchronized MemorySegment map(int protection, long offset, long length) throws IOException {
        OwnedMapping mapping = new OwnedMapping();
        MemorySegment made;
        try {
            made = map(protection, offset, length, mapping::map);
        } catch (IOException | RuntimeException e) {
            mapping.close();
            throw e;
        }
        mappings.put(made.scope(), mapping);
        return made;
    }

    @Override
    public MemorySegment map(int protection, long offset, long length, Arena arena) throws IOException {
        return map(
                protection,
                offset,
                length,
                (fd, from, bytes, writable) -> OwnedMapping.map(fd, from, bytes, writable, arena));
    }

    private MemorySegment map(int protection, long offset, long length, Mapper mapper) throws IOException {
        boolean writable = checkProtection(protection);
        if (length < 1) {
            throw new IllegalArgumentException("length must be positive: length=" + length);
        }
        Objects.checkFromIndexSize(offset, length, size);
        int fd = acquire();
        try {
            if (writable && Memfd.isReadOnly(fd)) {
                throw new IOException("the memory is read-only and cannot be mapped for writing: size=" + size
                        + "; map it with PROT_READ");
            }
            return mapper.map(fd, offset, length, writable);
        } finally {
            descriptor.release();
        }
    }

    private static boolean checkProtection(int protection) {
        if (protection != PROT_READ && protection != (PROT_READ | PROT_WRITE)) {
            throw new IllegalArgumentException(
                    "protection must be PROT_READ or PROT_READ | PROT_WRITE: protection=" + protection);
        }
        return (protection & PROT_WRITE) != 0;
    }

    @Override
    public synchronized void unmap(MemorySegment mapping) {
        OwnedMapping made = mappings.get(mapping.scope());
        if (made == null) {
            throw new IllegalArgumentException("not a mapping that this memory made and still has: address=0x"
                    + Long.toHexString(mapping.address()));
        }
        made.close();
        mappings.remove(mapping.scope());
        readOnly = isOf(readOnly, mapping) ? null : readOnly;
        readWrite = isOf(readWrite, mapping) ? null : readWrite;
    }

    private static boolean isOf(@Nullable MemorySegment kept, MemorySegment mapping) {
        return kept != null && kept.scope().equals(mapping.scope());
    }

    // ---- protection

    @Override
    public boolean setProtect(int protection) throws IOException {
        boolean writable = checkProtection(protection);
        int fd = acquire();
        try {
            if (writable) {
                return !Memfd.isReadOnly(fd);
            }
            Memfd.sealAgainstWriting(fd);
            return true;
        } finally {
            descriptor.release();
        }
    }

    @Override
    public boolean isReadOnly() throws IOException {
        int fd = acquire();
        try {
            return Memfd.isReadOnly(fd);
        } finally {
            descriptor.release();
        }
    }

    @Override
    public Set<Seal> seals() throws IOException {
        int fd = acquire();
        try {
            int bits = Memfd.seals(fd);
            EnumSet<Seal> set = EnumSet.noneOf(Seal.class);
            for (int bit = 0; bit < SEALS.length; bit++) {
                if ((bits & 1 << bit) != 0) {
                    set.add(SEALS[bit]);
                }
            }
            return set;
        } finally {
            descriptor.release();
        }
    }

    // ---- the end

    @Override
    public ParcelFileDescriptor dupDescriptor() throws IOException {
        int fd = acquire();
        try {
            return ParcelFileDescriptor.fromFd(fd);
        } finally {
            descriptor.release();
        }
    }

    private int acquire() {
        synchronized (this) {
            if (closed && parcels == 0) {
                throw closedException();
            }
        }
        return descriptor.acquire();
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the shared memory is closed");
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    /**
     * Keeps the memory usable, even if it is closed, until {@link #unpin}: a parcel holds it.
     *
     * @throws IllegalStateException if it is closed
     */
    void pin() {
        if (!tryPin()) {
            throw closedException();
        }
    }

    /** As {@link #pin}; returns false if it is closed. */
    synchronized boolean tryPin() {
        if (closed) {
            return false;
        }
        parcels++;
        return true;
    }

    /** As {@link #pin}, for who knows that it is pinned already. */
    synchronized void pinAgain() {
        parcels++;
    }

    void unpin() {
        synchronized (this) {
            parcels--;
            if (isHeld()) {
                return;
            }
        }
        letGo();
    }

    /** Keeps the descriptor, even if the memory is closed, until {@link #endExport}: a peer may name it. */
    synchronized void beginExport() {
        exports++;
    }

    void endExport() {
        synchronized (this) {
            exports--;
            if (isHeld()) {
                return;
            }
        }
        letGo();
    }

    private boolean isHeld() {
        return !closed || parcels != 0 || exports != 0;
    }

    /** Another object stands for the same number from now on: the end of this one means nothing to its origin. */
    synchronized void supersede() {
        superseded = true;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (isHeld()) {
                return;
            }
        }
        letGo();
    }

    private void letGo() {
        if (origin == null) {
            descriptor.close();
        } else if (!isSuperseded()) {
            origin.giveBack(originId, this);
        }
    }

    synchronized boolean isSuperseded() {
        return superseded;
    }

    @Override
    public String toString() {
        return "SharedMemory[size=" + size + (isOpen() ? "" : ", closed") + "]";
    }
}
