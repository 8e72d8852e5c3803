package io.bindery.transport.chronicle;

import io.bindery.RemoteException;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileIo;
import io.bindery.internal.linux.SystemCallException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/**
 * Room on the disk for what is appended next. The files of a queue are sparse: a store to a block that the disk has no
 * room for is a SIGBUS, which may end the JVM. So blocks are set aside before they are stored to, some ahead.
 *
 * <p><b>Threading:</b> one thread appends at a time.
 */
final class DiskRoom implements AutoCloseable {
    private static final int EOPNOTSUPP = 95;

    /** What Chronicle may write behind an entry by itself: the next header, an index. */
    private static final long SLACK = 256 << 10;

    private static final long AHEAD = 1 << 20;

    private final Path directory;
    private @Nullable MappedFile file;
    private int descriptor = -1;
    private long allocated;

    DiskRoom(Path directory) {
        this.directory = directory;
    }

    /**
     * Sees to it that what is written up to {@code end} finds room.
     *
     * @throws RemoteException if there is none
     */
    @SuppressWarnings("ReferenceEquality") // another file is mapped by another object
    void ensure(MappedBytes bytes, long end) throws RemoteException {
        MappedFile current = bytes.mappedFile();
        if (current != file) {
            open(current);
        }
        if (end + SLACK > allocated) {
            allocate(end + SLACK);
        }
    }

    private void open(MappedFile current) throws RemoteException {
        close();
        try {
            descriptor = FileIo.open(current.file().toPath(), FileIo.O_RDWR, 0);
        } catch (SystemCallException e) {
            throw new RemoteException("the file of a queue cannot be opened: " + e.getMessage(), e);
        }
        file = current;
        allocated = 0;
    }

    private void allocate(long needed) throws RemoteException {
        try {
            FileIo.allocate(descriptor, allocated, needed + AHEAD - allocated);
            allocated = needed + AHEAD;
        } catch (SystemCallException e) {
            if (e.errno() == EOPNOTSUPP) {
                allocated = Long.MAX_VALUE - AHEAD; // such a file system has to be trusted to have room
                return;
            }
            allocateNoMore(needed);
        }
    }

    private void allocateNoMore(long needed) throws RemoteException {
        try {
            FileIo.allocate(descriptor, allocated, needed - allocated);
            allocated = needed;
        } catch (SystemCallException e) {
            throw noRoom(directory, String.valueOf(e.getMessage()), e);
        }
    }

    static RemoteException noRoom(Path directory, String why, Throwable cause) {
        return new RemoteException(
                "the disk is full, and the call was not sent: directory=" + directory + ": " + why
                        + "; make room, or have the process that listens delete what it has handled (keep=N)",
                cause);
    }

    /** Returns when all that was appended is on the disk. */
    void sync() throws RemoteException {
        try {
            FileIo.syncData(descriptor);
        } catch (SystemCallException e) {
            throw new RemoteException(
                    "the call was appended, but may not be on the disk: directory=" + directory + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            FileDescriptors.close(descriptor);
            descriptor = -1;
        }
        file = null;
    }
}
