package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.Parcel;
import io.bindery.internal.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which memory a parcel shows, and where in it the next value lies: a private buffer (grows), a claim (bounded), or a
 * received record (read-only). All memory of a parcel is reached through {@link #reserve} and {@link #take}, which check
 * every access.
 */
public abstract sealed class ParcelWindow extends Parcel permits ParcelScalars {
    private static final int LARGEST_KEPT = 64 << 10;

    /** Sized values inside one another; a forged parcel must not exhaust the stack of who reads it. */
    private static final int MAX_DEPTH = 64;

    /** There may be objects, views, sized values being read, a token or a status: something that the next use must not see. */
    private static final int USED = 1;

    private static final int BUFFERED = 1 << 1;
    private static final int SENSITIVE = 1 << 2;

    /** Address of the first byte; what lies from there to {@link #size} may be read, to {@link #capacity} written. */
    long base;

    int position;

    /**
     * How much there was when the position was last moved back, or more. What was written since ends at the position, and
     * {@link #dataSize} is the larger of the two: so a value costs one store here, not two.
     */
    private int size;

    private int capacity;

    /** How many sized values are being read, one inside another, and the size before the first of them. */
    private int depth;

    private int outermost;

    private @Nullable MemorySegment buffer;

    /** Buffers that became too small: kept to the end of use, since what is in them may yet turn out to be sensitive. */
    private @Nullable List<MemorySegment> outgrown;

    private boolean growable;

    /**
     * Which of {@link #USED}, {@link #BUFFERED} and {@link #SENSITIVE} hold. A parcel that is only bytes in a window, as most
     * are, has none, and is opened and ended with one look here ({@code docs/decisions/0018-fewer-instructions.md}).
     */
    private int extras;

    /**
     * To which views of a large private buffer belong: it goes back to the kernel, and an access afterwards has to be an
     * exception, not a fault.
     */
    private @Nullable Arena lent;

    private final ObjectTable objects = new ObjectTable();
    private final ViewCache views = new ViewCache();

    /** Another use begins, and something was {@linkplain #markUsed left} by the last. */
    abstract void onReset();

    /** The next use has to begin with a reset. */
    final void markUsed() {
        extras |= USED;
    }

    final boolean hasObjects() {
        return (extras & USED) != 0 && !objects.isEmpty();
    }

    /** The table of objects, to be read or changed. */
    final ObjectTable objects() {
        markUsed();
        return objects;
    }

    final ViewCache views() {
        markUsed();
        return views;
    }

    // ---- which memory

    /** Makes this an empty parcel in a private buffer. */
    final void clear() {
        MemorySegment own = buffer;
        setWindow(own == null ? 0 : own.address(), 0, own == null ? 0 : (int) own.byteSize(), true);
    }

    /** Makes this an empty parcel in a claim of {@code capacity} bytes. */
    final void openClaim(long address, int capacity) {
        setWindow(address, 0, capacity, false);
    }

    /** Makes this a private copy of {@code length} received bytes, which the peer cannot change any more. */
    final void openCopy(long received, int length) {
        clear();
        long at = reserve(length);
        Memory.copy(received, at, length);
        position = 0;
        size = length;
        capacity = 0;
        growable = false;
    }

    /** Narrows this to {@code length} of its bytes. */
    final void narrow(int offset, int length) {
        base += offset;
        position = 0;
        size = length;
    }

    /** Makes this a view of {@code length} received bytes. */
    final void openReceived(long received, int length) {
        setWindow(received, length, 0, false);
    }

    /** Stores only what changes: see {@link DriverCall}. */
    private void setWindow(long address, int newSize, int newCapacity, boolean canGrow) {
        base = address;
        position = 0;
        if (size != newSize) {
            size = newSize;
        }
        if (capacity != newCapacity) {
            capacity = newCapacity;
        }
        if (growable != canGrow) {
            growable = canGrow;
        }
        if ((extras & USED) != 0) {
            reset();
        }
    }

    private void reset() {
        extras &= ~USED;
        depth = 0;
        views.reset();
        objects.clear();
        onReset();
    }

    final boolean isPrivate() {
        return growable;
    }

    /** Whether the bytes up to the position may be changed: they are neither a view nor a copy of a record. */
    final boolean isWritable() {
        return capacity >= size;
    }

    /** Address of the first byte. */
    final long address() {
        return base;
    }

    // ---- the end of use

    /**
     * Ends the use of this parcel: zeroes what is sensitive, closes descriptors that nobody read, and gives a large private
     * buffer back, so that one large parcel does not stay for ever. A claim or a received record is zeroed by who writes the ring.
     */
    final void endUse() {
        if (extras != 0) {
            endUsed();
        }
    }

    private void endUsed() {
        if (isSensitive()) {
            wipe();
        }
        objects.clear();
        MemorySegment own = buffer;
        if (own != null) {
            if (!endLoans()) {
                outgrown = null;
                setWindow(0, 0, 0, growable);
                setBuffer(null);
                return;
            }
            releaseOutgrown();
            if (own.byteSize() > LARGEST_KEPT) {
                releaseBuffer();
            }
        }
    }

    /** As {@link #endUse}, and gives the private buffer back in any case. */
    final void dispose() {
        endUse();
        releaseBuffer();
    }

    /** Zeroes the whole private buffer, those before it, and the arrays that were handed out; the mark ends with that. */
    private void wipe() {
        extras &= ~SENSITIVE;
        MemorySegment own = buffer;
        if (own != null) {
            own.fill((byte) 0);
        }
        List<MemorySegment> smaller = outgrown;
        if (smaller != null) {
            smaller.forEach(each -> each.fill((byte) 0));
        }
        views.wipe();
    }

    /** A view of some of the bytes, for the time of use. */
    final MemorySegment view(long at, int length, boolean readOnly) {
        MemorySegment own = buffer;
        if (own != null
                && own.byteSize() > ParcelBuffers.LARGEST_KEPT
                && at >= own.address()
                && at - own.address() < own.byteSize()) {
            return lend(at, length, readOnly);
        }
        return views.segment(at, length, readOnly);
    }

    @SuppressWarnings("MustBeClosedChecker") // endLoans closes it
    private MemorySegment lend(long at, int length, boolean readOnly) {
        Arena arena = lent;
        if (arena == null) {
            arena = Arena.ofShared(); // a handler may show the view to other threads
            lent = arena;
        }
        return Memory.segment(at, length, readOnly, arena);
    }

    /** Returns false if somebody is in the middle of a native call with such a view: the memory has to stay. */
    private boolean endLoans() {
        Arena arena = lent;
        if (arena == null) {
            return true;
        }
        lent = null;
        try {
            arena.close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void setBuffer(@Nullable MemorySegment own) {
        buffer = own;
        extras = own == null ? extras & ~BUFFERED : extras | BUFFERED;
    }

    private void releaseOutgrown() {
        List<MemorySegment> smaller = outgrown;
        if (smaller != null) {
            outgrown = null;
            smaller.forEach(ParcelBuffers::give);
        }
    }

    private void releaseBuffer() {
        MemorySegment own = buffer;
        if (own != null) {
            setBuffer(null);
            if (base >= own.address() && base - own.address() < own.byteSize()) {
                setWindow(0, 0, 0, growable);
            }
            ParcelBuffers.give(own);
        }
    }

    @Override
    public final void markSensitive() {
        extras |= SENSITIVE;
    }

    @Override
    public final boolean isSensitive() {
        return (extras & SENSITIVE) != 0;
    }

    // ---- bounds

    final long reserve(int bytes) {
        int at = position;
        int end = at + bytes;
        if (end > capacity || end < at) {
            grow(at, bytes);
        }
        position = end;
        return base + at;
    }

    /**
     * Checks that {@link #reserve} has already given the {@code bytes} bytes at {@code at}, and returns that. Several such
     * checks, of one {@code at} and constants added to it, become two: the compiler knows {@link Objects#checkIndex}.
     */
    final int reserved(int at, int bytes) {
        try {
            return Objects.checkIndex(at, Math.min(dataSize(), capacity) - (bytes - 1));
        } catch (IndexOutOfBoundsException e) {
            throw notReserved(at, bytes);
        }
    }

    private IllegalArgumentException notReserved(int at, int bytes) {
        return new IllegalArgumentException("not within what writeInplace made room for: position=" + at + " length="
                + bytes + " size=" + dataSize() + " capacity=" + capacity);
    }

    private void grow(int at, int bytes) {
        long end = (long) at + bytes;
        if (!growable) {
            throw new IllegalStateException(
                    capacity == 0
                            ? "a received parcel cannot be written: position=" + at
                            : "the claim is full: bound=" + capacity + " position=" + at + " length=" + bytes
                                    + "; give the call a larger bound, or Call.UNBOUNDED");
        }
        if (end > Integer.MAX_VALUE >> 1) {
            throw new IllegalStateException("a parcel cannot hold so much: size=" + end);
        }
        MemorySegment larger = ParcelBuffers.take((int) Math.max(end, 2L * capacity));
        Memory.copy(base, larger.address(), dataSize());
        MemorySegment old = buffer;
        setBuffer(larger);
        base = larger.address();
        capacity = (int) larger.byteSize();
        if (old != null) {
            List<MemorySegment> smaller = outgrown;
            if (smaller == null) {
                smaller = new ArrayList<>(2);
                outgrown = smaller;
            }
            smaller.add(old);
        }
    }

    final long take(int bytes) {
        int at = position;
        if (bytes > size - at) {
            throw underflow(at, bytes);
        }
        position = at + bytes;
        return base + at;
    }

    /** Checks that {@code bytes} bytes at {@code at} may be read, and returns that; as {@link #reserved}. */
    final int readable(int at, int bytes) {
        try {
            return Objects.checkIndex(at, size - (bytes - 1));
        } catch (IndexOutOfBoundsException e) {
            throw underflow(at, bytes);
        }
    }

    private BadParcelableException underflow(int at, int bytes) {
        return new BadParcelableException("read past the end of a parcel: position=" + at + " wanted=" + bytes
                + " size=" + size + "; sender and receiver have different versions of the interface");
    }

    static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    /** Writes a length, then reserves that many bytes, the padding zeroed. */
    final long reserveSized(int length, int bytes) {
        int padded = padded(bytes);
        long at = reserve(4 + padded);
        Memory.putInt(at, length);
        if (padded != bytes) {
            Memory.putInt(at + padded, 0);
        }
        return at + 4;
    }

    /** Reads a length; -1 is null; anything that cannot be in this parcel is refused. */
    final int takeLength(int elementSize) {
        int at = position;
        int length = Memory.getInt(take(Integer.BYTES));
        if (length < -1 || (long) length * elementSize > size - position) {
            throw new BadParcelableException("malformed length in a parcel: length=" + length + " elementSize="
                    + elementSize + " position=" + at + " size=" + size);
        }
        return length;
    }

    // ---- sized values

    @Override
    public final int beginWriteSized() {
        int begin = position;
        Memory.putInt(reserve(Integer.BYTES), 0);
        return begin;
    }

    @Override
    public final void endWriteSized(int begin) {
        if (begin < 0 || begin > position - Integer.BYTES || position > capacity) {
            throw new IllegalArgumentException("no sized value was begun there: begin=" + begin + " position="
                    + position + " capacity=" + capacity);
        }
        Memory.putInt(base + begin, position - begin);
    }

    @Override
    public final int beginReadSized() {
        int outer = size;
        int at = position;
        if (depth == MAX_DEPTH) {
            throw new BadParcelableException("values are nested too deep: limit=" + MAX_DEPTH + " position=" + at);
        }
        if (depth == 0) {
            outermost = outer;
        } else if (at == outer) {
            nest(); // missing at the end of another one, and so empty
            return outer;
        }
        int length = Memory.getInt(take(Integer.BYTES));
        if (length < Integer.BYTES || length > outer - at) {
            position = at;
            throw new BadParcelableException(
                    "malformed size of a value: bytes=" + length + " position=" + at + " size=" + outer);
        }
        nest();
        size = at + length;
        return outer;
    }

    private void nest() {
        depth++;
        markUsed();
    }

    @Override
    public final void endReadSized(int outer) {
        if (depth == 0 || outer < size || outer > outermost) {
            throw new IllegalArgumentException(
                    "not what beginReadSized returned: outer=" + outer + " size=" + size + " depth=" + depth);
        }
        depth--;
        position = size;
        size = outer;
    }

    // ---- positions

    @Override
    public final int dataSize() {
        return Math.max(size, position);
    }

    @Override
    public final int dataPosition() {
        return position;
    }

    @Override
    public final void setDataPosition(int position) {
        if (position == 0 && depth != 0) {
            depth = 0; // reading failed inside a sized value, and begins anew
            size = outermost;
        }
        size = dataSize();
        Objects.checkIndex(position, size + 1);
        this.position = position;
    }

    @Override
    public final int dataAvail() {
        return dataSize() - position;
    }

    @Override
    public final boolean hasNext() {
        return position < size;
    }

    @Override
    public final int dataCapacity() {
        return Math.max(capacity, dataSize());
    }

    @Override
    public final void setDataCapacity(int bytes) {
        if (bytes > capacity) {
            grow(0, bytes);
        }
    }

    /** As {@link Parcel#setDataSize}, for the bytes alone. */
    final void resize(int bytes) {
        if (bytes < 0 || depth != 0) {
            throw new IllegalArgumentException("not a size that a parcel can have now: bytes=" + bytes);
        }
        int before = dataSize();
        if (bytes > before) {
            position = before;
            Memory.clear(reserve(bytes - before), bytes - before);
        }
        size = bytes;
        position = Math.min(position, bytes);
    }

    @Override
    public final void enforceNoDataAvail() {
        if (dataAvail() != 0) {
            throw new BadParcelableException("values are left in the parcel: position=" + position + " size=" + size
                    + "; sender and receiver have different versions of the interface");
        }
    }
}
