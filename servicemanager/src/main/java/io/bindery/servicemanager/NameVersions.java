package io.bindery.servicemanager;

import io.bindery.SharedMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Tells whether a name may have got or lost a service since somebody looked: a number that grows whenever that happens, in
 * memory which the process of the service manager writes and all others read. Names share {@value #GROUPS} numbers, by
 * {@link String#hashCode()}: another name may make an answer look old, never one that is old look new.
 *
 * <p><b>Threading:</b> one writer at a time; any number of readers.
 */
final class NameVersions {
    private static final int GROUPS = 512;
    private static final long BYTES = GROUPS * (long) Long.BYTES;
    private static final VarHandle VERSION = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment versions;

    private NameVersions(MemorySegment versions) {
        this.versions = versions;
    }

    /** Memory for the versions of all names, which are 0. */
    static SharedMemory create() throws IOException {
        return SharedMemory.create("bindery-names", BYTES);
    }

    /** Makes {@code memory} writable here and nowhere else. */
    static NameVersions writtenIn(SharedMemory memory) throws IOException {
        NameVersions made = new NameVersions(memory.mapReadWrite());
        boolean ignored = memory.setProtect(SharedMemory.PROT_READ);
        return made;
    }

    /**
     * Reads what another process writes.
     *
     * @param memory need not stay open
     * @throws IOException if it is not what {@link #writtenIn} has made
     */
    static NameVersions readFrom(SharedMemory memory) throws IOException {
        if (memory.size() != BYTES || !memory.isReadOnly()) {
            throw new IOException("the service manager's memory is not as it should be: bytes=" + memory.size()
                    + " expected=" + BYTES + " readOnly=" + memory.isReadOnly());
        }
        return new NameVersions(memory.map(SharedMemory.PROT_READ, 0, BYTES, Arena.ofAuto()));
    }

    /** The version of a name. An answer that was asked for after it was read is true as long as this stays the same. */
    long versionAcquire(String name) {
        return (long) VERSION.getAcquire(versions, offset(name));
    }

    /** The name has another service, or none, from now on. */
    void advanceRelease(String name) {
        long offset = offset(name);
        VERSION.setRelease(versions, offset, (long) VERSION.get(versions, offset) + 1);
    }

    private static long offset(String name) {
        int hash = name.hashCode();
        return ((hash ^ hash >>> 16 ^ hash >>> 9) & GROUPS - 1) * (long) Long.BYTES;
    }
}
