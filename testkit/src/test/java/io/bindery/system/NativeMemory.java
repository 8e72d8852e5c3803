package io.bindery.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks through the memory of this process, rings and buffers of the driver among it, as the kernel shows it. */
final class NativeMemory {
    /** What is larger is the heap of the JVM, or reserved by it. */
    private static final long LARGEST_MAPPING = 256L << 20;

    private static final int RUN = 4;
    private static final int CHUNK = 1 << 20;
    private static final ByteBuffer BUFFER =
            ByteBuffer.allocateDirect(CHUNK + RUN * Long.BYTES).order(ByteOrder.nativeOrder());

    private NativeMemory() {}

    /** How often {@code value} lies four times in a row somewhere in memory, in places that may overlap. */
    static synchronized int countRuns(long value) {
        int runs = 0;
        try (FileChannel memory = FileChannel.open(Path.of("/proc/self/mem"))) {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                String range = line.substring(0, line.indexOf(' '));
                long begin = Long.parseUnsignedLong(range.substring(0, range.indexOf('-')), 16);
                long end = Long.parseUnsignedLong(range.substring(range.indexOf('-') + 1), 16);
                boolean readable = line.charAt(line.indexOf(' ') + 1) == 'r';
                if (readable && begin >= 0 && end - begin <= LARGEST_MAPPING && !line.contains("[v")) {
                    runs += countRuns(memory, begin, end, value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runs;
    }

    private static int countRuns(FileChannel memory, long begin, long end, long value) {
        int runs = 0;
        for (long at = begin; at < end; at += CHUNK) {
            BUFFER.clear().limit((int) Math.min(BUFFER.capacity(), end - at));
            try {
                if (memory.read(BUFFER, at) <= 0) {
                    continue;
                }
            } catch (IOException e) {
                continue; // unmapped meanwhile, or reserved only
            }
            BUFFER.flip();
            runs += runsInChunk(value);
            BUFFER.clear();
            MemorySegment.ofBuffer(BUFFER).fill((byte) 0); // or what was found here would be found again
        }
        return runs;
    }

    /** Of those that begin in the chunk, at a multiple of four bytes; every second word shows them all. */
    private static int runsInChunk(long value) {
        long halves = Long.rotateLeft(value, Integer.SIZE); // of two in a row, seen from between them
        int runs = 0;
        int end = BUFFER.limit() - RUN * Long.BYTES;
        for (int i = 0; i <= Math.min(end + Integer.BYTES, CHUNK); i += Long.BYTES) {
            long seen = BUFFER.getLong(i);
            if (seen == value && i <= end && i < CHUNK && isRun(i, value)) {
                runs++;
            } else if (seen == halves && i > 0 && isRun(i - Integer.BYTES, value)) {
                runs++;
            }
        }
        return runs;
    }

    private static boolean isRun(int at, long value) {
        for (int i = 0; i < RUN; i++) {
            if (BUFFER.getLong(at + i * Long.BYTES) != value) {
                return false;
            }
        }
        return true;
    }
}
