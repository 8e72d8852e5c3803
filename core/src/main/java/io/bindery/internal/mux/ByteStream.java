package io.bindery.internal.mux;

import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.ProtocolViolationException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in both directions over one or two non-blocking descriptors.
 *
 * <p><b>Threading:</b> one thread reads at a time, and one writes.
 */
public interface ByteStream {
    /** Becomes readable when bytes have come. */
    int inDescriptor();

    /** Becomes writable when there is room again; the same as {@link #inDescriptor} where one does for both. */
    int outDescriptor();

    /** Returns how many bytes came, 0 at the end, or the negative errno. */
    int read(long address, int length);

    /** Returns how many bytes went, or the negative errno. */
    int write(long address, int length);

    /** After the end was read: whether the other side still reads, as far as can be told. */
    default boolean isHalfClosed() {
        return false;
    }

    /** Who sent what was read first, where the kernel says so. */
    default @Nullable Credentials sender() {
        return null;
    }

    /**
     * As {@link #write}, and {@code count} of {@code passed} from {@code from} on go along with the first byte, if any bytes
     * go.
     */
    default int write(MemorySegment bytes, int[] passed, int from, int count) throws SystemCallException {
        throw new UnsupportedOperationException("no descriptors go along with these bytes");
    }

    /** Takes the {@code count} descriptors that came along with the message read last. */
    default int[] takeDescriptors(int count) {
        throw new ProtocolViolationException("no descriptors come along with these bytes");
    }

    /** Closes the descriptors. Once, when nobody reads or writes any more. */
    void close();
}
