package io.bindery.internal.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.bindery.BadParcelableException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.internal.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link Parcel}: a window of some memory, with a position. Which memory decides what it is:
 * a private buffer (grows), a claim (bounded), or a received record (read-only).
 *
 * <p>Binders are not in the bytes: a binder takes 8 bytes that name its entry in {@link ObjectTable}, which the driver
 * translates when the parcel crosses a session.
 */
public final class DriverParcel extends Parcel {
    private static final int OBJECT_TAG = 0x424e4452;
    private static final int LARGEST_KEPT = 64 << 10;

    /** Address of the first byte; what lies from there to {@link #size} may be read, to {@link #capacity} written. */
    private long base;

    private int position;
    private int size;
    private int capacity;

    private @Nullable MemorySegment buffer;
    private boolean growable;
    private boolean pooled;

    final ObjectTable objects = new ObjectTable();
    /** Where a reply may be claimed as long as {@link #isReply}. */
    private @Nullable ReplyFrame frame;

    private boolean isReply;
    private int token;
    private int status;

    private final ViewCache views = new ViewCache();

    DriverParcel() {}

    /** See {@link Parcel#obtain()}. */
    public static Parcel obtainPooled() {
        DriverParcel parcel = ParcelPool.take();
        parcel.pooled = true;
        parcel.clear();
        return parcel;
    }

    @Override
    public void recycle() {
        if (!pooled) {
            throw new IllegalStateException("only a parcel from obtain() is recycled, and only once");
        }
        pooled = false;
        clear();
        releaseBuffer();
        ParcelPool.give(this);
    }

    // ---- which memory

    /** Makes this an empty parcel in a private buffer. */
    void clear() {
        MemorySegment own = buffer;
        setWindow(own == null ? 0 : own.address(), own == null ? 0 : (int) own.byteSize());
        growable = true;
    }

    /** Makes this an empty parcel in a claim of {@code capacity} bytes. */
    void openClaim(long address, int capacity) {
        setWindow(address, capacity);
        growable = false;
    }

    /** Makes this a private copy of {@code length} received bytes, which the peer cannot change any more. */
    void openCopy(long received, int length) {
        clear();
        long at = reserve(length);
        Memory.copy(received, at, length);
        position = 0;
        capacity = 0;
        growable = false;
    }

    /** Narrows this to {@code length} of its bytes. */
    void narrow(int offset, int length) {
        base += offset;
        position = 0;
        size = length;
    }

    /** Makes this a view of {@code length} received bytes. */
    void openReceived(long received, int length) {
        setWindow(received, 0);
        size = length;
        growable = false;
    }

    private void setWindow(long address, int length) {
        base = address;
        position = 0;
        size = 0;
        capacity = length;
        token = 0;
        status = ReplyStatus.OK;
        views.reset();
        if (!objects.isEmpty()) {
            objects.clear();
        }
    }

    /** A transaction is over: closes descriptors that nobody read, and gives a large private buffer back. */
    void trim() {
        if (!objects.isEmpty()) {
            objects.clear();
        }
        MemorySegment own = buffer;
        if (own != null && own.byteSize() > LARGEST_KEPT) {
            releaseBuffer();
        }
    }

    private void releaseBuffer() {
        MemorySegment own = buffer;
        if (own != null) {
            buffer = null;
            if (base >= own.address() && base - own.address() < own.byteSize()) {
                setWindow(0, 0);
            }
            ParcelBuffers.give(own);
        }
    }

    boolean isPrivate() {
        return growable;
    }

    /** Address of the first byte. */
    long address() {
        return base;
    }

    /** Copies the bytes of {@code source} here, with its token, and its objects, which stay {@code source}'s own. */
    void copyFrom(DriverParcel source) {
        copyBytes(source);
        objects.copyFrom(source.objects);
    }

    /** As {@link #copyFrom}, but what {@code source} owns is this parcel's from now on. */
    void moveFrom(DriverParcel source) {
        copyBytes(source);
        objects.moveFrom(source.objects);
    }

    private void copyBytes(DriverParcel source) {
        long at = reserve(source.size);
        Memory.copy(source.base, at, source.size);
        token = source.token;
    }

    /** Gives the private buffer back, and closes descriptors that nobody read. */
    void dispose() {
        releaseBuffer();
        objects.clear();
    }

    /** Makes this an empty reply, which can become a window of {@code target}. */
    void openReply(ReplyFrame target) {
        clear();
        if (frame != target) {
            frame = target;
        }
        isReply = true;
    }

