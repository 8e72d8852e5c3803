package io.bindery.bench.baseline;

/**
 * The 64 bytes that are streamed, by Bindery and by its baseline alike: eight longs, of which the first is the sequence
 * number and the last the exclusive or of the others.
 */
public final class StreamMessage {
    /** Longs in a message. */
    public static final int WORDS = 8;

    /** Bytes in a message. */
    public static final int BYTES = WORDS * 8;

    private StreamMessage() {}

    /** The long at {@code word}, 1 to 6, of message number {@code sequence}. */
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
     * @param sum the exclusive or of the first seven longs as they arrived
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
