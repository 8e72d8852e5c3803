package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives bytes, descriptors and credentials over one Unix stream socket at a time. Reusable: all memory is
 * allocated once.
 *
 * <p><b>How descriptors lie in the stream.</b> Descriptors ride on the first byte of the send that carried them. One
 * receive never merges the descriptors of two sends: it ends behind the bytes of the send that carried some, at the latest.
 * It may well begin with bytes of earlier sends that carried none; so descriptors belong to the <em>last</em> send whose
 * first byte is among the bytes received. With {@linkplain UnixSocket#passCredentials credentials} on, a receive never
 * merges bytes of different senders either.
 *
 * <p><b>Ownership.</b> Received descriptors are open (close-on-exec) and belong to this object until
 * {@linkplain #takeDescriptor taken}; the next receive and {@link #close} close those that were not. A descriptor that is
 * sent stays with its sender.
 *
 * <p><b>Threading:</b> one thread at a time. Nothing blocks.
 */
public final class SocketMessage implements AutoCloseable {
    /** How many descriptors one receive takes by default. */
    public static final int DEFAULT_MAX_DESCRIPTORS = 16;

    /** The kernel's own limit for one send. */
    private static final int SCM_MAX_FD = 253;

    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    // struct msghdr, then struct iovec, then control messages, in one block of memory
    private static final long IOV_OFFSET = 16;
    private static final long IOV_COUNT_OFFSET = 24;
    private static final long CONTROL_OFFSET = 32;
    private static final long CONTROL_LENGTH_OFFSET = 40;
    private static final long FLAGS_OFFSET = 48;
    private static final long HEADER_BYTES = 56;
    private static final long IOVEC_BYTES = 16;

    // struct cmsghdr: size_t length, int level, int type
    private static final long CMSG_LEVEL_OFFSET = 8;
    private static final long CMSG_TYPE_OFFSET = 12;
    private static final long CMSG_HEADER_BYTES = 16;

    // The header's address as a number: a segment for each call would be garbage.
    private static final MethodHandle SENDMSG = Native.errnoCall("sendmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG = Native.errnoCall("recvmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header;
    private final long headerAddress;
    private final MemorySegment iovec;
    private final MemorySegment control;
    private final MemorySegment buffer;
    private final int[] descriptors;

    private int descriptorCount;
    private boolean truncated;
    private boolean hasCredentials;
    private int senderPid;
    private int senderUid;
    private int senderGid;

    /** Receives up to {@code capacity} bytes and {@value #DEFAULT_MAX_DESCRIPTORS} descriptors at a time. */
    public SocketMessage(int capacity) {
        this(capacity, DEFAULT_MAX_DESCRIPTORS);
    }

    /**
     * Receives up to {@code capacity} bytes and at least {@code maxDescriptors} descriptors at a time; the kernel drops
     * what has no room, and {@link #truncated} says so.
     */
    public SocketMessage(int capacity, int maxDescriptors) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: capacity=" + capacity);
        }
        if (maxDescriptors < 1 || maxDescriptors > SCM_MAX_FD) {
            throw new IllegalArgumentException(
                    "maxDescriptors is out of range: maxDescriptors=" + maxDescriptors + " range=1.." + SCM_MAX_FD);
        }
        long controlBytes = controlSpace(Credentials.BYTES) + controlSpace(maxDescriptors * Integer.BYTES);
        header = arena.allocate(HEADER_BYTES, Long.BYTES);
        headerAddress = header.address();
        iovec = arena.allocate(IOVEC_BYTES, Long.BYTES);
        control = arena.allocate(controlBytes, Long.BYTES);
        buffer = arena.allocate(capacity, Long.BYTES);
        // Where no credentials come, the kernel uses their room for descriptors: none of those may be overlooked.
        descriptors = new int[(int) (controlBytes - CMSG_HEADER_BYTES) / Integer.BYTES];
        header.set(JAVA_LONG, IOV_OFFSET, iovec.address());
        header.set(JAVA_LONG, IOV_COUNT_OFFSET, 1);
    }

    /**
     * Sends bytes, and a descriptor with the first of them.
     *
     * @param data native memory, alive until this returns
     * @param length how many bytes of it, at least 1
     * @param fdToPassOrMinus1 the descriptor, or -1 for none
     * @return how many bytes were sent: fewer than {@code length} if the socket is nearly full, in which case the
     *     descriptor went with them and the rest is to be sent without it; or, with nothing sent, -EAGAIN if it is
     *     full, -EPIPE or -ECONNRESET if the peer has gone
     * @throws SystemCallException for all else, for example EBADF, or ETOOMANYREFS if too many descriptors of this user
     *     are in flight
     */
    public int send(int fd, MemorySegment data, long length, int fdToPassOrMinus1) throws SystemCallException {
        return send(fd, data, length, appendDescriptor(0, fdToPassOrMinus1), fdToPassOrMinus1);
    }

    /**
     * As {@link #send(int, MemorySegment, long, int)}, with {@code count} descriptors of {@code passed} from index
     * {@code from} on; no more than this object receives at a time.
     */
    public int send(int fd, MemorySegment data, long length, int[] passed, int from, int count)
            throws SystemCallException {
        if (count < 1 || controlSpace(count * Integer.BYTES) > control.byteSize()) {
            throw new IllegalArgumentException("too many descriptors in one message: count=" + count);
        }
        long payload = appendHeader(0, SCM_RIGHTS, count * Integer.BYTES);
        MemorySegment.copy(passed, from, control, JAVA_INT, payload, count);
        return send(fd, data, length, controlSpace(count * Integer.BYTES), passed[from]);
    }

    /** As {@link #send(int, MemorySegment, long, int)}, and states this process's pid, uid and gid; the kernel checks. */
    public int sendWithCredentials(int fd, MemorySegment data, long length, int fdToPassOrMinus1)
            throws SystemCallException {
        return send(fd, data, length, appendDescriptor(appendCredentials(), fdToPassOrMinus1), fdToPassOrMinus1);
    }

    /**
     * Receives what is there, into {@link #buffer()} from its start. First closes the descriptors of the receive before
     * that were not taken.
     *
     * @return how many bytes; 0 if the peer will send no more; -EAGAIN if there is nothing yet; -ECONNRESET if the peer
     *     closed without reading all that was sent to it
     * @throws SystemCallException for all else, for example EBADF or ENOMEM
     */
    public int receive(int fd) throws SystemCallException {
        return receive(fd, buffer.address(), buffer.byteSize());
    }

    /** As {@link #receive(int)}, to {@code length} bytes of memory at {@code address}. */
    public int receive(int fd, long address, long length) throws SystemCallException {
        closeDescriptors();
        hasCredentials = false;
        truncated = false;
        prepare(address, length, control.byteSize());
        int result = call(RECVMSG, fd, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (result >= 0) {
            truncated = (header.get(JAVA_INT, FLAGS_OFFSET) & (MSG_CTRUNC | MSG_TRUNC)) != 0;
            readControl();
            return result;
        }
        if (result == -Errno.EAGAIN || result == -Errno.ECONNRESET) {
            return result;
        }
        throw new SystemCallException("recvmsg", -result, "fd=" + fd + " capacity=" + length);
    }

    /** Where {@link #receive} puts bytes, from its start; as long as the capacity. */
    public MemorySegment buffer() {
        return buffer;
    }

    /** How many descriptors the last receive brought, taken or not. */
    public int descriptorCount() {
        return descriptorCount;
    }

    /** The {@code i}-th descriptor, still owned by this object; -1 if it was taken. */
    public int descriptor(int i) {
        return descriptors[Objects.checkIndex(i, descriptorCount)];
    }

    /** The {@code i}-th descriptor, which the caller now owns and closes; -1 if it was taken before. */
    public int takeDescriptor(int i) {
        int taken = descriptor(i);
        descriptors[i] = -1;
        return taken;
    }

    /**
     * Whether something was lost for lack of room or of free descriptors in this process. The descriptors that did
     * arrive are listed all the same.
     */
    public boolean truncated() {
        return truncated;
    }

    /** Who sent the bytes, as checked by the kernel; null unless the socket {@linkplain UnixSocket#passCredentials asks}. */
    public @Nullable Credentials credentials() {
        return hasCredentials ? new Credentials(senderPid, senderUid, senderGid) : null;
    }

    /** Closes all received descriptors that were not taken, and forgets them. */
    public void closeDescriptors() {
        for (int i = 0; i < descriptorCount; i++) {
            FileDescriptors.close(descriptors[i]);
        }
        descriptorCount = 0;
    }

    /** Closes the descriptors that were not taken, and frees the memory. Idempotent. */
    @Override
    public void close() {
        closeDescriptors();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private int send(int fd, MemorySegment data, long length, long controlLength, int passed)
            throws SystemCallException {
        if (!data.isNative() || length < 1 || length > Math.min(data.byteSize(), Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("data must be native and hold length bytes, at least 1: native="
                    + data.isNative() + " byteSize=" + data.byteSize() + " length=" + length);
        }
        prepare(data.address(), length, controlLength);
        int result;
        try {
            result = call(SENDMSG, fd, MSG_NOSIGNAL | MSG_DONTWAIT);
        } finally {
            Reference.reachabilityFence(data); // the kernel knew only its address
        }
        if (result >= 0 || result == -Errno.EAGAIN || result == -Errno.EPIPE || result == -Errno.ECONNRESET) {
            return result;
        }
        throw new SystemCallException("sendmsg", -result, "fd=" + fd + " length=" + length + " descriptor=" + passed);
    }

    private void prepare(long address, long length, long controlLength) {
        iovec.set(JAVA_LONG, 0, address);
        iovec.set(JAVA_LONG, 8, length);
        header.set(JAVA_LONG, CONTROL_OFFSET, controlLength == 0 ? 0 : control.address());
        header.set(JAVA_LONG, CONTROL_LENGTH_OFFSET, controlLength);
        header.set(JAVA_INT, FLAGS_OFFSET, 0);
    }

    private int call(MethodHandle function, int fd, int flags) {
        CallScratch scratch = CallScratch.current();
        try {
            int result;
            do {
                result = (int) scratch.result((long) function.invokeExact(scratch.errno(), fd, headerAddress, flags));
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private long appendCredentials() {
        long payload = appendHeader(0, SCM_CREDENTIALS, Credentials.BYTES);
        control.set(JAVA_INT, payload, Processes.pid());
        control.set(JAVA_INT, payload + 4, Processes.uid());
        control.set(JAVA_INT, payload + 8, Processes.gid());
        return controlSpace(Credentials.BYTES);
    }

    private long appendDescriptor(long offset, int fd) {
        if (fd < 0) {
            return offset;
        }
        long payload = appendHeader(offset, SCM_RIGHTS, Integer.BYTES);
        control.set(JAVA_INT, payload, fd);
        return offset + controlSpace(Integer.BYTES);
    }

    private long appendHeader(long offset, int type, int payloadBytes) {
        control.set(JAVA_LONG, offset, CMSG_HEADER_BYTES + payloadBytes);
        control.set(JAVA_INT, offset + CMSG_LEVEL_OFFSET, UnixSocket.SOL_SOCKET);
        control.set(JAVA_INT, offset + CMSG_TYPE_OFFSET, type);
        return offset + CMSG_HEADER_BYTES;
    }

    private void readControl() {
        long end = Math.min(header.get(JAVA_LONG, CONTROL_LENGTH_OFFSET), control.byteSize());
        long offset = 0;
        while (offset + CMSG_HEADER_BYTES <= end) {
            long length = control.get(JAVA_LONG, offset);
            if (length < CMSG_HEADER_BYTES || offset + length > end) {
                return;
            }
            readControlMessage(offset, length - CMSG_HEADER_BYTES);
            offset += controlSpace((int) (length - CMSG_HEADER_BYTES));
        }
    }

    private void readControlMessage(long offset, long payloadBytes) {
        if (control.get(JAVA_INT, offset + CMSG_LEVEL_OFFSET) != UnixSocket.SOL_SOCKET) {
            return;
        }
        long payload = offset + CMSG_HEADER_BYTES;
        int type = control.get(JAVA_INT, offset + CMSG_TYPE_OFFSET);
        if (type == SCM_RIGHTS) {
            for (long i = 0; i + Integer.BYTES <= payloadBytes; i += Integer.BYTES) {
                descriptors[descriptorCount++] = control.get(JAVA_INT, payload + i);
            }
        } else if (type == SCM_CREDENTIALS && payloadBytes >= Credentials.BYTES) {
            senderPid = control.get(JAVA_INT, payload);
            senderUid = control.get(JAVA_INT, payload + 4);
            senderGid = control.get(JAVA_INT, payload + 8);
            hasCredentials = true;
        }
    }

    /** CMSG_SPACE: the header and the payload, rounded up to whole words. */
    private static long controlSpace(int payloadBytes) {
        return CMSG_HEADER_BYTES + (payloadBytes + 7L & ~7L);
    }
}
