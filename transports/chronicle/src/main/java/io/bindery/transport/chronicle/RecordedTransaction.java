package io.bindery.transport.chronicle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.RemoteException;
import io.bindery.TransactionTooLargeException;
import io.bindery.internal.memory.Memory;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it stands in a queue: one that a {@link Recorder} has copied, or a durable call.
 *
 * @param index its place in the queue
 * @param timeNs when it came, in nanoseconds since 1970; 0 if unknown, as in a durable call
 * @param pid of the caller
 * @param uid of the caller
 * @param interfaceName name of the interface; empty if unknown, as in a durable call
 * @param method name of the method; empty if unknown
 * @param code transaction code
 * @param flags as {@link io.bindery.IBinder#transact} takes them
 * @param token {@link io.bindery.Parcel#interfaceToken} of the interface
 * @param arguments as {@link io.bindery.Parcel#marshall} gives them; null if they were not recorded, since they were
 *     sensitive, or objects were among them
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record RecordedTransaction(
        long index,
        long timeNs,
        int pid,
        int uid,
        String interfaceName,
        String method,
        int code,
        int flags,
        int token,
        byte @Nullable [] arguments) {

    /** Reads an entry of {@code length} bytes. */
    static RecordedTransaction read(long index, long at, long length) throws IOException {
        if (length < EntryLayout.REQUEST_BYTES) {
            throw noTransaction(index, length);
        }
        if (EntryLayout.kind(at) == EntryLayout.CALL) {
            byte[] arguments = arguments(index, at, at, length);
            return read(index, 0, EntryLayout.callPid(at), EntryLayout.callUid(at), "", at, arguments);
        }
        int nameBytes = EntryLayout.nameBytes(at);
        if (nameBytes < 0 || nameBytes > length - EntryLayout.HEADER_BYTES - EntryLayout.REQUEST_BYTES) {
            throw noTransaction(index, length);
        }
        byte[] names = new byte[nameBytes];
        Memory.copyToArray(at + EntryLayout.HEADER_BYTES, ValueLayout.JAVA_BYTE, names, nameBytes);
        long request = at + EntryLayout.HEADER_BYTES + nameBytes;
        byte[] arguments = arguments(index, at, request, length);
        return read(
                index,
                EntryLayout.timeNs(at),
                EntryLayout.pid(at),
                EntryLayout.uid(at),
                new String(names, UTF_8),
                request,
                EntryLayout.kind(at) == EntryLayout.INCOMPLETE ? null : arguments);
    }

    private static byte[] arguments(long index, long at, long request, long length) throws IOException {
        long rest = at + length - request - EntryLayout.REQUEST_BYTES;
        int objectBytes = EntryLayout.objectBytes(request);
        if (objectBytes > rest) {
            throw noTransaction(index, length);
        }
        byte[] arguments = new byte[(int) rest - objectBytes];
        Memory.copyToArray(request + EntryLayout.REQUEST_BYTES, ValueLayout.JAVA_BYTE, arguments, arguments.length);
        return arguments;
    }

    private static IOException noTransaction(long index, long length) {
        return new IOException(
                "the queue holds what is no transaction: index=0x" + Long.toHexString(index) + " bytes=" + length);
    }

    private static RecordedTransaction read(
            long index, long timeNs, int pid, int uid, String names, long request, byte @Nullable [] arguments) {
        String[] both = names.split("\0", 2);
        return new RecordedTransaction(
                index,
                timeNs,
                pid,
                uid,
                both[0],
                both.length == 1 ? "" : both[1],
                EntryLayout.code(request),
                EntryLayout.flags(request),
                EntryLayout.token(request),
                arguments);
    }

    byte[] names() {
        return interfaceName.isEmpty() && method.isEmpty()
                ? new byte[0]
                : (interfaceName + "\0" + method).getBytes(UTF_8);
    }

    /** Writes it as an entry. */
    void append(QueueAppender appender) throws RemoteException {
        byte[] names = names();
        byte[] bytes = arguments == null ? new byte[0] : arguments;
        int length = EntryLayout.HEADER_BYTES + names.length + EntryLayout.REQUEST_BYTES + bytes.length;
        if (length > appender.maxLength()) {
            throw new TransactionTooLargeException("the transaction does not fit an entry of the queue: bytes=" + length
                    + " limit=" + appender.maxLength());
        }
        long at = appender.claim(length);
        int kind = arguments == null ? EntryLayout.INCOMPLETE : EntryLayout.RECORDED;
        EntryLayout.putRecorded(at, kind, pid, uid, names.length, timeNs);
        long request = at + EntryLayout.HEADER_BYTES + names.length;
        Memory.copyFromArray(names, ValueLayout.JAVA_BYTE, at + EntryLayout.HEADER_BYTES, names.length);
        EntryLayout.putRequest(request, code, token, flags);
        Memory.copyFromArray(bytes, ValueLayout.JAVA_BYTE, request + EntryLayout.REQUEST_BYTES, bytes.length);
        appender.append(length);
    }
}
