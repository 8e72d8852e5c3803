package io.bindery.agrona;

import io.bindery.Call;
import io.bindery.Parcel;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Shows bytes of a parcel as an Agrona buffer. A codec that encodes into such a buffer writes to where the reader reads:
 * if the parcel is a claim ({@link Call#data()}, or a reply after {@link Parcel#claimReply}), that is the ring which the
 * other process has mapped.
 *
 * <pre>{@code
 * try (Call call = remote.newCall(QUOTE, TOKEN, 4 + QuoteEncoder.BLOCK_LENGTH)) {
 *     ParcelBuffers.wrapWrite(call.data(), QuoteEncoder.BLOCK_LENGTH, buffer);
 *     quote.wrap(buffer, 0).bid(bid).ask(ask);
 *     call.invoke();
 * }
 * }</pre>
 *
 * <p><b>Lifetime.</b> A buffer holds an address and nothing that keeps the memory: neither it nor a codec over it may be
 * used once the bytes are given away. What was wrapped for writing is to be written before the transaction is sent, and
 * before anything else is written to a parcel from {@link Parcel#obtain()}, which moves when it grows. What was wrapped for
 * reading is valid until the handler returns, or until the {@link Call} is closed. After that the memory shows other bytes,
 * and when the session has ended it may be gone, and a look at it ends the JVM. {@link #unwrap} turns such a late use into an
 * {@link IndexOutOfBoundsException}, as long as bounds checks are on.
 *
 * <p><b>Reading only.</b> What a peer sent is mapped read-only. An {@code UnsafeBuffer} does not know that: a store through
 * it ends the JVM. A peer of the same uid can change the bytes at any time: what is checked before use has to be copied
 * first.
 *
 * <p><b>Buffers:</b> any that can be wrapped around an address, such as {@code UnsafeBuffer}; kept and used again, so that
 * nothing is allocated once the usual lengths have been seen. They need
 * {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}.
 *
 * <p><b>Threading:</b> that of the parcel.
 */
public final class ParcelBuffers {
    private static final byte[] NOTHING = {};

    private ParcelBuffers() {}

    /**
     * Writes {@code length} to the parcel and makes {@code buffer} show the next {@code length} bytes, to be filled in
     * place. They hold anything until then. The reader gets them by {@link #wrapRead} or {@link Parcel#readSegment()}. In
     * the parcel they take {@code 4 + length} bytes, rounded up to 4.
     *
     * @param length bytes, 0 or more
     * @throws IllegalArgumentException if {@code length} is negative
     * @throws IllegalStateException if the claim has no room for them
     */
    public static void wrapWrite(Parcel parcel, int length, MutableDirectBuffer buffer) {
        buffer.wrap(parcel.writeSegmentInPlace(length).address(), length);
    }

    /**
     * Reads a segment from the parcel and makes {@code buffer} show it in place.
     *
     * @return its length in bytes; -1 if null was sent, and then the buffer shows nothing
     * @throws io.bindery.BadParcelableException if there is no segment at this place
     */
    public static int wrapRead(Parcel parcel, DirectBuffer buffer) {
        MemorySegment segment = parcel.readSegment();
        if (segment == null) {
            unwrap(buffer);
            return -1;
        }
        int length = (int) segment.byteSize();
        buffer.wrap(segment.address(), length);
        return length;
    }

    /**
     * Makes {@code buffer} show the bytes of a segment, such as the argument of a handler. They must stay where they are for
     * as long as the buffer is used; it does not keep their arena open.
     *
     * @throws IllegalArgumentException if the segment is neither native nor a writable view of a {@code byte[]}, or is too
     *     long for a buffer
     */
    public static void wrap(MemorySegment segment, DirectBuffer buffer) {
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too long for a buffer: byteSize=" + segment.byteSize());
        }
        int length = (int) segment.byteSize();
        if (segment.isNative()) {
            buffer.wrap(segment.address(), length);
        } else if (segment.heapBase().orElse(null) instanceof byte[] array) {
            buffer.wrap(array, (int) segment.address(), length);
        } else {
            throw new IllegalArgumentException("a buffer can be wrapped around native memory or a byte[] that may be"
                    + " written only: segment=" + segment);
        }
    }

    /** Makes {@code buffer} show nothing, so that it no longer leads to memory that is given away. */
    public static void unwrap(DirectBuffer buffer) {
        buffer.wrap(NOTHING);
    }
}
