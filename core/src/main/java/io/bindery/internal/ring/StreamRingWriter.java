package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/**
 * The owner's end of a stream ring: records that follow one another, one direction, without replies.
 *
 * <p>The memory is mapped twice, back to back, so that a record that passes the end of the ring simply goes on, and no
 * record is ever split or padded. Tail and head are 64-bit byte counts that never wrap; a place in the ring is a count
 * modulo the capacity. The tail is private to this side: the reader follows the commit words.
 *
 * <p><b>Invariant:</b> the commit word at the tail is zero before the commit that precedes it is visible. A claim zeroes
 * the first word of each line up to the one behind it, and of some lines more; a commit zeroes again those behind its
 * record that the claim may have filled; and only then it releases its own word. So the reader, which looks behind a
 * record only after it has acquired that record's word, finds zero or the next commit word, and never bytes of the lap
 * before. At the start the whole ring is zero.
 *
 * <p><b>Why several lines at once.</b> The first store to a line waits until the line has come over from the reader's
 * cache, and all stores behind it wait in the same queue, which holds those of two or three records. Lines that are
 * called one after the other, with nothing between, come together ({@code docs/decisions/0016-lines-are-called-early.md}).
 *
 * <p><b>Why no zero overtakes the reader.</b> Nothing is stored at or behind {@code head + capacity}, and a claim has room
 * only if the record and the line behind it end there or before. The head is the position up to which the reader has
 * finished; its release store of the head comes after its last load below it, and this side's acquire load of the head
 * comes before any store up to {@code head + capacity}. So what is zeroed are bytes that the reader has left for good,
 * and the reader comes to that place again only by way of the records that are committed before it.
 *
 * <p><b>Memory effects.</b> What was written before {@link #commit} (release of the commit word) is visible after the
 * {@link StreamRingReader#poll} that returns that word (acquire). {@link StreamRingReader#publishHead} (release) pairs
 * with the look at the head in {@link #claim} (acquire).
 *
 * <p><b>If this process dies</b> before the commit, the reader finds zero at the tail for ever; after it, the record is
 * whole. <b>If the reader dies</b>, its head stands still and claims return {@link Status#FULL}.
 *
 * <p><b>Threading:</b> one thread at a time (threads share it under a lock); wait-free; nothing blocks or allocates.
 */
public final class StreamRingWriter {
    private static final int NO_CLAIM = -1;

    /** How many bytes a claim zeroes the lines of ahead of those that it needs; a few records. */
    private static final int AHEAD = 8 * RecordLayout.ALIGNMENT;

    private final long base;
    private final long address;
    private final int capacity;
    private final int maxPayloadLength;
    private final long headAddress;
    private long tail;
    private long cachedHead;
    private int claimed = NO_CLAIM;

    /** From the tail to here each line begins with zero, but for those behind the tail that a claim may have filled. */
    private long cleared;

    /** Where the claims that began at this tail end, the open one and those that were given up. */
    private long filled;

    /**
     * @param ring writable memory that holds the ring twice: {@code [base, base + capacity)} and the {@code capacity}
     *     bytes behind it are the same, zero at the start
     * @param base where the ring begins, a multiple of 64 in the address space
     * @param capacity bytes, a power of two
     * @param headMemory the reader's control memory; readable is enough
     * @param headOffset where the reader publishes its head, 8 bytes
     */
    public StreamRingWriter(MemorySegment ring, long base, int capacity, MemorySegment headMemory, long headOffset) {
        this(ring, base, capacity, headMemory, headOffset, 0);
    }

    StreamRingWriter(
            MemorySegment ring,
            long base,
            int capacity,
            MemorySegment headMemory,
            long headOffset,
            long initialPosition) {
        this.address = StreamRing.place(ring, base, capacity, true);
        this.headAddress = RingMemory.headPlace(headMemory, headOffset, false);
        this.base = base;
        this.capacity = capacity;
        this.maxPayloadLength = StreamRing.maxPayloadLength(capacity);
        this.tail = initialPosition;
        this.cachedHead = initialPosition;
        this.cleared = initialPosition;
        this.filled = initialPosition;
    }

    /** The longest payload of a claim, in bytes: a quarter of the capacity. */
    public int maxPayloadLength() {
        return maxPayloadLength;
    }

