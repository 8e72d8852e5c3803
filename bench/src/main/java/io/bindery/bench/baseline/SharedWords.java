package io.bindery.bench.baseline;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Plain shared memory for the baselines: a file that two processes map. It stays mapped until the process ends, file
 * or no file.
 */
public final class SharedWords {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    /** Looks at memory between two looks at the clock, by a thread that waits. */
    private static final int SPINS_PER_CLOCK = 1 << 16;

    private static final long PATIENCE_NS = 10_000_000_000L;

    private final MemorySegment memory;

    private SharedWords(MemorySegment memory) {
        this.memory = memory;
    }

    /** Creates the file at {@code path}, zeroed, with all its pages present. */
    public static SharedWords create(Path path, int bytes) throws IOException {
        SharedWords words = map(path, bytes, StandardOpenOption.CREATE_NEW);
        words.memory.fill((byte) 0);
        return words;
    }

    /** Maps the file at {@code path}, which must be there. */
    public static SharedWords open(Path path, int bytes) throws IOException {
        return map(path, bytes);
    }

    // FileChannel hands out a class of segment of its own. The driver's are plain native ones: with both in one
    // process, hot call sites inside the JDK would see two classes, which the baseline must not cause.
    @SuppressWarnings("restricted")
    private static SharedWords map(Path path, int bytes, StandardOpenOption... more) throws IOException {
        StandardOpenOption[] options = new StandardOpenOption[more.length + 2];
        options[0] = StandardOpenOption.READ;
        options[1] = StandardOpenOption.WRITE;
        System.arraycopy(more, 0, options, 2, more.length);
        try (FileChannel channel = FileChannel.open(path, options)) {
            MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, bytes, Arena.global());
            return new SharedWords(MemorySegment.ofAddress(mapped.address()).reinterpret(bytes));
        }
    }

    /** Where the long at {@code offset} lies in this process's memory; its first four bytes may be a futex word. */
    public long address(long offset) {
        return memory.asSlice(offset, Long.BYTES).address();
    }

    /** Copies {@code source} to {@code offset}. */
    public void copyFrom(MemorySegment source, long offset) {
        MemorySegment.copy(source, 0, memory, offset, source.byteSize());
    }

    /** Plain read of the long at {@code offset}, in bytes. */
    public long getPlain(long offset) {
        return memory.get(ValueLayout.JAVA_LONG, offset);
    }

    /** Plain write. */
    public void setPlain(long offset, long value) {
        memory.set(ValueLayout.JAVA_LONG, offset, value);
    }

    /** Read with acquire order; pairs with {@link #setRelease}. */
    public long getAcquire(long offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    /** Write with release order. */
    public void setRelease(long offset, long value) {
        LONG.setRelease(memory, offset, value);
    }

    /**
     * Spins until the word at {@code offset} is at least {@code value}, and returns it.
     *
     * @throws IllegalStateException after ten seconds
     */
    public long awaitAtLeastAcquire(long offset, long value) {
        for (long deadlineNs = 0; ; ) {
            for (int i = 0; i < SPINS_PER_CLOCK; i++) {
                long seen = (long) LONG.getAcquire(memory, offset);
                if (seen >= value) {
                    return seen;
                }
                Thread.onSpinWait();
            }
            deadlineNs = checkPatience(deadlineNs, offset, value);
        }
    }

    private long checkPatience(long deadlineNs, long offset, long value) {
        long nowNs = System.nanoTime();
        if (deadlineNs == 0) {
            return nowNs + PATIENCE_NS;
        }
        if (nowNs - deadlineNs > 0) {
            throw new IllegalStateException(
                    "the other process of the measurement does not answer: waited 10 s for word=" + offset
                            + " to reach value=" + value + ", it is " + getAcquire(offset));
        }
        return deadlineNs;
    }
}
