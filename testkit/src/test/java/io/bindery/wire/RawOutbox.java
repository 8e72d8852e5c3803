package io.bindery.wire;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.HostileCalls;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Memory that a raw peer offers as its outbox: as it should be, or with a flaw. */
final class RawOutbox implements AutoCloseable {
    static final int ALL_SEALS =
            HostileCalls.SHRINK | HostileCalls.GROW | HostileCalls.FUTURE_WRITE | HostileCalls.SEAL;

    final int descriptor;
    final MemorySegment memory;

    private RawOutbox(int descriptor, MemorySegment memory) {
        this.descriptor = descriptor;
        this.memory = memory;
    }

    /** One that is as it should be. */
    static RawOutbox create(int ringBytes) throws IOException {
        return create(ringBytes, Wire.RING + (long) ringBytes, ALL_SEALS, Wire.OUTBOX_MAGIC, Wire.VERSION);
    }

    /** One of which anything may be wrong. */
    static RawOutbox create(int ringBytes, long size, int seals, int magic, int version) throws IOException {
        int fd = Memfd.create("raw-outbox", size);
        MemorySegment memory = Mapping.mapReadWrite(fd, size);
        memory.set(JAVA_INT, 0, magic);
        memory.set(JAVA_INT, 4, version);
        memory.set(JAVA_INT, 8, ringBytes);
        if (seals != 0) {
            HostileCalls.seal(fd, seals);
        }
        return new RawOutbox(fd, memory);
    }

    /** One with a hole where the ring is. */
    static RawOutbox createSparse(int ringBytes) throws IOException {
        RawOutbox outbox = create(ringBytes, Wire.RING + (long) ringBytes, 0, Wire.OUTBOX_MAGIC, Wire.VERSION);
        HostileCalls.punchHole(outbox.descriptor, Wire.RING, ringBytes);
        HostileCalls.seal(outbox.descriptor, ALL_SEALS);
        return outbox;
    }

    @Override
    public void close() {
        Mapping.unmap(memory);
        FileDescriptors.close(descriptor);
    }
}