    /** Position at which the next record begins. */
    public long tail() {
        return tail;
    }

    /** The reader's head as last seen; the true one may be higher. */
    public long cachedHead() {
        return cachedHead;
    }

    /**
     * Claims {@code payloadLength} bytes to be filled in place. A claim must end in {@link #commit} or {@link #abort}.
     *
     * @param payloadLength bytes, 0 to {@link #maxPayloadLength()}
     * @return offset of the payload in the ring's segment, or {@link Status#FULL} if the reader has not left room yet
     * @throws RingViolationException if the reader's head goes backwards or beyond the tail
     */
    public long claim(int payloadLength) {
        if (payloadLength < 0 || payloadLength > maxPayloadLength || claimed != NO_CLAIM) {
            throw cannotClaim(payloadLength);
        }
        long end = tail + RecordLayout.alignedLength(payloadLength) + RecordLayout.ALIGNMENT;
        if (end - cachedHead > capacity && end - refreshedHead() > capacity) {
            return Status.FULL;
        }
        if (end > cleared) {
            clearAhead(end);
        }
        if (end - RecordLayout.ALIGNMENT > filled) {
            filled = end - RecordLayout.ALIGNMENT;
        }
        claimed = payloadLength;
        return base + place(tail) + RecordLayout.HEADER_LENGTH;
    }

    /**
     * Publishes what was claimed, or its first bytes, and moves the tail behind it.
     *
     * @param kind 0 to 255
     * @param payloadLength bytes, at most what was claimed
     */
    public void commit(int kind, int payloadLength) {
        if (payloadLength < 0 || payloadLength > claimed || (kind & ~RecordLayout.MAX_KIND) != 0) {
            throw cannotCommit(kind, payloadLength);
        }
        long next = tail + RecordLayout.alignedLength(payloadLength);
        if (filled > next) {
            clear(next, filled);
        }
        long word = RecordLayout.commitWord(RecordLayout.streamSequence(tail), kind, payloadLength);
        RingMemory.commitWordRelease(address + place(tail), word);
        tail = next;
        claimed = NO_CLAIM;
    }

    /** Gives a claim up; the reader never sees it. Without a claim it does nothing. */
    public void abort() {
        claimed = NO_CLAIM;
    }

    /** Zeroes the lines up to {@code end}, which is what a claim needs and has room for, and some that come next. */
    private void clearAhead(long end) {
        long to = Math.min(Math.max(end, cleared + AHEAD), cachedHead + capacity);
        clear(cleared, to);
        cleared = to;
    }

    /** Stores zero at the start of each line. */
    private void clear(long from, long to) {
        for (long line = from; line < to; line += RecordLayout.ALIGNMENT) {
            RingMemory.clearCommitWordPlain(address + place(line));
        }
    }

    /** Always in the first of the two mappings, so that each commit word has one address only. */
    private long place(long position) {
        return position & capacity - 1;
    }

    /** Looks at the head that the reader has published, and checks it. */
    public long refreshedHead() {
        long head = RingMemory.headAcquire(headAddress);
        if (head < cachedHead || head > tail || head % RecordLayout.ALIGNMENT != 0) {
            throw new RingViolationException("the peer's head of our stream ring is impossible: head=" + head
                    + " lastHead=" + cachedHead + " tail=" + tail + " capacity=" + capacity);
        }
        cachedHead = head;
        return head;
    }

    private RuntimeException cannotClaim(int payloadLength) {
        if (claimed != NO_CLAIM) {
            return new IllegalStateException("a claim is open, commit or abort it first: claimed=" + claimed);
        }
        return new IllegalArgumentException("length is not from 0 to a quarter of the capacity: payloadLength="
                + payloadLength + " capacity=" + capacity);
    }

    private RuntimeException cannotCommit(int kind, int payloadLength) {
        if (claimed == NO_CLAIM) {
            return new IllegalStateException("nothing is claimed: payloadLength=" + payloadLength);
        }
        return new IllegalArgumentException("not what was claimed: payloadLength=" + payloadLength + " claimed="
                + claimed + " kind=" + kind + " maxKind=" + RecordLayout.MAX_KIND);
    }
}
