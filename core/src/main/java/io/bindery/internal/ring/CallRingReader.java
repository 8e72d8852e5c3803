package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/**
 * The peer's end of a call ring; never stores into it. The protocol and its proof are in {@link CallRingWriter}.
 *
 * <p>What lies in the ring is the peer's word, and may be wrong or change at any time. A commit word is read once; it
 * is {@linkplain #accept accepted} or the session ends. Its length is to be taken from that local, never read again.
 *
 * <p><b>Memory effects:</b> a {@link #pollAcquire} that returns a word makes visible what the writer stored before its
 * commit.
 *
 * <p><b>Threading:</b> one thread at a time, the one that holds the lane; wait-free; nothing blocks or allocates.
 */
public final class CallRingReader {
    private final long base;
    private final long address;
    private final int capacity;
    private int top;
    private int expected;

    /** Where the sum of words goes that were loaded to bring their lines: the compiler would leave out what nobody uses. */
    @SuppressWarnings("unused")
    private long loaded;

    /**
     * @param ring the peer's memory; readable is enough
     * @param base where the ring begins, a multiple of 64 in the address space
     * @param capacity bytes, as the writer has it
     */
    public CallRingReader(MemorySegment ring, long base, int capacity) {
        this(ring, base, capacity, 0);
    }

    CallRingReader(MemorySegment ring, long base, int capacity, int lastSequence) {
        this.address = CallRing.place(ring, base, capacity, false);
        this.base = base;
        this.capacity = capacity;
        this.expected = RecordLayout.nextSequence(lastSequence);
    }

    /** Where the next record is expected, in bytes from the base. */
    public int top() {
        return top;
    }

    /** The sequence that the next record will have; never 0. */
    public int expectedSequence() {
        return expected;
    }

    /**
     * Offset in the ring's segment of the 32-bit sequence of the next record. Who waits for it sleeps here, as long as
     * the word is not {@link #expectedSequence}.
     */
    public long futexOffset() {
        return base + top;
    }

    /** Looks once for the next record, and returns its commit word, or {@link Status#EMPTY}. */
    public long pollAcquire() {
        long word = RingMemory.commitWordAcquire(address + top);
        return RecordLayout.sequence(word) == expected ? word : Status.EMPTY;
    }

    /**
     * Looks up to {@code looks} times for the next record, with a pause after each, and returns whether it is there. As
     * {@link #pollAcquire} in a loop, but with nothing else in the loop: who waits sees the record sooner.
     */
    public boolean spinAcquire(int looks) {
        long at = address + top;
        int sequence = expected;
        for (int i = 0; i < looks; i++) {
            if (RecordLayout.sequence(RingMemory.commitWordAcquire(at)) == sequence) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Takes the record whose commit word {@link #pollAcquire} returned. Its payload is at {@link #payload} and may be
     * used in place: a request until its reply is committed, a reply until the next record on this lane is committed. Its
     * lines behind the first begin to come, all at once.
     *
     * @throws RingViolationException if no correct writer commits this word here; the state is unchanged
     */
    public void accept(long commitWord) {
        if (RecordLayout.sequence(commitWord) != expected
                || RecordLayout.length(commitWord) > CallRing.maxPayloadLength(capacity) - top) {
            throw violation(commitWord);
        }
        expected = RecordLayout.nextSequence(expected);
        int length = RecordLayout.length(commitWord);
        if (length > RecordLayout.ONE_LINE_PAYLOAD) {
            long record = address + top;
            loaded = RingMemory.loadLines(record + RecordLayout.ALIGNMENT, record + RecordLayout.calledLength(length));
        }
    }

    /** Offset in the ring's segment of the payload of the record at the top. */
    public long payload() {
        return base + top + RecordLayout.HEADER_LENGTH;
    }

    /** Keeps the record that was accepted last open: a request that is being served. */
    public void push(int payloadLength) {
        top = CallRing.push(top, payloadLength, capacity);
    }

    /** Closes the open records from {@code newTop} on: their replies are committed. */
    public void popTo(int newTop) {
        top = CallRing.popTo(newTop, top);
    }

    private RingViolationException violation(long commitWord) {
        return new RingViolationException("the peer's call ring holds an impossible record: offset=" + top
                + " capacity=" + capacity + " length=" + RecordLayout.length(commitWord)
                + " sequence=" + Integer.toUnsignedString(RecordLayout.sequence(commitWord))
                + " expectedSequence=" + Integer.toUnsignedString(expected));
    }
}
