package io.bindery.internal.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/** Memory and contents for ring tests. */
final class TestMemory {
    private TestMemory() {}

    /** Zeroed, on a cache line, of the global scope, as rings need it: it stays as long as the JVM. */
    static MemorySegment allocate(long length) {
        return Arena.global().allocate(length, RecordLayout.ALIGNMENT);
    }

    static byte[] read(MemorySegment memory, long offset, int length) {
        return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    static void write(MemorySegment memory, long offset, byte[] bytes) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, bytes.length);
    }

    static boolean holds(MemorySegment memory, long offset, byte[] bytes) {
        return MemorySegment.mismatch(
                        memory, offset, offset + bytes.length, MemorySegment.ofArray(bytes), 0, bytes.length)
                == -1;
    }

    /**
     * The worst that a payload can leave behind: random bytes, mixed with words that would pass for commit words of the
     * records to come.
     */
    static byte[] treacherousBytes(RandomGenerator random, int length, int sequence) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        MemorySegment words = MemorySegment.ofArray(bytes);
        for (int at = 0; at + Long.BYTES <= length; at += Long.BYTES) {
            if (random.nextInt(4) != 0) {
                int near = sequence + random.nextInt(-2, 8);
                long word = RecordLayout.commitWord(near, random.nextInt(256), random.nextInt(64));
                words.set(ValueLayout.JAVA_LONG_UNALIGNED, at, word);
            }
        }
        return bytes;
    }
}
