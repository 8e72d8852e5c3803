package io.bindery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of the user's own that {@link Parcel#writeValue} and {@link Parcel#readValue} know. Both sides list them; a
 * peer can name only these.
 */
public final class ParcelTypes {
    static final ParcelTypes NONE = of();

    private final Map<Class<?>, ParcelCodec<?>> byType = new HashMap<>();
    private final Map<String, ParcelCodec<?>> byName = new HashMap<>();

    private ParcelTypes() {}

    /**
     * A set of types.
     *
     * @throws IllegalArgumentException if two have the same name, or are for the same class
     */
    public static ParcelTypes of(ParcelCodec<?>... codecs) {
        ParcelTypes types = new ParcelTypes();
        for (ParcelCodec<?> codec : codecs) {
            if (types.byName.put(codec.name(), codec) != null || types.byType.put(codec.type(), codec) != null) {
                throw new IllegalArgumentException("two codecs for one type: name=" + codec.name() + " type="
                        + codec.type().getName());
            }
        }
        return types;
    }

    @Nullable
    ParcelCodec<?> find(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        ParcelCodec<?> exact = byType.get(type);
        if (exact != null) {
            return exact;
        }
        for (ParcelCodec<?> codec : byType.values()) {
            if (codec.type().isInstance(value)) {
                return codec; // a case of a sealed interface
            }
        }
        return null;
    }

    @Nullable
    ParcelCodec<?> named(String name) {
        return byName.get(name);
    }
}
