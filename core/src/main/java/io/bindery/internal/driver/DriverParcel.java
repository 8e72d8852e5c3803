package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.internal.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link Parcel}. {@link ParcelWindow} has the memory, {@link ParcelScalars},
 * {@link ParcelArrays}, {@link ParcelObjects} and {@link ParcelMemory} the values in it; this class has what is done with whole parcels, and what
 * a parcel says as a request or a reply.
 */
public final class DriverParcel extends ParcelMemory {
    private boolean pooled;

    /** Where a reply may be claimed as long as {@link #isReply}. */
    private @Nullable ReplyFrame frame;

    private boolean isReply;
    private int token;
    private int status;

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
        dispose();
        ParcelPool.give(this);
    }

    @Override
    void onReset() {
        token = 0;
        status = ReplyStatus.OK;
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

    /** Lets go of the lane on which this was a reply last. */
    void forgetFrame() {
        frame = null;
    }

    int token() {
        return token;
    }

    /** The driver sets it with each request that it opens. */
    void setToken(int token) {
        if (this.token != token) {
            this.token = token;
        }
    }

    int status() {
        return status;
    }

    void setStatus(int status) {
        if (this.status != status) {
            this.status = status;
            markUsed();
        }
    }

    // ---- whole parcels

    /** Copies the bytes of {@code source} here, with its token, and its objects, which stay {@code source}'s own. */
    void copyFrom(DriverParcel source) {
        copyBytes(source);
        objects().copyFrom(source.objects());
    }

    /** As {@link #copyFrom}, but what {@code source} owns is this parcel's from now on. */
    void moveFrom(DriverParcel source) {
        copyBytes(source);
        objects().moveFrom(source.objects());
    }

    private void copyBytes(DriverParcel source) {
        long at = reserve(source.dataSize());
        Memory.copy(source.base, at, source.dataSize());
        writeToken(source.token);
    }

    @Override
    public void appendFrom(Parcel source, int offset, int length) {
        DriverParcel from = (DriverParcel) source;
        Objects.checkFromIndexSize(offset, length, from.dataSize());
        if (from.isSensitive()) {
            markSensitive();
        }
        int start = position;
        int count = from.objects().count();
        boolean[] taken = new boolean[count];
        for (int i = 0; i < count; i++) {
            taken[i] = from.isWithin(i, offset, length);
        }
        long at = reserve(length);
        Memory.copy(from.base + offset, at, length); // it may be this parcel, whose memory has just moved
        for (int i = 0; i < count; i++) {
            if (taken[i]) {
                int shift = from.objects().offset(i) - offset;
                putObject(at + shift, objects().addCopy(from.objects(), i, start + shift));
            }
        }
    }

    /** Copies a range out of this parcel, to be kept when the parcel is gone. */
    ParcelSnapshot snapshot(int offset, int length) {
        byte[] bytes = new byte[length];
        Memory.copyToArray(base + offset, ValueLayout.JAVA_BYTE, bytes, length);
        ObjectTable kept = new ObjectTable();
        for (int i = 0; i < objects().count(); i++) {
            if (isWithin(i, offset, length)) {
                if (!(objects().object(i) instanceof IBinder binder)) {
                    throw new BadParcelableException("a holder cannot keep a file descriptor: position="
                            + objects().offset(i)
                            + "; read it with the codec of its type, or send it beside the holder");
                }
                kept.add(objects().offset(i) - offset, binder);
            }
        }
        return new ParcelSnapshot(bytes, kept);
    }

    /** Writes what was kept. */
    void append(ParcelSnapshot snapshot) {
        int start = position;
        byte[] bytes = snapshot.bytes();
        long at = reserve(bytes.length);
        Memory.copyFromArray(bytes, ValueLayout.JAVA_BYTE, at, bytes.length);
        ObjectTable kept = snapshot.objects();
        for (int i = 0; i < kept.count(); i++) {
            int shift = kept.offset(i);
            putObject(at + shift, objects().addCopy(kept, i, start + shift));
        }
    }

    @Override
    public void setDataSize(int bytes) {
        if (!isWritable()) {
            throw new IllegalStateException(
                    "a received parcel cannot be resized: size=" + dataSize() + " bytes=" + bytes);
        }
        resize(bytes);
        ObjectTable before = new ObjectTable();
        before.moveFrom(objects());
        boolean[] kept = new boolean[before.count()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = isLive(i);
        }
        objects().clear();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                putObject(base + before.offset(i), objects().addMoved(before, i));
            }
        }
        before.clear();
    }

    @Override
    public int compareData(Parcel other) {
        DriverParcel with = (DriverParcel) other;
        int size = dataSize();
        if (size != with.dataSize()) {
            return size < with.dataSize() ? -1 : 1;
        }
        return ParcelComparison.compare(this, 0, with, 0, size);
    }

    @Override
    public byte[] marshall() {
        if (hasBinders() || hasFileDescriptors() || objects().memories() != 0) {
            throw new IllegalStateException(
                    "a parcel with binders, file descriptors or shared memory cannot become bytes: they mean"
                            + " something here only");
        }
        byte[] bytes = new byte[dataSize()];
        Memory.copyToArray(base, ValueLayout.JAVA_BYTE, bytes, bytes.length);
        return bytes;
    }

    @Override
    public void unmarshall(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        setDataPosition(0);
        setDataSize(0);
        long at = reserve(length);
        Memory.copyFrom(MemorySegment.ofArray(bytes).asSlice(offset, length), at);
        setDataPosition(0);
    }

    // ---- requests

    @Override
    public void writeInterfaceToken(String descriptor) {
        writeToken(interfaceToken(descriptor));
    }

    private void writeToken(int value) {
        token = value;
        markUsed();
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
            if (dataSize() != 0) {
                throw new IllegalStateException("the reply has been written to: size=" + dataSize());
            }
            reply.claim(this, bound);
        }
    }

    @Override
    public void writeNoException() {
        setStatus(ReplyStatus.OK);
    }

    @Override
    public void writeException(Exception exception) {
        ReplyFrame reply = frame;
        writeReport(
                ReplyStatus.of(exception),
                ReplyStatus.message(exception),
                reply != null && reply.sendsStackTraces() ? RemoteStackTrace.of(exception) : null,
                exception instanceof ServiceSpecificException specific ? specific.errorCode() : 0);
    }

    /** Drops what was written and makes this the report of a failure. */
    void writeFailure(int failure, @Nullable String message) {
        writeReport(failure, message, null, 0);
    }

    private void writeReport(int failure, @Nullable String message, @Nullable String trace, int error) {
        ReplyFrame reply = frame;
        if (isReply && reply != null) {
            reply.abort(this);
        }
        clear();
        setStatus(failure);
        int begin = beginWriteSized();
        writeString(message);
        writeString(trace);
        writeInt(error);
        endWriteSized(begin);
    }

    @Override
    public void readException() throws RemoteException {
        int failure = status;
        if (failure != ReplyStatus.OK) {
            setDataPosition(0);
            String message;
            String trace;
            int error;
            try {
                int outer = beginReadSized();
                message = hasNext() ? readString() : null;
                trace = hasNext() ? readString() : null;
                error = hasNext() ? readInt() : 0;
                endReadSized(outer);
            } catch (BadParcelableException e) {
                throw new RemoteException(
                        "the callee reported a failure that cannot be read: status=" + failure + " " + e.getMessage(),
                        e);
            }
            ReplyStatus.rethrow(failure, message, trace, error);
        }
    }

    @Override
    public String toString() {
        return "Parcel[position=" + position + ", size=" + dataSize() + ", objects="
                + Arrays.toString(objects().offsets()) + "]";
    }
}
