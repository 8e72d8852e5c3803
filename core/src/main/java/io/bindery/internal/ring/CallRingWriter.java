package io.bindery.internal.ring;

import java.lang.foreign.MemorySegment;

/**
 * The owner's end of a call ring: requests and replies of one lane in one direction, stacked like call frames.
 *
 * <p>A lane has two such rings, one each way, and its two sides take turns. The tops on both sides move in step:
 * <pre>
 * caller                                      callee
 *   w: claim, fill, commit(request), push
 *                                               r: pollAcquire, accept(request), push
 *                                               ... the handler runs; a nested call is the same from right to left ...
 *                                               w: claim, fill, commit(reply)          not pushed
 *                                               r: popTo(top before the request)
 *   r: pollAcquire, accept(reply), use in place
 *   w: popTo(top before the request)
 * </pre>
 * With nothing open both tops are 0, so plain calls use the same cache lines again and again.
 *
 * <p><b>Who writes what.</b> Only this side ever stores into the ring. A side writes when it is its turn, which is from
 * the record that it accepted to the record that it commits. All that time the other side looks at one word alone, the
 * commit word at its reader's top, and this is also the writer's top; a claim fills only what lies behind that word.
 *
 * <p><b>Why no stale byte is taken for a commit word.</b> The reader looks at two kinds of places. One is the place
 * right behind a record that it has just pushed. Old payload of a longer record may lie there, or what an aborted claim
 * left; therefore commit makes that word zero first and releases its own word after. The reader's acquire of the latter
 * makes the zero visible, and zero is no sequence. The other is a place to which it has rewound (or the base at the
 * start, which is zero). The word there is the commit word of the record that began there, for nothing but a commit
 * ever stores at the start of an open record. Its sequence is older than the one expected. To be mistaken, a record
 * would have to stay open during exactly 2<sup>32</sup> - 1 later ones of the same ring.
 *
 * <p><b>Memory effects.</b> What was written before {@link #commit} (release of the commit word) is visible after the
 * {@link CallRingReader#pollAcquire} that returns that word (acquire). Conversely, this side may overwrite a record
 * once it has accepted a later record of the peer: the peer's commit releases its reads as well.
 *
 * <p><b>If the process dies</b> before the commit, the commit word keeps its old value and the reader sees no record;
 * after it, the record is whole. Nothing has to be repaired.
 *
 * <p><b>Threading:</b> one thread at a time, the one that holds the lane; wait-free; nothing blocks or allocates.
 */
public final class CallRingWriter {
    private static final int NO_CLAIM = -1;

    private final long base;
    private final long address;
    private final int capacity;
    private int top;
    private int claimed = NO_CLAIM;
    private int sequence;

    /**
     * @param ring writable memory, zero in the {@code capacity} bytes at {@code base}
     * @param base where the ring begins, a multiple of 64 in the address space
     * @param capacity bytes, a multiple of 64
     */
    public CallRingWriter(MemorySegment ring, long base, int capacity) {
        this(ring, base, capacity, 0);
    }

    CallRingWriter(MemorySegment ring, long base, int capacity, int lastSequence) {
        this.address = CallRing.place(ring, base, capacity, true);
        this.base = base;
        this.capacity = capacity;
        this.sequence = lastSequence;
    }

    /** Where the next record goes, in bytes from the base. */
    public int top() {
        return top;
    }

    /** The longest payload that a claim gets when no record is open, in bytes. */
    public int maxPayloadLength() {
        return CallRing.maxPayloadLength(capacity);
    }

    /** The longest payload that a claim gets now, in bytes; negative if not even an empty one has room. */
    public int room() {
        return maxPayloadLength() - top;
    }

