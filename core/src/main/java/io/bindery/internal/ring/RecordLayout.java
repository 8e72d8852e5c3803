package io.bindery.internal.ring;

/**
 * Byte layout of a record, and the arithmetic on its commit word. Little endian.
 * <pre>
 * offset bytes field       written by  access   meaning
 *      0     4 sequence    producer    release  never 0 in a record; with the next two fields, one 8-byte store
 *      4     3 length      producer    release  payload bytes
 *      7     1 kind        producer    release  what the payload is; the ring does not interpret it
 *      8     - payload     producer    plain    length bytes, then a gap up to the next multiple of 64
 * </pre>
 * The first eight bytes are the commit word. Every record starts at a multiple of {@value #ALIGNMENT}, so a commit word
 * never straddles a cache line, and a record of up to 56 payload bytes is one line.
 */
public final class RecordLayout {
    /** Every record begins at a multiple of this; a cache line. */
    public static final int ALIGNMENT = 64;

    /** Bytes of the commit word, in front of the payload. */
    public static final int HEADER_LENGTH = 8;

    /** What 24 bits of length can say; the capacity of a ring sets a lower bound. */
    public static final int MAX_PAYLOAD_LENGTH = 0xff_ffff;

    /** Kinds run from 0 to this. */
    public static final int MAX_KIND = 0xff;

    /** The longest payload that lies in one line with its commit word. */
    static final int ONE_LINE_PAYLOAD = ALIGNMENT - HEADER_LENGTH;

    /** How many lines behind a record's first are called together, on either side; the rest comes as it is used. */
    private static final int LINES_CALLED = 8;

    private RecordLayout() {}

    /** The three fields in one word. The arguments are taken as valid: the writers check them. */
    public static long commitWord(int sequence, int kind, int length) {
        return (long) (kind << 24 | length) << 32 | Integer.toUnsignedLong(sequence);
    }

    public static int sequence(long commitWord) {
        return (int) commitWord;
    }

    public static int kind(long commitWord) {
        return (int) (commitWord >>> 56);
    }

    /** Payload bytes, 0 to {@value #MAX_PAYLOAD_LENGTH}; unchecked until a reader has accepted the word. */
    public static int length(long commitWord) {
        return (int) (commitWord >>> 32) & MAX_PAYLOAD_LENGTH;
    }

    /** Bytes from the start of a record to the start of the next. */
    public static int alignedLength(int payloadLength) {
        return payloadLength + HEADER_LENGTH + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Bytes from the start of a record to the end of what is called together when it is claimed, or accepted. */
    static int calledLength(int payloadLength) {
        return Math.min(HEADER_LENGTH + payloadLength, (1 + LINES_CALLED) * ALIGNMENT);
    }

    /** The sequence of a call ring after {@code sequence}: 0 is skipped, for it marks a place without a record. */
    static int nextSequence(int sequence) {
        int next = sequence + 1;
        return next == 0 ? 1 : next;
    }

    /**
     * The sequence of the record that begins at {@code position} of a stream ring: which 64-byte place it is since the
     * beginning, plus one, in 32 bits. What lay in the same place one lap ago had another: a stale word is recognised.
     */
    static int streamSequence(long position) {
        int sequence = (int) (position >>> 6) + 1;
        return sequence == 0 ? 1 : sequence;
    }
}
