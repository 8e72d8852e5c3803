package io.bindery.internal.ring;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.linux.SystemCallException;
import java.lang.foreign.MemorySegment;

/** Memory that is mapped twice, back to back, as stream rings need it. */
record DoubledMemory(MemorySegment segment) implements AutoCloseable {
    /** @param capacity bytes, a multiple of the page size; the segment is twice as long */
    static DoubledMemory map(int capacity) {
        try {
            int fd = Memfd.create("ring-test", capacity);
            try {
                return new DoubledMemory(Mapping.mapDoubled(fd, 0, capacity, true));
            } finally {
                FileDescriptors.close(fd);
            }
        } catch (SystemCallException e) {
            throw new AssertionError("no memory for the test: capacity=" + capacity, e);
        }
    }

    @Override
    public void close() {
        Mapping.unmap(segment);
    }
}
