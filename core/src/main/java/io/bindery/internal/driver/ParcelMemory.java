package io.bindery.internal.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.bindery.BadParcelableException;
import io.bindery.ParcelFileDescriptor;
import io.bindery.SharedMemory;
import io.bindery.internal.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Shared memory and blobs in a parcel: what is too large for its bytes. */
public abstract sealed class ParcelMemory extends ParcelObjects permits DriverParcel {
    // ---- shared memory

    @Override
    public final void writeSharedMemory(@Nullable SharedMemory value) {
        int offset = position;
        long at = reserve(SHARED_MEMORY_SIZE);
        if (value == null) {
            Memory.putLong(at, 0L);
        } else {
            putObject(at, objects().add(offset, (DriverMemory) value));
        }
    }

    @Override
    public final @Nullable SharedMemory readSharedMemory() {
        int offset = position;
        int tag = readInt();
        int index = readInt();
        if (tag == 0 && index == 0) {
            return null;
        }
        DriverMemory found = tag == OBJECT_TAG ? objects().memory(index, offset) : null;
        if (found == null) {
            throw new BadParcelableException("no shared memory at this place of the parcel: position=" + offset);
        }
        return found;
    }

    // ---- blobs

    @Override
    public final void writeBlob(byte @Nullable [] value) {
        writeBlob(value == null ? null : MemorySegment.ofArray(value));
    }

    @Override
    public final void writeBlob(@Nullable MemorySegment value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = Math.toIntExact(value.byteSize());
        if (length <= Blobs.MAX_IN_PLACE) {
            Memory.copyFrom(value, reserveSized(length, length));
        } else {
            writeInt(length);
            writeOwned(Blobs.copyOf(value));
        }
    }

    @Override
    public final byte @Nullable [] readBlob() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = readBlob(arena);
            return bytes == null ? null : bytes.toArray(JAVA_BYTE);
        }
    }

    @Override
    public final @Nullable MemorySegment readBlob(Arena arena) {
        int at = position;
        int length = readInt();
        if (length == -1) {
            return null;
        }
        if (length > Blobs.MAX_IN_PLACE) {
            ParcelFileDescriptor blob = readFileDescriptor();
            if (blob == null) {
                throw new BadParcelableException("a blob without its memory: position=" + at);
            }
            return Blobs.map(blob, length, arena);
        }
        position = at;
        int checked = takeLength(1);
        MemorySegment copy = arena.allocate(Math.max(1, checked)).asSlice(0, checked);
        Memory.copyTo(take(padded(checked)), copy);
        return copy.asReadOnly();
    }
}
