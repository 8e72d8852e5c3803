package io.bindery;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Parcel} writes and reads by its own methods alone: enums, sequences and maps of values, values that may be
 * null, values with their type.
 */
abstract sealed class ParcelContainers extends ParcelSizes permits Parcel {
    private Parcel self() {
        return (Parcel) this;
    }

    // ---- enums

    /** Writes the ordinal of {@code value}: constants may be added at the end of an enum, and never be moved. */
    @SuppressWarnings("EnumOrdinal") // the ordinal is what travels: an int is checked faster than a name
    public final void writeEnum(@Nullable Enum<?> value) {
        self().writeInt(value == null ? -1 : value.ordinal());
    }

    /**
     * Reads what {@link #writeEnum} wrote.
     *
     * @param constants the enum's {@code values()}, which the caller keeps: they are a copy at every call
     * @throws BadParcelableException if the sender's enum has a constant that ours has not
     */
    public final <E extends Enum<E>> @Nullable E readEnum(E[] constants) {
        int ordinal = self().readInt();
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

    // ---- sequences

    /**
     * Writes a list, as it is when this is called.
     *
     * @param writer writes one element
     * @throws NullPointerException if an element is null
     */
    public final <T> void writeList(@Nullable List<? extends T> list, BiConsumer<Parcel, ? super T> writer) {
        ParcelSequences.write(self(), list == null ? null : list.toArray(), writer);
    }

    /**
     * Reads what {@link #writeList} wrote.
     *
     * @param reader reads one element
     * @return a list that cannot be modified
     * @throws NullPointerException if an element is null
     */
    public final <T> @Nullable List<T> readList(Function<Parcel, ? extends @Nullable T> reader) {
        return ParcelSequences.readList(self(), reader);
    }

    /** As {@link #writeList}, for an array. */
    public final <T> void writeArray(T @Nullable [] array, BiConsumer<Parcel, ? super T> writer) {
        ParcelSequences.write(self(), array, writer);
    }

    /** Reads what {@link #writeArray} wrote. */
    public final <T> T @Nullable [] readArray(
            IntFunction<T[]> factory, Function<Parcel, ? extends @Nullable T> reader) {
        return ParcelSequences.readArray(self(), factory, reader);
    }

    // ---- maps

    /**
     * Writes a map, as it is when this is called.
     *
     * @throws NullPointerException if a key or a value is null
     */
    public final <K, V> void writeMap(
            @Nullable Map<? extends K, ? extends V> map,
            BiConsumer<Parcel, ? super K> keyWriter,
            BiConsumer<Parcel, ? super V> valueWriter) {
        ParcelMaps.write(self(), map, keyWriter, valueWriter);
    }

    /**
     * Reads what {@link #writeMap} wrote.
     *
     * @return a map that cannot be modified, in the order in which it was written
     * @throws NullPointerException if a key or a value is null
     * @throws BadParcelableException if a key comes twice
     */
    public final <K, V> @Nullable Map<K, V> readMap(
            Function<Parcel, ? extends @Nullable K> keyReader, Function<Parcel, ? extends @Nullable V> valueReader) {
        return ParcelMaps.read(self(), keyReader, valueReader);
    }

    /** Writes what Android holds in a {@code SparseArray}, which the JDK has not: values by {@code int} keys. */
    public final <V> void writeSparseArray(
            @Nullable Map<Integer, ? extends V> map, BiConsumer<Parcel, ? super V> writer) {
        ParcelMaps.write(self(), map, Parcel::writeInt, writer);
    }

    /** Reads what {@link #writeSparseArray} wrote, as {@link #readMap} does. */
    public final <V> @Nullable Map<Integer, V> readSparseArray(Function<Parcel, ? extends @Nullable V> reader) {
        return ParcelMaps.read(self(), Parcel::readInt, reader);
    }

    // ---- values that may be null, and objects that are filled

    /** Writes whether there is a value, and then the value. */
    public final <T> void writeNullable(@Nullable T value, BiConsumer<Parcel, ? super T> writer) {
        self().writeBoolean(value != null);
        if (value != null) {
            writer.accept(self(), value);
        }
    }

    /** Reads what {@link #writeNullable} wrote. */
    public final <T> @Nullable T readNullable(Function<Parcel, ? extends @Nullable T> reader) {
        return self().readBoolean() ? reader.apply(self()) : null;
    }

    /** Writes an object of a class, with its size, so that it may grow. */
    public final void writeObject(MutableParcelable value) {
        int begin = self().beginWriteSized();
        value.writeToParcel(self());
        self().endWriteSized(begin);
    }

    /** Fills {@code target} with what {@link #writeObject} wrote, and returns it. */
    public final <T extends MutableParcelable> T readObject(T target) {
        int outer = self().beginReadSized();
        target.readFromParcel(self());
        self().endReadSized(outer);
        return target;
    }

    /** Writes what the holder holds, which may be nothing. */
    public final void writeHolder(ParcelableHolder holder) {
        holder.writeTo(self());
    }

    /** Reads what {@link #writeHolder} wrote; its contents are decoded when they are asked for. */
    public final ParcelableHolder readHolder() {
        return ParcelableHolder.readFrom(self());
    }

    // ---- values with their type

    /**
     * As {@link #writeValue(Object, ParcelTypes)}, without types of the user's own.
     *
     * @throws IllegalArgumentException if the value, or one in it, is of another type
     */
    public final void writeValue(@Nullable Object value) {
        ParcelValues.write(self(), value, ParcelTypes.NONE);
    }

    /**
     * Writes a value after a tag that names its type, for where the reader cannot know it: null, the boxes of primitives,
     * {@link String}, arrays of primitives and of strings, {@link IBinder}, {@link ParcelFileDescriptor}, {@code List}, {@code Map} and
     * {@code Object[]} of such values, {@link ParcelableHolder}, and what {@code types} has. What can contain others is
     * preceded by its size.
     *
     * @throws IllegalArgumentException if the value, or one in it, is of another type
     */
    public final void writeValue(@Nullable Object value, ParcelTypes types) {
        ParcelValues.write(self(), value, Objects.requireNonNull(types, "types"));
    }

    /** As {@link #readValue(ParcelTypes)}: values of the user's own types come as {@link ParcelableHolder}s. */
    public final @Nullable Object readValue() {
        return ParcelValues.read(self(), ParcelTypes.NONE);
    }

    /**
     * Reads what {@link #writeValue} wrote. Lists and maps cannot be modified. A peer cannot name a class that is then
     * loaded: what is of a type that {@code types} has not comes as a {@link ParcelableHolder}, which its user opens with
     * the right codec, or passes on.
     *
     * @throws BadParcelableException if there is no such value, or a tag is unknown
     */
    public final @Nullable Object readValue(ParcelTypes types) {
        return ParcelValues.read(self(), Objects.requireNonNull(types, "types"));
    }

    /** Writes a list whose elements are written by {@link #writeValue(Object)}. */
    public final void writeList(@Nullable List<?> list) {
        ParcelValues.writeSequence(self(), list == null ? null : list.toArray(), ParcelTypes.NONE);
    }

    /** Reads what {@link #writeList(List)} wrote. */
    public final @Nullable List<@Nullable Object> readList() {
        return ParcelValues.readSequence(self(), ParcelTypes.NONE);
    }

    /** Writes a map whose keys and values are written by {@link #writeValue(Object)}. */
    public final void writeMap(@Nullable Map<?, ?> map) {
        ParcelValues.writeMap(self(), map, ParcelTypes.NONE);
    }

    /** Reads what {@link #writeMap(Map)} wrote. */
    public final @Nullable Map<@Nullable Object, @Nullable Object> readMap() {
        return ParcelValues.readMap(self(), ParcelTypes.NONE);
    }

    /** Writes a map by {@code int} keys, its values by {@link #writeValue(Object)}. */
    public final void writeSparseArray(@Nullable Map<Integer, ?> map) {
        ParcelMaps.writeEntries(self(), map, Parcel::writeInt, Parcel::writeValue);
    }

    /** Reads what {@link #writeSparseArray(Map)} wrote. */
    public final @Nullable Map<Integer, @Nullable Object> readSparseArray() {
        return ParcelMaps.readEntries(self(), Parcel::readInt, Parcel::readValue);
    }
}
