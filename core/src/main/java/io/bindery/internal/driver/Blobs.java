package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.ParcelFileDescriptor;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.linux.OwnedMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes that are too many for a parcel, in sealed memory of their own, of which the parcel holds the descriptor. */
final class Blobs {
    /** So many bytes lie in the parcel itself. */
    static final int MAX_IN_PLACE = 16 << 10;

    private Blobs() {}

    /** Returns memory that holds the bytes of {@code source} and that nobody can change any more. */
    static ParcelFileDescriptor copyOf(MemorySegment source) {
        try {
            int fd = Memfd.create("bindery-blob", source.byteSize());
            try {
                MemorySegment memory = Mapping.mapReadWrite(fd, source.byteSize());
                memory.copyFrom(source);
                Mapping.unmap(memory);
                Memfd.seal(fd);
                return ParcelFileDescriptor.adoptFd(fd);
            } catch (IOException | RuntimeException e) {
                FileDescriptors.close(fd);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no memory for a blob: " + e.getMessage(), e);
        }
    }

    /** Maps what {@link #copyOf} made, after it has been checked, into {@code arena}; closes the descriptor. */
    static MemorySegment map(ParcelFileDescriptor blob, int length, Arena arena) {
        try (blob) {
            Memfd.checkReceived(blob.getFd(), length);
            return OwnedMapping.map(blob.getFd(), 0, length, false, arena);
        } catch (IOException e) {
            throw new BadParcelableException("a blob cannot be read: " + e.getMessage());
        }
    }
}
