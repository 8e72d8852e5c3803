package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.IBinder;
import io.bindery.ParcelFileDescriptor;
import io.bindery.internal.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Binders and file descriptors in a parcel. They are not in the bytes: 8 bytes name an entry of {@link ObjectTable}, which
 * the driver translates when the parcel crosses a session.
 */
public abstract sealed class ParcelObjects extends ParcelArrays permits ParcelMemory {
    static final int OBJECT_TAG = 0x424e4452;

    // ---- binders

    @Override
    public final void writeStrongBinder(@Nullable IBinder value) {
        int offset = position;
        long at = reserve(BINDER_SIZE);
        if (value == null) {
            Memory.putLong(at, 0L);
        } else {
            putObject(at, objects().add(offset, value));
        }
    }

    /** Names an entry of the table in the bytes. */
    static void putObject(long at, int index) {
        Memory.putInt(at, OBJECT_TAG);
        Memory.putInt(at + 4, index);
    }

    @Override
    public final @Nullable IBinder readStrongBinder() {
        int offset = position;
        int tag = readInt();
        int index = readInt();
        if (tag == 0 && index == 0) {
            return null;
        }
        IBinder found = tag == OBJECT_TAG ? objects().binder(index, offset) : null;
        if (found == null) {
            throw new BadParcelableException("no binder at this place of the parcel: position=" + offset);
        }
        return found;
    }

    /** Whether an entry of the table is named in the bytes; one that was written over is not any more. */
    final boolean isLive(int index) {
        int offset = objects().offset(index);
        return offset <= dataSize() - BINDER_SIZE
                && Memory.getInt(base + offset) == OBJECT_TAG
                && Memory.getInt(base + offset + 4) == index;
    }

    final boolean isWithin(int index, int offset, int length) {
        int at = objects().offset(index);
        return at >= offset && at <= offset + length - BINDER_SIZE && isLive(index);
    }

    @Override
    public final boolean hasBinders() {
        return hasBinders(0, dataSize());
    }

    @Override
    public final boolean hasBinders(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, dataSize());
        for (int i = 0; i < objects().count(); i++) {
            if (objects().object(i) instanceof IBinder && isWithin(i, offset, length)) {
                return true;
            }
        }
        return false;
    }

    // ---- file descriptors

    @Override
    public final void writeFileDescriptor(@Nullable ParcelFileDescriptor value) {
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
    public final void giveFileDescriptor(@Nullable ParcelFileDescriptor value) {
        if (value == null) {
            writeLong(0);
        } else {
            writeOwned(value);
        }
    }

    /** Writes a descriptor that is closed with this parcel. */
    final void writeOwned(ParcelFileDescriptor own) {
        int offset = position;
        long at;
        try {
            at = reserve(FILE_DESCRIPTOR_SIZE);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
        putObject(at, objects().add(offset, own));
    }

    @Override
    public final @Nullable ParcelFileDescriptor readFileDescriptor() {
        int offset = position;
        int tag = readInt();
        int index = readInt();
        if (tag == 0 && index == 0) {
            return null;
        }
        ParcelFileDescriptor found = tag == OBJECT_TAG ? objects().takeDescriptor(index, offset) : null;
        if (found == null) {
            throw new BadParcelableException("no file descriptor at this place of the parcel: position=" + offset);
        }
        return found;
    }

    @Override
    public final boolean hasFileDescriptors() {
        return objects().descriptors() != 0;
    }

    @Override
    public final boolean hasFileDescriptors(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, dataSize());
        return objects().hasDescriptors(offset, length);
    }

    /** Returns the binder that was written at an offset, or null. */
    @Nullable
    final IBinder binderAt(int offset) {
        if (!hasObjects() || offset > dataSize() - BINDER_SIZE || Memory.getInt(base + offset) != OBJECT_TAG) {
            return null;
        }
        return objects().binder(Memory.getInt(base + offset + 4), offset);
    }
}
