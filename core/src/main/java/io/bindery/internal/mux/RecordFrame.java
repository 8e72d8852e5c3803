package io.bindery.internal.mux;

import io.bindery.internal.memory.Memory;
import io.bindery.internal.session.Frame;

/**
 * What stands before a record in a stream: a message of type {@link Frame#RECORD} whose header goes on.
 * <pre>
 * offset bytes field    meaning
 *      0     1 type     RECORD
 *      1     1 kind     of the record, 0 to 127
 *      2     1 opener   1: the sender opened the lane; 0: the receiver did
 *      3     1 reserved 0
 *      4     4 length   of header and payload
 *      8     4 lane
 *     12     4 sequence of the lane's records in this direction, from 1
 *     16       payload
 * </pre>
 */
public final class RecordFrame {
    static final int HEADER_BYTES = 16;
    static final int LENGTH_OFFSET = 4;
    static final int LANE_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 12;

    /** Kind of a record that is answered on its lane. */
    static final int REQUEST = 1;

    private RecordFrame() {}

    static void put(long at, int kind, boolean opener, int payloadLength, int lane, int sequence) {
        Memory.putInt(at, Frame.RECORD | kind << 8 | (opener ? 1 << 16 : 0));
        Memory.putInt(at + LENGTH_OFFSET, HEADER_BYTES + payloadLength);
        Memory.putInt(at + LANE_OFFSET, lane);
        Memory.putInt(at + SEQUENCE_OFFSET, sequence);
    }

    static byte type(int firstWord) {
        return (byte) firstWord;
    }

    static int kind(int firstWord) {
        return firstWord >>> 8 & 0xff;
    }

    static boolean opener(int firstWord) {
        return (firstWord >>> 16 & 0xff) != 0;
    }

    /** What a lane's {@code poll} returns for a record. */
    public static long polled(int kind, int length) {
        return (long) kind << 56 | (long) length << 32 | 1;
    }
}
