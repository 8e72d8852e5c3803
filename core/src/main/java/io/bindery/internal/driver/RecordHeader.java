package io.bindery.internal.driver;

import io.bindery.internal.memory.Memory;

/**
 * What the driver puts before the bytes of a parcel. Offsets from the start of the record's payload; little endian. With
 * the commit word a request's header is 32 bytes, so that four longs end with the cache line.
 * <pre>
 * request
 * offset bytes field        meaning
 *      0     4 handle       the callee's number for the object; 0 = service manager; -1 = the callee's driver
 *      4     4 code         transaction code
 *      8     8 chain        names the chain of calls to which this one belongs; 0 = oneway
 *     16     4 token        Parcel.interfaceToken of the interface; 0 = none
 *     20     1 flags        as given to transact, IBinder.FLAG_CLEAR_BUF if the arguments are sensitive
 *     21     3 objectBytes  length of the object table behind the parcel
 *     24     - parcel, object table
 *
 * reply
 * offset bytes field        meaning
 *      0     4 status       see ReplyStatus
 *      4     3 objectBytes  length of the object table behind the parcel
 *      7     1 flags        IBinder.FLAG_CLEAR_BUF if the result is sensitive
 *      8     - parcel, object table
 * </pre>
 */
final class RecordHeader {
    static final int REQUEST = 1;
    static final int REPLY = 2;
    static final int ONEWAY = 3;

    static final int REQUEST_BYTES = 24;
    static final int REPLY_BYTES = 8;

    /** What the session's other side offers to everybody: the service manager, or the object at the address. */
    static final int ROOT_HANDLE = 0;

    static final int DRIVER_HANDLE = -1;
    static final int MAX_OBJECT_BYTES = 0xff_ffff;

    private static final int CODE_OFFSET = 4;
    private static final int CHAIN_OFFSET = 8;
    private static final int TOKEN_OFFSET = 16;
    private static final int FLAGS_OFFSET = 20;
    private static final int REPLY_OBJECTS_OFFSET = 4;

    private RecordHeader() {}

    static void putRequest(long at, int handle, int code, long chain, int token, int flags, int objectBytes) {
        putTarget(at, handle, code);
        putRest(at, chain, token, flags, objectBytes);
    }

    /** The first half of a request's header: to whom it goes, and what it asks for. */
    static void putTarget(long at, int handle, int code) {
        Memory.putLong(at, 0, pair(handle, code));
    }

    /** The other half. */
    static void putRest(long at, long chain, int token, int flags, int objectBytes) {
        Memory.putLong(at, CHAIN_OFFSET, chain);
        Memory.putLong(at, TOKEN_OFFSET, pair(token, (flags & 0xff) | (objectBytes << 8)));
    }

    /** Two fields in one store. */
    private static long pair(int first, int second) {
        return (first & 0xffff_ffffL) | ((long) second << Integer.SIZE);
    }

    static int handle(long at) {
        return Memory.getInt(at, 0);
    }

    static int code(long at) {
        return Memory.getInt(at, CODE_OFFSET);
    }

    static long chain(long at) {
        return Memory.getLong(at, CHAIN_OFFSET);
    }

    static int token(long at) {
        return Memory.getInt(at, TOKEN_OFFSET);
    }

    /** Flags in the low byte, the length of the object table above it. */
    static int flagsAndObjectBytes(long at) {
        return Memory.getInt(at, FLAGS_OFFSET);
    }

    static void putReply(long at, int status, int flags, int objectBytes) {
        Memory.putLong(at, 0, pair(status, objectBytes | (flags << 24)));
    }

    static int status(long at) {
        return Memory.getInt(at, 0);
    }

    /** The length of the object table in the low three bytes, flags above it. */
    static int replyObjectBytesAndFlags(long at) {
        return Memory.getInt(at, REPLY_OBJECTS_OFFSET);
    }
}
