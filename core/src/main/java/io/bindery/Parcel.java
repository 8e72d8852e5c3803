package io.bindery;

import io.bindery.internal.driver.DriverParcel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A flat sequence of values: the arguments or the result of a transaction. Values are read in the order in which they
 * were written; there are no tags, so that reader and writer must agree, as generated stubs and proxies do.
 *
 * <p>Every value is aligned to 4 bytes, native byte order. {@code boolean}, {@code byte}, {@code char} and
 * {@code short} take 4 bytes, {@code long} and {@code double} 8. Arrays and strings begin with their length as an
 * {@code int} (-1 for null) and are padded to 4 bytes. {@code docs/protocol.md} has the bytes.
 *
 * <p>A parcel is one of three things, which its user cannot tell apart but by its life time: a private pooled buffer
 * ({@link #obtain()}), which grows as it is written and ends with {@link #recycle()}; a claim in the memory that the
 * callee already maps ({@link Call#data()}), bounded by what was asked for; or a read-only view of what a peer sent,
 * valid during the transaction.
 *
 * <p><b>Threading:</b> one thread at a time.
 *
 * <p><b>Errors:</b> reading past the end, or another thing than was written, throws {@link BadParcelableException}
 * with the position; writing past a claim's bound throws {@link IllegalStateException}.
 */
public abstract sealed class Parcel permits DriverParcel {
    protected Parcel() {}

    /** Returns an empty parcel from the pool; end with {@link #recycle()}. */
    public static Parcel obtain() {
        return DriverParcel.obtainPooled();
    }

    /** Gives a parcel from {@link #obtain()} back to the pool. It must not be used afterwards. */
    public abstract void recycle();

    // ---- sizes: what a value takes in a parcel, in bytes; for the bound of a claim

    /** Bytes that {@link #writeString} takes for {@code value}. */
    public static int sizeOf(@Nullable String value) {
        return value == null ? 4 : align(4 + Math.multiplyExact(2, value.length()));
    }

    /** Bytes that {@link #writeByteArray} takes for {@code value}. */
    public static int sizeOf(byte @Nullable [] value) {
        return value == null ? 4 : align(Math.addExact(4, value.length));
    }

    /** Bytes that {@link #writeBooleanArray} takes for {@code value}. */
    public static int sizeOf(boolean @Nullable [] value) {
        return value == null ? 4 : align(Math.addExact(4, value.length));
    }

    /** Bytes that {@link #writeShortArray} takes for {@code value}. */
    public static int sizeOf(short @Nullable [] value) {
        return value == null ? 4 : align(sizeOfArray(value.length, Short.BYTES));
    }

    /** Bytes that {@link #writeCharArray} takes for {@code value}. */
    public static int sizeOf(char @Nullable [] value) {
        return value == null ? 4 : align(sizeOfArray(value.length, Character.BYTES));
    }

    /** Bytes that {@link #writeIntArray} takes for {@code value}. */
    public static int sizeOf(int @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Integer.BYTES);
    }

    /** Bytes that {@link #writeLongArray} takes for {@code value}. */
    public static int sizeOf(long @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Long.BYTES);
    }

    /** Bytes that {@link #writeFloatArray} takes for {@code value}. */
    public static int sizeOf(float @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Float.BYTES);
    }

    /** Bytes that {@link #writeDoubleArray} takes for {@code value}. */
    public static int sizeOf(double @Nullable [] value) {
        return value == null ? 4 : sizeOfArray(value.length, Double.BYTES);
    }

    /** Bytes that {@link #writeSegment} takes for {@code value}. */
    public static int sizeOf(@Nullable MemorySegment value) {
        return value == null ? 4 : align(Math.toIntExact(Math.addExact(4L, value.byteSize())));
    }

    /** Bytes that {@link #writeStrongBinder} takes. */
    public static final int BINDER_SIZE = 8;

    /** Bytes that {@link #writeFileDescriptor} takes. */
    public static final int FILE_DESCRIPTOR_SIZE = 8;

    private static int sizeOfArray(int length, int elementSize) {
        return Math.addExact(4, Math.multiplyExact(length, elementSize));
    }

    private static int align(int size) {
        return Math.addExact(size, 3) & ~3;
    }

    // ---- writing

    public abstract void writeBoolean(boolean value);

    public abstract void writeByte(byte value);

    public abstract void writeChar(char value);

    public abstract void writeShort(short value);

    public abstract void writeInt(int value);

    public abstract void writeLong(long value);

    public abstract void writeFloat(float value);

    public abstract void writeDouble(double value);

    /** Writes the UTF-16 units of {@code value}; nothing is allocated. */
    public abstract void writeString(@Nullable String value);

    public abstract void writeBooleanArray(boolean @Nullable [] value);

    public abstract void writeByteArray(byte @Nullable [] value);

    public abstract void writeCharArray(char @Nullable [] value);

    public abstract void writeShortArray(short @Nullable [] value);

    public abstract void writeIntArray(int @Nullable [] value);

    public abstract void writeLongArray(long @Nullable [] value);

    public abstract void writeFloatArray(float @Nullable [] value);

    public abstract void writeDoubleArray(double @Nullable [] value);

    /** Copies the bytes of {@code value}; the reader gets them by {@link #readSegment()}. */
    public abstract void writeSegment(@Nullable MemorySegment value);

    /**
     * Writes the length and returns the next {@code length} bytes to be filled in place before the transaction is
     * sent: the reader gets them by {@link #readSegment()}. Zero-copy, for codecs that encode into given memory.
     *
     * @throws IllegalStateException if the claim has no room for them
     */
    public abstract MemorySegment writeSegmentInPlace(int length);

    /** Writes a reference: the reader gets a proxy, or the object itself if it lives with the reader. */
    public abstract void writeStrongBinder(@Nullable IBinder value);

    /**
     * Writes a file descriptor: the reader gets one of its own for the same open file. The parcel keeps a duplicate, so
     * that {@code value} may be closed at once. How many one parcel may hold is a {@linkplain Limits limit} of the
     * context by which it is sent.
     *
     * @throws java.io.UncheckedIOException if this process has no descriptor left
     * @throws IllegalStateException if {@code value} is closed
     */
    public abstract void writeFileDescriptor(@Nullable ParcelFileDescriptor value);

    /**
     * As {@link #writeFileDescriptor}, and takes {@code value} over: it is closed with the parcel. For results, which the
     * handler has no other way to close after they were sent.
     */
    public abstract void giveFileDescriptor(@Nullable ParcelFileDescriptor value);

    /** Writes a reference to the object of {@code value}; its {@code asBinder()} is called here. */
    public final void writeStrongInterface(@Nullable IInterface value) {
        writeStrongBinder(value == null ? null : value.asBinder());
    }

    /** Writes the ordinal of {@code value}: constants may be added at the end of an enum, and never be moved. */
    @SuppressWarnings("EnumOrdinal") // the ordinal is what travels: an int is checked faster than a name
    public final void writeEnum(@Nullable Enum<?> value) {
        writeInt(value == null ? -1 : value.ordinal());
    }

    /**
     * Writes a list, as it is when this is called.
     *
     * @param writer writes one element
     * @throws NullPointerException if an element is null
     */
    public final <T> void writeList(@Nullable List<? extends T> list, BiConsumer<Parcel, ? super T> writer) {
        ParcelSequences.write(this, list == null ? null : list.toArray(), writer);
    }

    /** As {@link #writeList}, for an array. */
    public final <T> void writeArray(T @Nullable [] array, BiConsumer<Parcel, ? super T> writer) {
        ParcelSequences.write(this, array, writer);
    }

    // ---- reading

    public abstract boolean readBoolean();

    public abstract byte readByte();

    public abstract char readChar();

    public abstract short readShort();

    public abstract int readInt();

    public abstract long readLong();

    public abstract float readFloat();

    public abstract double readDouble();

    public abstract @Nullable String readString();

    public abstract boolean @Nullable [] readBooleanArray();

    /** Returns a fresh array. */
    public abstract byte @Nullable [] readByteArray();

    public abstract char @Nullable [] readCharArray();

    public abstract short @Nullable [] readShortArray();

    public abstract int @Nullable [] readIntArray();

    public abstract long @Nullable [] readLongArray();

    public abstract float @Nullable [] readFloatArray();

    public abstract double @Nullable [] readDoubleArray();

    /** As {@link #readByteArray()}, into an array that is valid during the transaction and used again after it. */
    public abstract byte @Nullable [] readReusedByteArray();

    /**
     * Returns what {@link #writeSegment} wrote, as a read-only view of the sender's memory that is valid during the
     * transaction: afterwards it shows other bytes. A peer of the same uid may change it at any time; what must be
     * checked before it is used has to be copied first.
     */
    public abstract @Nullable MemorySegment readSegment();

    public abstract @Nullable IBinder readStrongBinder();

    /**
     * Reads what {@link #writeFileDescriptor} wrote. The descriptor is the caller's, who closes it; one that is never read
     * is closed with the parcel.
     */
    public abstract @Nullable ParcelFileDescriptor readFileDescriptor();

    /**
     * Reads what {@link #writeEnum} wrote.
     *
     * @param constants the enum's {@code values()}, which the caller keeps: they are a copy at every call
     * @throws BadParcelableException if the sender's enum has a constant that ours has not
     */
    public final <E extends Enum<E>> @Nullable E readEnum(E[] constants) {
        int ordinal = readInt();
        if (ordinal >= 0 && ordinal < constants.length) {
            return constants[ordinal];
        }
        if (ordinal == -1) {
            return null;
        }
        throw new BadParcelableException("no constant of this ordinal: ordinal=" + ordinal + " type="
                + constants.getClass().getComponentType().getName() + " constants=" + constants.length
                + "; sender and receiver have different versions of the enum");
    }

    /**
     * Reads what {@link #writeList} wrote.
     *
     * @param reader reads one element
     * @return a list that cannot be modified
     * @throws NullPointerException if an element is null
     */
    public final <T> @Nullable List<T> readList(Function<Parcel, ? extends @Nullable T> reader) {
        return ParcelSequences.readList(this, reader);
    }

    /** Reads what {@link #writeArray} wrote. */
    public final <T> T @Nullable [] readArray(
            IntFunction<T[]> factory, Function<Parcel, ? extends @Nullable T> reader) {
        return ParcelSequences.readArray(this, factory, reader);
    }

    /**
     * Returns {@link #readStrongBinder()}.
     *
     * @throws NullPointerException if null was sent
     */
    public final IBinder readStrongBinderNonNull() {
        IBinder binder = readStrongBinder();
        if (binder == null) {
            throw new NullPointerException("null was sent for a binder that must not be null");
        }
        return binder;
    }

    // ---- the parcel as a whole

    /** Whether the parcel holds a file descriptor. */
    public abstract boolean hasFileDescriptors();

    /**
     * Whether a file descriptor begins in {@code length} bytes from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException if they are not in the parcel
     */
    public abstract boolean hasFileDescriptors(int offset, int length);

    /** Bytes written, or that can be read in all. */
    public abstract int dataSize();

    /** Offset of the next value to be read or written, in bytes from the first value. */
    public abstract int dataPosition();

    /**
     * Moves {@link #dataPosition()} to a place where a value begins.
     *
     * @throws IllegalArgumentException if {@code position} is negative or beyond {@link #dataSize()}
     */
    public abstract void setDataPosition(int position);

    /** Bytes that can still be read. */
    public abstract int dataAvail();

    /**
     * Checks that all was read.
     *
     * @throws BadParcelableException if values are left: the sender has another version of the interface
     */
    public abstract void enforceNoDataAvail();

    /** Writes which interface the transaction is meant for; the first value of a request filled by hand. */
    public abstract void writeInterfaceToken(String descriptor);

    /**
     * Checks that the transaction is meant for {@code descriptor}.
     *
     * @throws SecurityException if it is meant for another interface
     */
    public abstract void enforceInterface(String descriptor);

    /**
     * As {@link #enforceInterface(String)}, by {@link #interfaceToken(String)}: for generated stubs, whose proxies
     * send the token in the record's header.
     */
    public abstract void enforceInterface(int token, String descriptor);

    /** Returns the 32-bit token of a descriptor: its FNV-1a hash over UTF-16 units; 0 is never returned. */
    public static int interfaceToken(String descriptor) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < descriptor.length(); i++) {
            char unit = descriptor.charAt(i);
            hash = (hash ^ (unit & 0xff)) * 0x01000193;
            hash = (hash ^ (unit >>> 8)) * 0x01000193;
        }
        return hash == 0 ? 1 : hash;
    }

    /**
     * Claims room for a result of at most {@code bound} bytes, so that it is written straight into the ring; for
     * generated stubs, after the implementation has returned. No other transaction may be made by this thread before
     * {@code onTransact} returns. Without it, a result is collected in a private buffer and copied.
     *
     * @throws IllegalStateException if this is not an empty reply
     */
    public abstract void claimReply(int bound);

    /** Marks a reply as successful; that is what it is unless {@link #writeException} is called. */
    public abstract void writeNoException();

    /** Makes the reply carry {@code exception} in place of a result; what was written so far is dropped. */
    public abstract void writeException(Exception exception);

    /**
     * Throws the exception that the handler sent, if there is one: {@link SecurityException},
     * {@link IllegalArgumentException}, {@link IllegalStateException}, {@link NullPointerException},
     * {@link UnsupportedOperationException}, {@link BadParcelableException} and {@link ServiceSpecificException} as
     * themselves, any other as {@link RemoteException}. The message is that of the handler.
     */
    public abstract void readException() throws RemoteException;
}
