package io.bindery;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the values of one type travel. The processor generates one, {@code …Parcel.CODEC}, for each {@link Parcelable}; for
 * a {@link ParcelableHolder}, or for {@link Parcel#writeValue}, where it is not known beforehand which type comes.
 *
 * @param name stands for the type on the wire, the same in all processes
 * @param type what the values are instances of
 * @param writer writes a value, with its size if it may grow
 * @param reader reads what {@code writer} wrote
 */
public record ParcelCodec<T>(
        String name, Class<T> type, BiConsumer<Parcel, ? super T> writer, Function<Parcel, ? extends T> reader) {
    public ParcelCodec {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(writer, "writer");
        Objects.requireNonNull(reader, "reader");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a codec needs a name: type=" + type.getName());
        }
    }

    /** A codec for an enum by ordinals: constants may be added at its end. */
    public static <E extends Enum<E>> ParcelCodec<E> ofEnum(String name, Class<E> type) {
        E[] constants = type.getEnumConstants();
        return new ParcelCodec<>(
                name,
                type,
                Parcel::writeEnum,
                parcel -> Objects.requireNonNull(
                        parcel.readEnum(constants), "null was sent for an enum that must not be null"));
    }
}
