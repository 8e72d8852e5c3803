package io.bindery.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose segments belong to an arena, so that an access after its end is an exception and never a fault. One without an
 * arena of the caller's ends by {@link #close}, or when neither this nor any segment of it can be reached.
 *
 * <p><b>Threading:</b> any thread. Closing waits for no access: one that is under way in another thread throws there.
 */
public final class OwnedMapping implements AutoCloseable {
    private final Arena arena = Arena.ofShared();

    /** Maps a part of a file, as {@link #map(int, long, long, boolean, Arena)} does; at most once. */
    public MemorySegment map(int fd, long offset, long length, boolean writable) throws SystemCallException {
        return map(fd, offset, length, writable, arena, true);
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Unmaps once: when the arena is closed, or its scope was collected. */
    private static final class End implements Runnable {
        private final AtomicReference<@Nullable MemorySegment> mapped;

        End(MemorySegment mapped) {
            this.mapped = new AtomicReference<>(mapped);
        }

        @Override
        public void run() {
            MemorySegment left = mapped.getAndSet(null);
            if (left != null) {
                Mapping.unmap(left);
            }
        }
    }

    /**
     * Maps a part of a file.
     *
     * @param offset of the first byte, any
     * @param length in bytes, at least 1
     * @param arena its end is the mapping's
     * @return a segment of that length; read-only unless {@code writable}
     */
    public static MemorySegment map(int fd, long offset, long length, boolean writable, Arena arena)
            throws SystemCallException {
        return map(fd, offset, length, writable, arena, false);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map(
            int fd, long offset, long length, boolean writable, Arena arena, boolean endsWhenCollected)
            throws SystemCallException {
        long before = offset % Mapping.pageSize();
        MemorySegment mapped = Mapping.map(fd, offset - before, before + length, writable);
        End end = new End(mapped);
        MemorySegment owned;
        try {
            owned = MemorySegment.ofAddress(mapped.address())
                    .reinterpret(mapped.byteSize(), arena, ignored -> end.run());
        } catch (RuntimeException e) {
            end.run();
            throw e;
        }
        if (endsWhenCollected) {
            OwnedDescriptor.CLEANER.register(owned.scope(), end);
        }
        MemorySegment part = owned.asSlice(before, length);
        return writable ? part : part.asReadOnly();
    }
}
