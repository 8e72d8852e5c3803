package io.bindery;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileIo;
import io.bindery.internal.linux.FileStatus;
import io.bindery.internal.linux.OwnedDescriptor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file descriptor that can travel in a {@link Parcel}. This object owns it: the descriptor is closed with the object,
 * at the latest when that is collected, and never passes to programs that this process starts (close-on-exec).
 *
 * <p>Sending one gives the receiver a descriptor of its own for the same open file, with the same position and the same
 * flags, and leaves the sender's as it is. In a call to an object of the same process through its interface nothing is
 * sent: the implementation gets this very object.
 *
 * <p><b>Threading:</b> any thread. {@link #close} lets a read or write that is under way in another thread end first.
 */
public final class ParcelFileDescriptor implements Closeable {
    /** Open for reading only. */
    public static final int MODE_READ_ONLY = 0x1000_0000;

    /** Open for writing only. */
    public static final int MODE_WRITE_ONLY = 0x2000_0000;

    /** Open for reading and writing. */
    public static final int MODE_READ_WRITE = 0x3000_0000;

    /** Create the file if it does not exist, for its owner to read and write. */
    public static final int MODE_CREATE = 0x0800_0000;

    /** Throw away what the file holds. */
    public static final int MODE_TRUNCATE = 0x0400_0000;

    /** Write at the end of the file. */
    public static final int MODE_APPEND = 0x0200_0000;

    private static final int OWNER_READS_AND_WRITES = 0600;
    private static final int ALL_MODES = MODE_READ_WRITE | MODE_CREATE | MODE_TRUNCATE | MODE_APPEND;

    private final OwnedDescriptor owner;

    private ParcelFileDescriptor(int fd) {
        owner = new OwnedDescriptor(fd);
    }

    // ---- where they come from

    /**
     * Opens a file.
     *
     * @param mode one of {@link #MODE_READ_ONLY}, {@link #MODE_WRITE_ONLY} and {@link #MODE_READ_WRITE}, with any of the
     *     other modes
     * @throws IOException if the file cannot be opened
     */
    public static ParcelFileDescriptor open(Path path, int mode) throws IOException {
        if ((mode & MODE_READ_WRITE) == 0 || (mode & ~ALL_MODES) != 0) {
            throw new IllegalArgumentException(
                    "not a mode to open a file in: mode=0x" + Integer.toHexString(mode) + " path=" + path);
        }
        int flags = switch (mode & MODE_READ_WRITE) {
            case MODE_READ_ONLY -> FileIo.O_RDONLY;
            case MODE_WRITE_ONLY -> FileIo.O_WRONLY;
            default -> FileIo.O_RDWR;
        };
        flags |= (mode & MODE_CREATE) != 0 ? FileIo.O_CREAT : 0;
        flags |= (mode & MODE_TRUNCATE) != 0 ? FileIo.O_TRUNC : 0;
        flags |= (mode & MODE_APPEND) != 0 ? FileIo.O_APPEND : 0;
        return new ParcelFileDescriptor(FileIo.open(path, flags, OWNER_READS_AND_WRITES));
    }

    /**
     * Takes over a descriptor, which nobody else may close from now on.
     *
     * @throws IOException if it is not open; then it was not taken over
     */
    public static ParcelFileDescriptor adoptFd(int fd) throws IOException {
        FileIo.setCloseOnExec(fd);
        return new ParcelFileDescriptor(fd);
    }

    /**
     * Makes a descriptor of its own for the file that {@code fd} is open for.
     *
     * @throws IOException if {@code fd} is not open, or this process has no descriptor left
     */
    public static ParcelFileDescriptor fromFd(int fd) throws IOException {
        return new ParcelFileDescriptor(FileDescriptors.dup(fd));
    }

    /** Returns the two ends of a new pipe: first the one to read from, then the one to write to. */
    public static ParcelFileDescriptor[] createPipe() throws IOException {
        return both(FileIo.pipe());
    }

    /** Returns two connected stream sockets. */
    public static ParcelFileDescriptor[] createSocketPair() throws IOException {
        return both(FileIo.socketPair());
    }

    private static ParcelFileDescriptor[] both(int[] fds) {
        return new ParcelFileDescriptor[] {new ParcelFileDescriptor(fds[0]), new ParcelFileDescriptor(fds[1])};
    }

    /** Returns another descriptor for the same open file, to be closed apart from this one. */
    public ParcelFileDescriptor dup() throws IOException {
        return new ParcelFileDescriptor(owner.dup());
    }

    // ---- what they are

    /**
     * Returns the number of the descriptor, valid until this object is closed; it still owns it.
     *
     * @throws IllegalStateException if it is closed
     */
    public int getFd() {
        int fd = owner.acquire();
        owner.release();
        return fd;
    }

    /**
     * Gives the descriptor to the caller, who has to close it; this object is closed by that.
     *
     * @throws IllegalStateException if it is closed
     */
    public int detachFd() {
        return owner.detach();
    }

    /** Returns the length of the file in bytes, or -1 if it is no regular file. */
    public long getStatSize() throws IOException {
        int fd = owner.acquire();
        try {
            FileStatus status = FileDescriptors.fstat(fd);
            return status.isRegularFile() ? status.size() : -1;
        } finally {
            owner.release();
        }
    }

    /** Whether it can still be used. */
    public boolean isOpen() {
        return owner.isOpen();
    }

    /** Closes the descriptor; idempotent. */
    @Override
    public void close() {
        owner.close();
    }

    @Override
    public String toString() {
        return "ParcelFileDescriptor[" + (isOpen() ? "fd=" + getFd() : "closed") + "]";
    }

    // ---- streams

    /** Reads from a descriptor, and closes it at its own end. */
    public static final class AutoCloseInputStream extends InputStream {
        private final ParcelFileDescriptor source;

        public AutoCloseInputStream(ParcelFileDescriptor source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** Blocks until there is a byte; returns as many as are there at once, or -1 at the end of the file. */
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            int fd = acquire(source);
            try {
                int got = FileIo.read(fd, target, offset, length);
                return got == 0 ? -1 : got;
            } finally {
                source.owner.release();
            }
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** Writes to a descriptor, and closes it at its own end. Nothing is buffered. */
    public static final class AutoCloseOutputStream extends OutputStream {
        private final ParcelFileDescriptor target;

        public AutoCloseOutputStream(ParcelFileDescriptor target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        /** Blocks until all is written. */
        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            int fd = acquire(target);
            try {
                FileIo.write(fd, source, offset, length);
            } finally {
                target.owner.release();
            }
        }

        @Override
        public void close() {
            target.close();
        }
    }

    private static int acquire(ParcelFileDescriptor descriptor) throws IOException {
        try {
            return descriptor.owner.acquire();
        } catch (IllegalStateException e) {
            throw new IOException("the stream is closed", e);
        }
    }
}