    /** The handler has returned: whoever kept the parcel cannot claim with it any more. */
    void closeReply() {
        isReply = false;
    }

    int token() {
        return token;
    }

    void setToken(int token) {
        this.token = token;
    }

    int status() {
        return status;
    }

    void setStatus(int status) {
        this.status = status;
    }

    // ---- bounds

    private long reserve(int bytes) {
        int at = position;
        int end = at + bytes;
        if (end > capacity || end < at) {
            grow(at, bytes);
        }
        position = end;
        if (end > size) {
            size = end;
        }
        return base + at;
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
        Memory.copy(base, larger.address(), size);
        MemorySegment old = buffer;
        buffer = larger;
        base = larger.address();
        capacity = (int) larger.byteSize();
        if (old != null) {
            ParcelBuffers.give(old);
        }
    }

    private long take(int bytes) {
        int at = position;
        if (bytes > size - at) {
            throw underflow(at, bytes);
        }
        position = at + bytes;
        return base + at;
    }

    private BadParcelableException underflow(int at, int bytes) {
        return new BadParcelableException("read past the end of a parcel: position=" + at + " wanted=" + bytes
                + " size=" + size + "; sender and receiver have different versions of the interface");
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    /** Writes a length, then reserves that many bytes, the padding zeroed. */
    private long reserveSized(int length, int bytes) {
        int padded = padded(bytes);
        long at = reserve(4 + padded);
        Memory.putInt(at, length);
        if (padded != bytes) {
            Memory.putInt(at + padded, 0);
        }
        return at + 4;
    }

    /** Reads a length; -1 is null; anything that cannot be in this parcel is refused. */
    private int takeLength(int elementSize) {
        int at = position;
        int length = readInt();
        if (length < -1 || (long) length * elementSize > size - position) {
            throw new BadParcelableException("malformed length in a parcel: length=" + length + " elementSize="
                    + elementSize + " position=" + at + " size=" + size);
        }
        return length;
    }

    // ---- scalars

    @Override
    public void writeBoolean(boolean value) {
        writeInt(value ? 1 : 0);
    }

    @Override
    public void writeByte(byte value) {
        writeInt(value);
    }

    @Override
    public void writeChar(char value) {
        writeInt(value);
    }

    @Override
    public void writeShort(short value) {
        writeInt(value);
    }

    @Override
    public void writeInt(int value) {
        long at = reserve(Integer.BYTES);
        Memory.putInt(at, value);
    }

    @Override
    public void writeLong(long value) {
        long at = reserve(Long.BYTES);
        Memory.putLong(at, value);
    }

    @Override
    public void writeFloat(float value) {
        long at = reserve(Float.BYTES);
        Memory.putFloat(at, value);
    }

    @Override
    public void writeDouble(double value) {
        long at = reserve(Double.BYTES);
        Memory.putDouble(at, value);
    }

    @Override
    public boolean readBoolean() {
        int at = position;
        int value = readInt();
        if ((value & ~1) != 0) {
            throw new BadParcelableException("not a boolean: value=" + value + " position=" + at);
        }
        return value == 1;
    }

    @Override
    public byte readByte() {
        return (byte) readInt();
    }

    @Override
    public char readChar() {
        return (char) readInt();
    }

    @Override
    public short readShort() {
        return (short) readInt();
    }

    @Override
    public int readInt() {
        return Memory.getInt(take(Integer.BYTES));
    }

    @Override
    public long readLong() {
        return Memory.getLong(take(Long.BYTES));
    }

    @Override
    public float readFloat() {
        return Memory.getFloat(take(Float.BYTES));
    }

    @Override
    public double readDouble() {
        return Memory.getDouble(take(Double.BYTES));
    }

    // ---- strings

    @Override
    public void writeString(@Nullable String value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = value.length();
        long at = reserveSized(length, Math.multiplyExact(2, length));
        for (int i = 0; i < length; i++) {
            Memory.putChar(at + 2L * i, value.charAt(i));
        }
    }

    @Override
    public @Nullable String readString() {
        char[] units = readCharArray();
        return units == null ? null : new String(units);
    }

    // ---- arrays

    /** Copies {@code length} elements of {@code source} behind their length. */
    private void writeArray(Object source, ValueLayout element, int length) {
        long at = reserveSized(length, Math.multiplyExact(length, (int) element.byteSize()));
        Memory.copyFromArray(source, element, at, length);
    }

    /** Copies as many elements as {@code target} is long. */
    private void readArray(Object target, ValueLayout element, int length) {
        long at = take(padded(length * (int) element.byteSize()));
        Memory.copyToArray(at, element, target, length);
    }

    @Override
    public void writeBooleanArray(boolean @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        long at = reserveSized(value.length, value.length);
        for (int i = 0; i < value.length; i++) {
            Memory.putByte(at + i, (byte) (value[i] ? 1 : 0));
        }
    }

    @Override
    public boolean @Nullable [] readBooleanArray() {
        int length = takeLength(1);
        if (length < 0) {
            return null;
        }
        boolean[] result = new boolean[length];
        long at = take(padded(length));
        for (int i = 0; i < length; i++) {
            result[i] = Memory.getByte(at + i) != 0;
        }
        return result;
    }

    @Override
    public void writeByteArray(byte @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_BYTE, value.length);
        }
    }

    @Override
    public byte @Nullable [] readByteArray() {
        int length = takeLength(Byte.BYTES);
        if (length < 0) {
            return null;
        }
        byte[] result = new byte[length];
        readArray(result, JAVA_BYTE, length);
        return result;
    }

    @Override
    public byte @Nullable [] readReusedByteArray() {
        int length = takeLength(Byte.BYTES);
        if (length < 0) {
            return null;
        }
        byte[] result = views.array(length);
        readArray(result, JAVA_BYTE, length);
        return result;
    }

    @Override
    public void writeCharArray(char @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_CHAR_UNALIGNED, value.length);
        }
    }

    @Override
    public char @Nullable [] readCharArray() {
        int length = takeLength(Character.BYTES);
        if (length < 0) {
            return null;
        }
        char[] result = new char[length];
        readArray(result, JAVA_CHAR_UNALIGNED, length);
        return result;
    }

    @Override
    public void writeShortArray(short @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_SHORT_UNALIGNED, value.length);
        }
    }

    @Override
    public short @Nullable [] readShortArray() {
        int length = takeLength(Short.BYTES);
        if (length < 0) {
            return null;
        }
        short[] result = new short[length];
        readArray(result, JAVA_SHORT_UNALIGNED, length);
        return result;
    }

    @Override
    public void writeIntArray(int @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_INT_UNALIGNED, value.length);
        }
    }

    @Override
    public int @Nullable [] readIntArray() {
        int length = takeLength(Integer.BYTES);
        if (length < 0) {
            return null;
        }
        int[] result = new int[length];
        readArray(result, JAVA_INT_UNALIGNED, length);
        return result;
    }

    @Override
    public void writeLongArray(long @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_LONG_UNALIGNED, value.length);
        }
    }

    @Override
    public long @Nullable [] readLongArray() {
        int length = takeLength(Long.BYTES);
        if (length < 0) {
            return null;
        }
        long[] result = new long[length];
        readArray(result, JAVA_LONG_UNALIGNED, length);
        return result;
    }

    @Override
    public void writeFloatArray(float @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_FLOAT_UNALIGNED, value.length);
        }
    }

    @Override
    public float @Nullable [] readFloatArray() {
        int length = takeLength(Float.BYTES);
        if (length < 0) {
            return null;
        }
        float[] result = new float[length];
        readArray(result, JAVA_FLOAT_UNALIGNED, length);
        return result;
    }

    @Override
    public void writeDoubleArray(double @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeArray(value, JAVA_DOUBLE_UNALIGNED, value.length);
        }
    }

    @Override
    public double @Nullable [] readDoubleArray() {
        int length = takeLength(Double.BYTES);
        if (length < 0) {
            return null;
        }
        double[] result = new double[length];
        readArray(result, JAVA_DOUBLE_UNALIGNED, length);
        return result;
    }

    // ---- segments

    @Override
    public void writeSegment(@Nullable MemorySegment value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = Math.toIntExact(value.byteSize());
        long at = reserveSized(length, length);
        Memory.copyFrom(value, at);
    }

    @Override
    public MemorySegment writeSegmentInPlace(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative: length=" + length);
        }
        long at = reserveSized(length, length);
        return views.segment(at, length, false);
    }

    @Override
    public @Nullable MemorySegment readSegment() {
        int length = takeLength(1);
        if (length < 0) {
            return null;
        }
        return views.segment(take(padded(length)), length, true);
    }

    // ---- binders

    @Override
    public void writeStrongBinder(@Nullable IBinder value) {
        int offset = position;
        long at = reserve(BINDER_SIZE);
        if (value == null) {
            Memory.putLong(at, 0L);
        } else {
            Memory.putInt(at, OBJECT_TAG);
            Memory.putInt(at + 4, objects.add(offset, value));
        }
    }

    @Override
    public @Nullable IBinder readStrongBinder() {
        int offset = position;
        int tag = readInt();
        int index = readInt();
        if (tag == 0 && index == 0) {
            return null;
        }
        IBinder found = tag == OBJECT_TAG ? objects.binder(index, offset) : null;
        if (found == null) {
            throw new BadParcelableException("no binder at this place of the parcel: position=" + offset);
        }
        return found;
    }

    // ---- file descriptors

    @Override
    public void writeFileDescriptor(@Nullable ParcelFileDescriptor value) {
        if (value == null) {
            writeLong(0);
            return;
        }
        ParcelFileDescriptor own;
        try {
            own = value.dup();
        } catch (IOException e) {
            throw new UncheckedIOException("a file descriptor cannot be sent: " + e.getMessage(), e);
        }
        writeOwned(own);
    }

    @Override
    public void giveFileDescriptor(@Nullable ParcelFileDescriptor value) {
        if (value == null) {
            writeLong(0);
        } else {
            writeOwned(value);
        }
    }

    private void writeOwned(ParcelFileDescriptor own) {
        int offset = position;
        long at;
        try {
            at = reserve(FILE_DESCRIPTOR_SIZE);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
        Memory.putInt(at, OBJECT_TAG);
        Memory.putInt(at + 4, objects.add(offset, own));
    }

    @Override
    public @Nullable ParcelFileDescriptor readFileDescriptor() {
        int offset = position;
        int tag = readInt();
        int index = readInt();
        if (tag == 0 && index == 0) {
            return null;
        }
        ParcelFileDescriptor found = tag == OBJECT_TAG ? objects.takeDescriptor(index, offset) : null;
        if (found == null) {
            throw new BadParcelableException("no file descriptor at this place of the parcel: position=" + offset);
        }
        return found;
    }

    @Override
    public boolean hasFileDescriptors() {
        return objects.descriptors() != 0;
    }

    @Override
    public boolean hasFileDescriptors(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        return objects.hasDescriptors(offset, length);
    }

    // ---- the parcel as a whole

    @Override
    public int dataSize() {
        return size;
    }

    @Override
    public int dataPosition() {
        return position;
    }

    @Override
    public void setDataPosition(int position) {
        Objects.checkIndex(position, size + 1);
        this.position = position;
    }

    @Override
    public int dataAvail() {
        return size - position;
    }

    @Override
    public void enforceNoDataAvail() {
        if (position != size) {
            throw new BadParcelableException("values are left in the parcel: position=" + position + " size=" + size
                    + "; sender and receiver have different versions of the interface");
        }
    }

    @Override
    public void writeInterfaceToken(String descriptor) {
        token = interfaceToken(descriptor);
    }

    @Override
    public void enforceInterface(String descriptor) {
        enforceInterface(interfaceToken(descriptor), descriptor);
    }

    @Override
    public void enforceInterface(int token, String descriptor) {
        if (this.token != token) {
            throw new SecurityException("the transaction is meant for another interface: expected=" + descriptor
                    + " token=" + Integer.toHexString(this.token));
        }
    }

    // ---- replies

    @Override
    public void claimReply(int bound) {
        ReplyFrame reply = frame;
        if (isReply && reply != null) {
            if (size != 0) {
                throw new IllegalStateException("the reply has been written to: size=" + size);
            }
            reply.claim(this, bound);
        }
    }

    @Override
    public void writeNoException() {
        status = ReplyStatus.OK;
    }

    @Override
    public void writeException(Exception exception) {
        writeFailure(ReplyStatus.of(exception), ReplyStatus.message(exception));
        if (exception instanceof ServiceSpecificException specific) {
            writeInt(specific.errorCode());
        }
    }

    /** Drops what was written and makes this the report of a failure. */
    void writeFailure(int failure, @Nullable String message) {
        ReplyFrame reply = frame;
        if (isReply && reply != null) {
            reply.abort();
        }
        clear();
        status = failure;
        writeString(message);
    }

    @Override
    public void readException() throws RemoteException {
        if (status != ReplyStatus.OK) {
            position = 0;
            String message = readString();
            int error = status == ReplyStatus.EX_SERVICE_SPECIFIC ? readInt() : 0;
            ReplyStatus.rethrow(status, message, error);
        }
    }

    @Override
    public String toString() {
        return "Parcel[position=" + position + ", size=" + size + ", objects=" + Arrays.toString(objects.offsets())
                + "]";
    }
}
