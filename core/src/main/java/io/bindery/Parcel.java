package io.bindery;

import io.bindery.internal.driver.DriverParcel;
import io.bindery.internal.driver.ParcelComparison;
import io.bindery.internal.driver.ParcelWindow;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A flat sequence of values: the arguments or the result of a transaction. Values are read in the order in which they
 * were written; there are no tags, so that reader and writer must agree, as generated stubs and proxies do. The
 * exception is {@link #writeValue}.
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
public abstract sealed class Parcel extends ParcelContainers permits ParcelWindow {
    protected Parcel() {}

    /** Returns an empty parcel from the pool; end with {@link #recycle()}. */
    public static Parcel obtain() {
        return DriverParcel.obtainPooled();
    }

    /** Gives a parcel from {@link #obtain()} back to the pool. It must not be used afterwards. */
    public abstract void recycle();

    // ---- writing

    /**
     * Makes room for {@code bytes} bytes, to be filled with the {@code put} methods. For several values of fixed size: the
     * position moves once, not after each value, as in generated code. In a claim the bytes are undefined until they are put.
     *
     * @param bytes a multiple of 4, 0 or more
     * @return the position of the first of them
     */
    public abstract int writeInplace(int bytes);

    /**
     * Writes what {@link #writeBoolean} would, within what {@link #writeInplace} made room for.
     *
     * @throws IllegalArgumentException if there is no room for it at {@code position}; so with each {@code put} method
     */
    public abstract void putBoolean(int position, boolean value);

    /** Writes what {@link #writeInt} would, within what {@link #writeInplace} made room for. */
    public abstract void putInt(int position, int value);

    /** Writes what {@link #writeLong} would, within what {@link #writeInplace} made room for. */
    public abstract void putLong(int position, long value);

    /** Writes what {@link #writeFloat} would, within what {@link #writeInplace} made room for. */
    public abstract void putFloat(int position, float value);

    /** Writes what {@link #writeDouble} would, within what {@link #writeInplace} made room for. */
    public abstract void putDouble(int position, double value);

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

    /**
     * Writes any number of bytes, also more than a parcel may hold: up to 16 KiB lie in the parcel, more in sealed memory
     * of their own, which counts as a file descriptor. For bytes that are sent once; {@link SharedMemory} is for those that
     * are sent again and again.
     *
     * @throws java.io.UncheckedIOException if there is no memory or no descriptor left
     */
    public abstract void writeBlob(byte @Nullable [] value);

    /** As {@link #writeBlob(byte[])}; at most 2 GiB. */
    public abstract void writeBlob(@Nullable MemorySegment value);

    /**
     * Writes shared memory: the reader gets an object for the same memory, the same one each time. Closing {@code value}
     * afterwards does not disturb the transaction.
     *
     * @throws IllegalStateException if {@code value} is closed
     */
    public abstract void writeSharedMemory(@Nullable SharedMemory value);

    /** Writes a reference to the object of {@code value}; its {@code asBinder()} is called here. */
    public final void writeStrongInterface(@Nullable IInterface value) {
        writeStrongBinder(value == null ? null : value.asBinder());
    }

    // ---- reading

    /**
     * Reads over {@code bytes} bytes, whose values are then read with the {@code get} methods: the counterpart of
     * {@link #writeInplace}.
     *
     * @param bytes a multiple of 4, 0 or more
     * @return the position of the first of them
     */
    public abstract int readInplace(int bytes);

    /** Reads what {@link #putBoolean} or {@link #writeBoolean} wrote at a position; the position of the parcel stays. */
    public abstract boolean getBoolean(int position);

    /** Reads what {@link #putInt} or {@link #writeInt} wrote at a position; the position of the parcel stays. */
    public abstract int getInt(int position);

    /** Reads what {@link #putLong} or {@link #writeLong} wrote at a position; the position of the parcel stays. */
    public abstract long getLong(int position);

    /** Reads what {@link #putFloat} or {@link #writeFloat} wrote at a position; the position of the parcel stays. */
    public abstract float getFloat(int position);

    /** Reads what {@link #putDouble} or {@link #writeDouble} wrote at a position; the position of the parcel stays. */
    public abstract double getDouble(int position);

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
     * transaction: afterwards it shows other bytes, or throws {@link IllegalStateException}. A peer of the same uid may change it at any time; what must be
     * checked before it is used has to be copied first.
     */
    public abstract @Nullable MemorySegment readSegment();

    public abstract @Nullable IBinder readStrongBinder();

    /**
     * Reads what {@link #writeFileDescriptor} wrote. The descriptor is the caller's, who closes it; one that is never read
     * is closed with the parcel.
     */
    public abstract @Nullable ParcelFileDescriptor readFileDescriptor();

    /** Returns what {@link #writeBlob} wrote, in a fresh array. */
    public abstract byte @Nullable [] readBlob();

    /** As {@link #readBlob()}, as a read-only segment that ends with {@code arena}; large ones are mapped, not copied. */
    public abstract @Nullable MemorySegment readBlob(Arena arena);

    /**
     * Reads what {@link #writeSharedMemory} wrote. Whoever keeps the object gets the same one the next time that the memory
     * comes; closing it gives it back to the sender, which then passes the descriptor again.
     */
    public abstract @Nullable SharedMemory readSharedMemory();

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

    // ---- sized values

    /**
     * Begins a value that says how many bytes it takes, so that who reads it can skip what it does not know. For codecs.
     *
     * @return where it begins, for {@link #endWriteSized}
     */
    public abstract int beginWriteSized();

    /** Ends the value that was begun last, and writes its size at its beginning. */
    public abstract void endWriteSized(int begin);

    /**
     * Begins to read what was written between {@link #beginWriteSized} and {@link #endWriteSized}. Until
     * {@link #endReadSized} the parcel ends where the value does: {@link #hasNext} says whether the sender, which may know
     * an older version of the value, has sent more. A value that is itself missing at the end of another one is empty.
     *
     * @return what {@link #endReadSized} needs
     * @throws BadParcelableException if the size is malformed, or sized values are nested more than 64 deep
     */
    public abstract int beginReadSized();

    /** Ends reading the value that was begun last, and skips what of it was not read. */
    public abstract void endReadSized(int outer);

    /** Whether anything is left to read, in the sized value or in the parcel. */
    public abstract boolean hasNext();

    /**
     * Reads how long an array is to be that the handler fills.
     *
     * @param elementBytes what an element takes at least
     * @throws BadParcelableException if it would be longer than any result can be
     */
    public abstract int readOutLength(int elementBytes);

    /**
     * Copies what came back of an array into the caller's own.
     *
     * @throws BadParcelableException if it has another length
     */
    public static void copyBack(Object received, Object target) {
        int length = Array.getLength(received);
        if (length != Array.getLength(target)) {
            throw new BadParcelableException(
                    "another array came back than was sent: length=" + length + " sent=" + Array.getLength(target));
        }
        System.arraycopy(received, 0, target, 0, length);
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
     * @throws IndexOutOfBoundsException if {@code position} is negative or beyond {@link #dataSize()}
     */
    public abstract void setDataPosition(int position);

    /** Bytes that can still be read. */
    public abstract int dataAvail();

    /**
     * Cuts the parcel off at {@code bytes}, or lengthens it with zeros. Binders that lay behind are dropped.
     *
     * @throws IllegalStateException if it was received, or is a claim with less room
     */
    public abstract void setDataSize(int bytes);

    /** Bytes that the parcel can hold before it needs more memory; of a claim, its bound. */
    public abstract int dataCapacity();

    /**
     * Makes room for {@code bytes} in all.
     *
     * @throws IllegalStateException if it was received, or is a claim with less room
     */
    public abstract void setDataCapacity(int bytes);

    /**
     * Checks that all was read.
     *
     * @throws BadParcelableException if values are left: the sender has another version of the interface
     */
    public abstract void enforceNoDataAvail();

    /** Writes all that {@code source} holds, whatever its position, with its binders. */
    public final void appendFrom(Parcel source) {
        appendFrom(source, 0, source.dataSize());
    }

    /**
     * Writes a part of {@code source}, with the binders that lie in it; a binder of which only a half does is none any
     * more.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@code source}
     */
    public abstract void appendFrom(Parcel source, int offset, int length);

    /**
     * Compares what two parcels hold: a shorter one comes first, then the bytes decide. Binders are equal if they are the
     * same object.
     */
    public abstract int compareData(Parcel other);

    /** Whether two parcels hold the same in a range of each, as {@link #compareData} sees it. */
    public static boolean hasSameData(Parcel first, int offset, Parcel second, int secondOffset, int length) {
        Objects.checkFromIndexSize(offset, length, first.dataSize());
        Objects.checkFromIndexSize(secondOffset, length, second.dataSize());
        return ParcelComparison.isSame(first, offset, second, secondOffset, length);
    }

    /** Whether there is a binder in the parcel. */
    public abstract boolean hasBinders();

    /** Whether there is a binder in a part of the parcel. */
    public abstract boolean hasBinders(int offset, int length);

    /**
     * Returns the bytes. They mean the same wherever the same version of Bindery reads them.
     *
     * @throws IllegalStateException if there are binders, which mean something to the driver only
     */
    public abstract byte[] marshall();

    /** Makes the parcel hold bytes of {@link #marshall()}, to be read from the first on. */
    public abstract void unmarshall(byte[] bytes, int offset, int length);

    /**
     * Has all memory zeroed in which the contents lie, once it is no longer needed: private and pooled buffers, the claim
     * in the ring, copies at the receiver. In a request it stands for
     * {@link IBinder#FLAG_CLEAR_BUF}, so the result is sensitive too; in a reply, for the result alone. A sensitive result
     * costs an exchange more, by which its reader says that it has been used. What was read from the parcel into objects
     * of the heap, arrays of {@link Reuse} aside, is not in its power.
     */
    public abstract void markSensitive();

    /** Whether {@link #markSensitive} was called, here or by who sent this. */
    public abstract boolean isSensitive();

    // ---- requests and replies

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
     * themselves, any other as {@link RemoteException}. The message is that of the handler; where its context
     * {@linkplain BinderContext.Builder#stackTraces tells}, the cause says where it was thrown.
     */
    public abstract void readException() throws RemoteException;
}
