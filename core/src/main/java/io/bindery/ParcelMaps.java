package io.bindery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps in a parcel: how many entries as an {@code int}, -1 for null, and then each key and its value. */
final class ParcelMaps {
    /** Neither a key nor a value takes less. */
    private static final int MIN_ENTRY_BYTES = 2 * Integer.BYTES;

    private ParcelMaps() {}

    static <K, V> void write(
            Parcel parcel,
            @Nullable Map<? extends K, ? extends V> map,
            BiConsumer<Parcel, ? super K> keyWriter,
            BiConsumer<Parcel, ? super V> valueWriter) {
        writeEntries(
                parcel,
                map,
                (to, key) -> keyWriter.accept(to, Objects.requireNonNull(key, "keys must not be null")),
                (to, value) -> valueWriter.accept(to, Objects.requireNonNull(value, "values must not be null")));
    }

    static <K, V> @Nullable Map<K, V> read(
            Parcel parcel,
            Function<Parcel, ? extends @Nullable K> keyReader,
            Function<Parcel, ? extends @Nullable V> valueReader) {
        return readEntries(
                parcel,
                from -> Objects.requireNonNull(keyReader.apply(from), "keys must not be null"),
                from -> Objects.requireNonNull(valueReader.apply(from), "values must not be null"));
    }

    /** As {@link #write}; keys and values may be null where their writers take that. */
    static <K extends @Nullable Object, V extends @Nullable Object> void writeEntries(
            Parcel parcel,
            @Nullable Map<? extends K, ? extends V> map,
            BiConsumer<Parcel, ? super K> keyWriter,
            BiConsumer<Parcel, ? super V> valueWriter) {
        if (map == null) {
            parcel.writeInt(ParcelSequences.NULL);
            return;
        }
        Object[] entries = map.entrySet().toArray(); // as it is now: another thread may change it meanwhile
        parcel.writeInt(entries.length);
        for (Object each : entries) {
            @SuppressWarnings("unchecked")
            Map.Entry<? extends K, ? extends V> entry = (Map.Entry<? extends K, ? extends V>) each;
            keyWriter.accept(parcel, entry.getKey());
            valueWriter.accept(parcel, entry.getValue());
        }
    }

    /** As {@link #read}; keys and values may be null. */
    static <K extends @Nullable Object, V extends @Nullable Object> @Nullable Map<K, V> readEntries(
            Parcel parcel, Function<Parcel, ? extends K> keyReader, Function<Parcel, ? extends V> valueReader) {
        int length = ParcelSequences.readLength(parcel, MIN_ENTRY_BYTES);
        if (length == ParcelSequences.NULL) {
            return null;
        }
        Map<K, V> map = LinkedHashMap.newLinkedHashMap(length);
        for (int i = 0; i < length; i++) {
            int position = parcel.dataPosition();
            K key = keyReader.apply(parcel);
            V value = valueReader.apply(parcel);
            if (map.containsKey(key)) {
                throw new BadParcelableException("a key comes twice in a map: key=" + key + " position=" + position);
            }
            map.put(key, value);
        }
        return Collections.unmodifiableMap(map);
    }
}
