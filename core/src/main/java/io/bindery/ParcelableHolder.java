package io.bindery;

import io.bindery.internal.driver.ParcelSnapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of a type that its carrier does not know: an extension point in a record or an interface. Whoever knows the type
 * opens the holder with its codec; others keep it, and pass it on as it came. It does not change.
 *
 * <p>What was received lies on the heap, undecoded, until {@link #get} is called, so that a holder is valid for as long as
 * its user keeps it, and so are the binders in it.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class ParcelableHolder {
    private static final ParcelableHolder EMPTY = new ParcelableHolder(null, null, null);

    private final @Nullable ParcelCodec<?> codec;
    private final @Nullable String name;
    private final @Nullable ParcelSnapshot received;
    private volatile @Nullable Object value;

    private ParcelableHolder(@Nullable ParcelCodec<?> codec, @Nullable String name, @Nullable ParcelSnapshot received) {
        this.codec = codec;
        this.name = name;
        this.received = received;
    }

    /** A holder that holds nothing. */
    public static ParcelableHolder empty() {
        return EMPTY;
    }

    /** A holder of {@code value}. */
    public static <T> ParcelableHolder of(ParcelCodec<T> codec, T value) {
        ParcelableHolder holder = new ParcelableHolder(codec, codec.name(), null);
        holder.value = Objects.requireNonNull(value, "value");
        return holder;
    }

    /** {@link ParcelCodec#name()} of the type that is held; null if nothing is. */
    public @Nullable String typeName() {
        return name;
    }

    public boolean isEmpty() {
        return name == null;
    }

    /**
     * Returns the value, decoded at the first call.
     *
     * @return null if the holder is empty
     * @throws IllegalArgumentException if it holds another type
     * @throws BadParcelableException if what was received is malformed
     */
    public <T> @Nullable T get(ParcelCodec<T> codec) {
        if (name == null) {
            return null;
        }
        if (!name.equals(codec.name())) {
            throw new IllegalArgumentException(
                    "the holder holds another type: held=" + name + " asked=" + codec.name());
        }
        Object decoded = value;
        if (decoded == null) {
            decoded = decode(codec);
            value = decoded;
        }
        return codec.type().cast(decoded);
    }

    private Object decode(ParcelCodec<?> codec) {
        Parcel parcel = Parcel.obtain();
        try {
            Objects.requireNonNull(received).appendTo(parcel);
            parcel.setDataPosition(0);
            return codec.reader().apply(parcel);
        } finally {
            parcel.recycle();
        }
    }

    // ---- in a parcel: a sized value of the name, null if empty, and what the codec writes

    void writeTo(Parcel parcel) {
        int begin = parcel.beginWriteSized();
        parcel.writeString(name);
        if (received != null) {
            received.appendTo(parcel);
        } else if (codec != null) {
            writeValue(parcel, codec, Objects.requireNonNull(value));
        }
        parcel.endWriteSized(begin);
    }

    @SuppressWarnings("unchecked") // who gave the value gave its codec
    static <T> void writeValue(Parcel parcel, ParcelCodec<T> codec, Object value) {
        codec.writer().accept(parcel, (T) value);
    }

    static ParcelableHolder readFrom(Parcel parcel) {
        int outer = parcel.beginReadSized();
        String name = parcel.hasNext() ? parcel.readString() : null;
        ParcelableHolder holder =
                name == null ? EMPTY : new ParcelableHolder(null, name, ParcelSnapshot.ofRest(parcel));
        parcel.endReadSized(outer);
        return holder;
    }

    @Override
    public String toString() {
        return "ParcelableHolder[" + (name == null ? "empty" : name) + "]";
    }
}
