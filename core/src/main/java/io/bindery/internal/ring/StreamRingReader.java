package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/**
 * The peer's end of a stream ring; stores nothing but its head, in its own memory. The protocol and its proof are in
 * {@link StreamRingWriter}.
 *
 * <p>One record: {@link #poll}, {@link #accept}, use it at {@link #payload}, {@link #advance}. What has been passed is
 * given back to the writer by {@link #publishHead}, which is a step of its own: the owner of the reader does it in
 * batches, when {@link #shouldPublish} says so, before it parks, and when the writer asks for room. A payload may be
 * used in place as long as the published head is not beyond it.
 *
 * <p>What lies in the ring is the peer's word, and may be wrong or change at any time. A commit word is read once; it
 * is {@linkplain #accept accepted} or the session ends. Its length is to be taken from that local, never read again.
 *
 * <p><b>Memory effects:</b> a {@link #poll} that returns a word (acquire) makes visible what the writer stored before
 * its commit. {@link #publishHead} is a release: loads from records below the head are complete before the writer can
 * see it.
 *
 * <p><b>Threading:</b> one thread at a time; who hands the reader to another thread synchronises with it. Wait-free;
 * nothing blocks or allocates.
 */
public final class StreamRingReader {
    private final long base;
    private final long address;
    private final int capacity;
    private final long headAddress;
    private long position;
    private long published;

    /**
     * @param ring the peer's memory, mapped twice back to back at {@code base}; readable is enough
     * @param base where the ring begins, a multiple of 64 in the address space
     * @param capacity bytes, a power of two, as the writer has it
     * @param headMemory our own control memory, writable
     * @param headOffset where to publish the head, 8 bytes, zero at the start
     */
    public StreamRingReader(MemorySegment ring, long base, int capacity, MemorySegment headMemory, long headOffset) {
        this(ring, base, capacity, headMemory, headOffset, 0);
    }

    StreamRingReader(
            MemorySegment ring,
            long base,
            int capacity,
            MemorySegment headMemory,
            long headOffset,
            long initialPosition) {
        this.address = StreamRing.place(ring, base, capacity, false);
        this.headAddress = RingMemory.headPlace(headMemory, headOffset, true);
        this.base = base;
        this.capacity = capacity;
        this.position = initialPosition;
        this.published = initialPosition;
    }

    /** Position at which the next record begins; everything below it has been passed. */
    public long position() {
        return position;
    }

    /** The head as last published. */
    public long published() {
        return published;
    }

    /**
     * Looks once for the next record, and returns its commit word, or {@link Status#EMPTY}.
     *
     * @throws RingViolationException if there is something else than zero or a word of this position
     */
    public long poll() {
        long word = RingMemory.commitWordAcquire(address + place(position));
        if (word != Status.EMPTY && RecordLayout.sequence(word) != RecordLayout.streamSequence(position)) {
            throw violation(word);
        }
        return word;
    }

    /**
     * Checks the record whose commit word {@link #poll} returned. Its payload is at {@link #payload}.
     *
     * @throws RingViolationException if no correct writer commits this word here; the state is unchanged
     */
    public void accept(long commitWord) {
        if (RecordLayout.sequence(commitWord) != RecordLayout.streamSequence(position)
                || RecordLayout.length(commitWord) > StreamRing.maxPayloadLength(capacity)) {
            throw violation(commitWord);
        }
    }

    /** Offset in the ring's segment of the payload of the record at the position; never split. */
    public long payload() {
        return base + place(position) + RecordLayout.HEADER_LENGTH;
    }

    /** Goes on to the next record. {@code payloadLength} is the length of the one that was accepted. */
    public void advance(int payloadLength) {
        if (payloadLength < 0 || payloadLength > StreamRing.maxPayloadLength(capacity)) {
            throw new IllegalArgumentException(
                    "no such record was accepted: payloadLength=" + payloadLength + " capacity=" + capacity);
        }
        position += RecordLayout.alignedLength(payloadLength);
    }

    /** Whether a quarter of the capacity or more has been passed and not been given back. */
    public boolean shouldPublish() {
        return position - published >= capacity / 4;
    }

    /**
     * Gives the room below {@code head} back to the writer.
     *
     * @param head a position where a record began or will begin, from {@link #published} to {@link #position}
     */
    public void publishHead(long head) {
        if (head < published || head > position) {
            throw new IllegalArgumentException(
                    "head out of range: head=" + head + " published=" + published + " position=" + position);
        }
        RingMemory.headRelease(headAddress, head);
        published = head;
    }

    private long place(long position) {
        return position & capacity - 1;
    }

    private RingViolationException violation(long commitWord) {
        return new RingViolationException("the peer's stream ring holds an impossible record: position=" + position
                + " capacity=" + capacity + " length=" + RecordLayout.length(commitWord) + " sequence="
                + Integer.toUnsignedString(RecordLayout.sequence(commitWord)) + " expectedSequence="
                + Integer.toUnsignedString(RecordLayout.streamSequence(position)));
    }
}
