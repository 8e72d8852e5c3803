package io.bindery.bench.baseline;

/**
 * What is streamed, by Bindery, by its baseline and by peers alike: longs, of which the first is the sequence number and
 * the last the exclusive or of the others. All messages of a process have the same size, which the JIT so knows.
 */
public final class StreamMessage {
    /** The JVM's property that says how large a message is, in bytes: a multiple of 8, at least 16; 64 by default. */
    public static final String BYTES_PROPERTY = "io.bindery.bench.messageBytes";

    /** Bytes in a message. */
    public static final int BYTES = Integer.getInteger(BYTES_PROPERTY, 64);

    /** Longs in a message. */
    public static final int WORDS = BYTES / Long.BYTES;

    private StreamMessage() {}

    /** The long at {@code word}, 1 to {@link #WORDS} - 2, of message number {@code sequence}. */
    public static long word(long sequence, int word) {
        return sequence * 31 + word;
    }

    /** The last long of message number {@code sequence}. */
    public static long checksum(long sequence) {
        long sum = sequence;
        for (int word = 1; word < WORDS - 1; word++) {
            sum ^= word(sequence, word);
        }
        return sum;
    }

    /**
     * Checks what arrived.
     *
     * @param expected the sequence number that is due
     * @param sum the exclusive or of all longs but the last as they arrived
     * @throws IllegalStateException if a message is missing, doubled, out of order, or damaged
     */
    public static void check(long expected, long sequence, long sum, long checksum) {
        if (sequence != expected || sum != checksum) {
            throw wrong(expected, sequence, sum, checksum);
        }
    }

    private static IllegalStateException wrong(long expected, long sequence, long sum, long checksum) {
        return new IllegalStateException(
                sequence != expected
                        ? "message out of order: expected=" + expected + ", sequence=" + sequence
                        : "message damaged: sequence=" + sequence + ", checksum=" + checksum + ", computed=" + sum);
    }
}
