package io.bindery;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * {@link SharedMemory} with the methods of a file of fixed length, for those who move bytes in and out.
 *
 * <p><b>Threading:</b> any thread; concurrent reads and writes of the same bytes are in no order. After {@link #close}
 * everything throws {@link IOException}.
 */
public final class MemoryFile implements Closeable {
    private final SharedMemory memory;
    private final MemorySegment bytes;
    private final int length;
    private boolean allowsPurging;

    /**
     * Creates a file of zeros.
     *
     * @param name shown in {@code /proc}, at most 249 bytes
     * @param length in bytes, at least 1
     * @throws IOException if there is not so much memory
     */
    public MemoryFile(String name, int length) throws IOException {
        this(SharedMemory.create(name, length));
    }

    private MemoryFile(SharedMemory memory) throws IOException {
        this.memory = memory;
        length = Math.toIntExact(memory.size());
        try {
            bytes = memory.isReadOnly()
                    ? memory.map(SharedMemory.PROT_READ, 0, length)
                    : memory.map(SharedMemory.PROT_READ | SharedMemory.PROT_WRITE, 0, length);
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Sees shared memory, for example what has been received, as a file; takes it over.
     *
     * @throws ArithmeticException if it is 2 GiB or longer
     */
    public static MemoryFile of(SharedMemory memory) throws IOException {
        return new MemoryFile(memory);
    }

    /** The memory, to be sent; it is closed with this file. */
    public SharedMemory memory() {
        return memory;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    /**
     * Copies bytes out of the file.
     *
     * @param sourceOffset in the file
     * @param targetOffset in {@code target}
     * @return {@code count}
     * @throws IndexOutOfBoundsException if either is shorter
     */
    public int readBytes(byte[] target, int sourceOffset, int targetOffset, int count) throws IOException {
        Objects.checkFromIndexSize(sourceOffset, count, length);
        try {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, sourceOffset, target, targetOffset, count);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
        return count;
    }

    /**
     * Copies bytes into the file.
     *
     * @param sourceOffset in {@code source}
     * @param targetOffset in the file
     * @throws IndexOutOfBoundsException if either is shorter
     * @throws IOException if the file is closed, or its memory was read-only when it was opened
     */
    public void writeBytes(byte[] source, int sourceOffset, int targetOffset, int count) throws IOException {
        Objects.checkFromIndexSize(targetOffset, count, length);
        if (bytes.isReadOnly()) {
            throw new IOException("the memory is read-only: length=" + length);
        }
        try {
            MemorySegment.copy(source, sourceOffset, bytes, ValueLayout.JAVA_BYTE, targetOffset, count);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private static IOException closed(IllegalStateException e) {
        return new IOException("the file is closed", e);
    }

    /** Returns a stream over the whole file. Closing it leaves the file open. */
    public InputStream getInputStream() {
        return new Input();
    }

    /** Returns a stream that writes the file from its start, and refuses what goes beyond its end. */
    public OutputStream getOutputStream() {
        return new Output();
    }

    /**
     * Does nothing but remember: Linux takes no memory away that is shared, so nothing is ever purged.
     *
     * @return what was set before
     */
    public synchronized boolean allowPurging(boolean allowed) {
        boolean before = allowsPurging;
        allowsPurging = allowed;
        return before;
    }

    /** What {@link #allowPurging} was told last. */
    public synchronized boolean isPurgingAllowed() {
        return allowsPurging;
    }

    /** Ends the file and its mapping; idempotent. Other processes keep theirs. */
    @Override
    public void close() {
        synchronized (this) {
            if (bytes.scope().isAlive()) {
                memory.unmap(bytes);
            }
        }
        memory.close();
    }

    private final class Input extends InputStream {
        private int position;
        private int marked;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, target.length);
            int left = Math.min(count, length - position);
            if (left == 0 && count != 0) {
                return -1;
            }
            int got = readBytes(target, position, offset, left);
            position += got;
            return got;
        }

        @Override
        public long skip(long count) {
            int skipped = Math.clamp(count, 0, length - position);
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return length - position;
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public void mark(int readLimit) {
            marked = position;
        }

        @Override
        public void reset() {
            position = marked;
        }
    }

    private final class Output extends OutputStream {
        private int position;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, source.length);
            if (count > length - position) {
                throw new IOException(
                        "past the end of the file: position=" + position + " count=" + count + " length=" + length);
            }
            writeBytes(source, offset, position, count);
            position += count;
        }
    }
}
