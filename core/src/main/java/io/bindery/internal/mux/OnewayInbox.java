package io.bindery.internal.mux;

import io.bindery.internal.memory.Memory;
import io.bindery.internal.memory.RecordBuffer;
import io.bindery.transport.ProtocolViolationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Oneway records that have come in and are not used yet. They lie in two halves, each as large as the window, which are
 * filled by turns: since no more than the window is under way, one half is always free when the other is full. A record
 * that is larger than the window lies in a buffer of its own, and its half only says so.
 *
 * <p><b>Threading:</b> one thread fills and one takes, at the same time; the lock is held for moments.
 */
public final class OnewayInbox {
    /** Kind, length, and whether the record lies elsewhere. */
    private static final int WORD_BYTES = 8;

    private static final long LARGE = 1L << 63;

    private final MemorySegment memory = Arena.ofAuto().allocate(2 * OnewayWindow.BYTES, Long.BYTES);
    private final long base = memory.address();
    private final RecordBuffer large = new RecordBuffer();

    /** Where each half ends: in bytes of it, and as a position in the stream of records. */
    private final int[] filled = new int[2];

    private final long[] filledTo = new long[2];
    private int fillHalf;
    private volatile long tail;
    private long done;

    private int openKind;
    private int openLength;
    private boolean openLarge;

    private int takeHalf;
    private int taken;
    private long position;
    private long recordPosition;
    private long address;

    /** Creates an empty one. */
    public OnewayInbox() {}

    private static long word(int kind, int length, boolean large) {
        return (long) kind << 32 | length | (large ? LARGE : 0);
    }

    // ---- who fills

    public synchronized void begin(int kind, int length) {
        int cost = OnewayWindow.cost(length);
        long underWay = tail - done;
        if (underWay != 0 && underWay + cost > OnewayWindow.BYTES) {
            throw new ProtocolViolationException(
                    "a oneway record beyond the window: length=" + length + " underWay=" + underWay);
        }
        openKind = kind;
        openLength = length;
        openLarge = cost > OnewayWindow.BYTES;
        if (filled[fillHalf] + inHalf() > OnewayWindow.BYTES) {
            fillHalf ^= 1;
            filled[fillHalf] = 0;
            if (filledTo[fillHalf] > done) {
                throw new ProtocolViolationException("a oneway record without room: length=" + length);
            }
        }
    }

    private int inHalf() {
        return openLarge ? WORD_BYTES : OnewayWindow.cost(openLength);
    }

    private long half(int half) {
        return base + half * (long) OnewayWindow.BYTES;
    }

    public long place(int from, int to) {
        return openLarge ? large.ensure(to, from) + from : half(fillHalf) + filled[fillHalf] + WORD_BYTES + from;
    }

    public synchronized void end() {
        Memory.putLong(half(fillHalf) + filled[fillHalf], word(openKind, openLength, openLarge));
        filled[fillHalf] += inHalf();
        long next = tail + OnewayWindow.cost(openLength);
        filledTo[fillHalf] = next;
        tail = next;
    }

    // ---- who takes

    public boolean isEmpty() {
        return position == tail;
    }

    /** Takes the next record; only if there is one. Returns what {@code Lane.poll} does. */
    public synchronized long take() {
        if (taken == filled[takeHalf] && takeHalf != fillHalf) {
            takeHalf ^= 1;
            taken = 0;
        }
        long at = half(takeHalf) + taken;
        long word = Memory.getLong(at);
        int length = (int) word;
        boolean elsewhere = word < 0;
        address = elsewhere ? large.address() : at + WORD_BYTES;
        taken += elsewhere ? WORD_BYTES : OnewayWindow.cost(length);
        recordPosition = position;
        position += OnewayWindow.cost(length);
        return RecordFrame.polled((int) (word >>> 32) & 0x7f, length);
    }

    public long address() {
        return address;
    }

    public long recordPosition() {
        return recordPosition;
    }

    public long position() {
        return position;
    }

    /** What lies before {@code position} is used. */
    public synchronized void done(long position) {
        done = Math.max(done, position);
    }
}
