package io.bindery.transport.chronicle;

import io.bindery.internal.memory.Memory;

/**
 * Byte layout of an entry of a queue, in the machine's order, which is little endian. Format version
 * {@value QueueState#VERSION}. A call is nothing but its request, which begins with the handle of the object that listens: so
 * most calls take one cache line.
 * <pre>
 * call
 * offset bytes field      meaning
 *      0     4 kind       {@value #CALL}: the handle of a request
 *      4     4 code       of the transaction
 *      8     4 pid        of the caller, as who wrote the entry says; with uid in the place of a request's chain
 *     12     4 uid        likewise
 *     16     - request    the rest of it, as in docs/protocol.md
 *
 * transaction that was recorded
 * offset bytes field      meaning
 *      0     4 kind       {@value #RECORDED}; {@value #INCOMPLETE} without its arguments, since these were sensitive, or objects were
 *                        among them
 *      4     4 pid        of the caller
 *      8     4 uid        of the caller
 *     12     4 nameBytes  length of the names behind this header
 *     16     8 timeNs     nanoseconds since 1970; 0 if unknown
 *     24     - names      UTF-8: interface, a zero byte, method
 *      -     - record     a request as in docs/protocol.md: 24 bytes of header, the parcel, its object table
 * </pre>
 */
final class EntryLayout {
    static final int CALL = 0;
    static final int RECORDED = 16;
    static final int INCOMPLETE = 17;

    /** Of a request, and so of a call; as docs/protocol.md has it. */
    static final int REQUEST_BYTES = 24;

    private static final int CODE_OFFSET = 4;
    private static final int CALL_PID_OFFSET = 8;
    private static final int CALL_UID_OFFSET = 12;
    private static final int TOKEN_OFFSET = 16;
    private static final int FLAGS_OFFSET = 20;

    /** Of a recorded transaction. */
    static final int HEADER_BYTES = 24;

    private static final int PID_OFFSET = 4;
    private static final int UID_OFFSET = 8;
    private static final int NAME_BYTES_OFFSET = 12;
    private static final int TIME_OFFSET = 16;

    private EntryLayout() {}

    /** Says who calls, in a request that makes no use of its chain. */
    static void putCaller(long call, int pid, int uid) {
        Memory.putInt(call + CALL_PID_OFFSET, pid);
        Memory.putInt(call + CALL_UID_OFFSET, uid);
    }

    static int callPid(long call) {
        return Memory.getInt(call + CALL_PID_OFFSET);
    }

    static int callUid(long call) {
        return Memory.getInt(call + CALL_UID_OFFSET);
    }

    static void putRecorded(long at, int kind, int pid, int uid, int nameBytes, long timeNs) {
        Memory.putInt(at, kind);
        Memory.putInt(at + PID_OFFSET, pid);
        Memory.putInt(at + UID_OFFSET, uid);
        Memory.putInt(at + NAME_BYTES_OFFSET, nameBytes);
        Memory.putLong(at + TIME_OFFSET, timeNs);
    }

    static int kind(long at) {
        return Memory.getInt(at);
    }

    static int pid(long at) {
        return Memory.getInt(at + PID_OFFSET);
    }

    static int uid(long at) {
        return Memory.getInt(at + UID_OFFSET);
    }

    static int nameBytes(long at) {
        return Memory.getInt(at + NAME_BYTES_OFFSET);
    }

    static long timeNs(long at) {
        return Memory.getLong(at + TIME_OFFSET);
    }

    static void putRequest(long at, int code, int token, int flags) {
        Memory.clear(at, REQUEST_BYTES);
        Memory.putInt(at + CODE_OFFSET, code);
        Memory.putInt(at + TOKEN_OFFSET, token);
        Memory.putInt(at + FLAGS_OFFSET, flags & 0xff);
    }

    static int code(long request) {
        return Memory.getInt(request + CODE_OFFSET);
    }

    static int token(long request) {
        return Memory.getInt(request + TOKEN_OFFSET);
    }

    static int flags(long request) {
        return Memory.getInt(request + FLAGS_OFFSET) & 0xff;
    }

    /** Length of the object table behind the parcel. */
    static int objectBytes(long request) {
        return Memory.getInt(request + FLAGS_OFFSET) >>> 8;
    }
}