    /**
     * Begins to bring the first cache line of the next record to this core, by a store into its payload: an x86 core has
     * a line to itself only once the other core, which looks at it, has lost it, and that takes as long as half a round
     * trip ({@code docs/decisions/0016-lines-are-called-early.md}). Only when it is this side's turn, and before what the
     * payload is to be is written. Does not wait, and nobody sees it.
     */
    public void prefetch() {
        if (claimed != NO_CLAIM) {
            throw new IllegalStateException("a claim is open, what it holds would be lost: claimed=" + claimed);
        }
        if (room() >= Long.BYTES) {
            RingMemory.touch(address + top + RecordLayout.HEADER_LENGTH);
        }
    }

    /**
     * Claims {@code payloadLength} bytes to be filled in place. A claim must end in {@link #commit} or {@link #abort}. Calls
     * the lines behind the first ({@code docs/decisions/0016-lines-are-called-early.md}); what they hold stays.
     *
     * @param payloadLength bytes, 0 or more
     * @return offset of the payload in the ring's segment, or {@link Status#FULL} if the open records leave no room
     */
    public long claim(int payloadLength) {
        if (payloadLength < 0 || claimed != NO_CLAIM) {
            throw cannotClaim(payloadLength);
        }
        if (payloadLength > room()) {
            return Status.FULL;
        }
        claimed = payloadLength;
        if (payloadLength > RecordLayout.ONE_LINE_PAYLOAD) {
            long record = address + top;
            RingMemory.touchLines(record + RecordLayout.ALIGNMENT, record + RecordLayout.calledLength(payloadLength));
        }
        return base + top + RecordLayout.HEADER_LENGTH;
    }

    /**
     * Publishes what was claimed, or its first bytes. The top stays: see {@link #push}.
     *
     * @param kind 0 to 255
     * @param payloadLength bytes, at most what was claimed
     * @return the record's sequence, which the reader's futex word now holds; never 0
     */
    public int commit(int kind, int payloadLength) {
        if (payloadLength < 0 || payloadLength > claimed || (kind & ~RecordLayout.MAX_KIND) != 0) {
            throw cannotCommit(kind, payloadLength);
        }
        long record = address + top;
        long behind = record + RecordLayout.alignedLength(payloadLength);
        // A load of our own memory is cheaper than a store into a line that nobody will read.
        if (RingMemory.commitWordPlain(behind) != 0) {
            RingMemory.clearCommitWordPlain(behind);
        }
        int next = RecordLayout.nextSequence(sequence);
        RingMemory.commitWordRelease(record, RecordLayout.commitWord(next, kind, payloadLength));
        sequence = next;
        claimed = NO_CLAIM;
        return next;
    }

    /** Gives a claim up; the reader never sees it. Without a claim it does nothing. */
    public void abort() {
        claimed = NO_CLAIM;
    }

    /**
     * Keeps the record that was committed last open: a request that awaits its reply. The next one goes behind it.
     *
     * <p>The callee may call back before it replies, and then this side has to answer behind the open request. So a
     * request that is to be pushed should leave room for a short reply of ours: {@code alignedLength(request) + reply}
     * should not exceed the {@link #room} before the claim.
     */
    public void push(int payloadLength) {
        top = CallRing.push(top, payloadLength, capacity);
    }

    /** Closes the open records from {@code newTop} on: their replies have come and have been used. */
    public void popTo(int newTop) {
        if (claimed != NO_CLAIM) {
            throw new IllegalStateException("a claim is open, commit or abort it first: claimed=" + claimed);
        }
        top = CallRing.popTo(newTop, top);
    }

    private RuntimeException cannotClaim(int payloadLength) {
        if (payloadLength < 0) {
            return new IllegalArgumentException("negative length: payloadLength=" + payloadLength);
        }
        return new IllegalStateException("a claim is open, commit or abort it first: claimed=" + claimed);
    }

    private RuntimeException cannotCommit(int kind, int payloadLength) {
        if (claimed == NO_CLAIM) {
            return new IllegalStateException("nothing is claimed: payloadLength=" + payloadLength);
        }
        return new IllegalArgumentException("not what was claimed: payloadLength=" + payloadLength + " claimed="
                + claimed + " kind=" + kind + " maxKind=" + RecordLayout.MAX_KIND);
    }
}
