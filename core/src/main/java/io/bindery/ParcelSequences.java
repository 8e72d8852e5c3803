package io.bindery;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Lists and arrays in a parcel: their length as an {@code int}, -1 for null, and then their elements. */
final class ParcelSequences {
    /** Stands for null where there would be a length. */
    static final int NULL = -1;

    /** No element takes less, so that a length can be checked before anything is allocated for it. */
    static final int MIN_ELEMENT_BYTES = Integer.BYTES;

    private ParcelSequences() {}

    @SuppressWarnings("unchecked") // the elements of a List<? extends T>, or of a T[]
    static <T> void write(Parcel parcel, @Nullable Object @Nullable [] elements, BiConsumer<Parcel, ? super T> writer) {
        if (elements == null) {
            parcel.writeInt(NULL);
            return;
        }
        parcel.writeInt(elements.length);
        for (int i = 0; i < elements.length; i++) {
            writer.accept(parcel, (T) requireElement(elements[i], i));
        }
    }

    static <T> @Nullable List<T> readList(Parcel parcel, Function<Parcel, ? extends @Nullable T> reader) {
        @Nullable Object[] elements = readArray(parcel, Object[]::new, reader);
        if (elements == null) {
            return null;
        }
        @SuppressWarnings("unchecked") // the array is ours alone, and holds what the reader returned
        List<T> list = (List<T>) Collections.unmodifiableList(Arrays.asList(elements));
        return list;
    }

    static <T> T @Nullable [] readArray(
            Parcel parcel, IntFunction<T[]> factory, Function<Parcel, ? extends @Nullable T> reader) {
        int length = readLength(parcel, MIN_ELEMENT_BYTES);
        if (length == NULL) {
            return null;
        }
        T[] elements = factory.apply(length);
        for (int i = 0; i < length; i++) {
            elements[i] = requireElement(reader.apply(parcel), i);
        }
        return elements;
    }

    /** Reads how many elements follow, or {@link #NULL}; refuses more than there can be. */
    static int readLength(Parcel parcel, int minElementBytes) {
        int length = parcel.readInt();
        if (length < NULL || length > parcel.dataAvail() / minElementBytes) {
            throw new BadParcelableException("the parcel cannot hold so many elements: length=" + length + " position="
                    + parcel.dataPosition() + " dataAvail=" + parcel.dataAvail());
        }
        return length;
    }

    private static <T> T requireElement(@Nullable T element, int index) {
        return Objects.requireNonNull(element, () -> "elements must not be null: index=" + index);
    }
}
