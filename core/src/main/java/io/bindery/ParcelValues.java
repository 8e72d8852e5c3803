package io.bindery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values that say of which type they are: a tag, Android's where it has one, and then the value. What can contain other
 * values is a sized value behind its tag.
 */
final class ParcelValues {
    private static final int NULL = -1;
    private static final int STRING = 0;
    private static final int INTEGER = 1;
    private static final int MAP = 2;
    private static final int PARCELABLE = 4;
    private static final int SHORT = 5;
    private static final int LONG = 6;
    private static final int FLOAT = 7;
    private static final int DOUBLE = 8;
    private static final int BOOLEAN = 9;
    private static final int LIST = 11;
    private static final int BYTE_ARRAY = 13;
    private static final int STRING_ARRAY = 14;
    private static final int BINDER = 15;
    private static final int OBJECT_ARRAY = 17;
    private static final int INT_ARRAY = 18;
    private static final int LONG_ARRAY = 19;
    private static final int BYTE = 20;
    private static final int BOOLEAN_ARRAY = 23;
    private static final int DOUBLE_ARRAY = 28;
    private static final int CHAR = 29;
    private static final int SHORT_ARRAY = 30;
    private static final int CHAR_ARRAY = 31;
    private static final int FLOAT_ARRAY = 32;
    private static final int FILE_DESCRIPTOR = 33;

    private ParcelValues() {}

    // ---- writing

    static void write(Parcel parcel, @Nullable Object value, ParcelTypes types) {
        switch (value) {
            case null -> parcel.writeInt(NULL);
            case String text -> tagged(parcel, STRING).writeString(text);
            case Boolean flag -> tagged(parcel, BOOLEAN).writeBoolean(flag);
            case Byte number -> tagged(parcel, BYTE).writeByte(number);
            case Character unit -> tagged(parcel, CHAR).writeChar(unit);
            case Short number -> tagged(parcel, SHORT).writeShort(number);
            case Integer number -> tagged(parcel, INTEGER).writeInt(number);
            case Long number -> tagged(parcel, LONG).writeLong(number);
            case Float number -> tagged(parcel, FLOAT).writeFloat(number);
            case Double number -> tagged(parcel, DOUBLE).writeDouble(number);
            case boolean[] array -> tagged(parcel, BOOLEAN_ARRAY).writeBooleanArray(array);
            case byte[] array -> tagged(parcel, BYTE_ARRAY).writeByteArray(array);
            case char[] array -> tagged(parcel, CHAR_ARRAY).writeCharArray(array);
            case short[] array -> tagged(parcel, SHORT_ARRAY).writeShortArray(array);
            case int[] array -> tagged(parcel, INT_ARRAY).writeIntArray(array);
            case long[] array -> tagged(parcel, LONG_ARRAY).writeLongArray(array);
            case float[] array -> tagged(parcel, FLOAT_ARRAY).writeFloatArray(array);
            case double[] array -> tagged(parcel, DOUBLE_ARRAY).writeDoubleArray(array);
            case IBinder binder -> tagged(parcel, BINDER).writeStrongBinder(binder);
            case ParcelFileDescriptor file -> tagged(parcel, FILE_DESCRIPTOR).writeFileDescriptor(file);
            case ParcelableHolder holder -> tagged(parcel, PARCELABLE).writeHolder(holder);
            default -> writeOther(parcel, value, types);
        }
    }

    private static Parcel tagged(Parcel parcel, int tag) {
        parcel.writeInt(tag);
        return parcel;
    }

    /** What can contain other values, or is of a type of the user's own. */
    private static void writeOther(Parcel parcel, Object value, ParcelTypes types) {
        ParcelCodec<?> codec = types.find(value);
        if (codec != null) {
            int begin = tagged(parcel, PARCELABLE).beginWriteSized();
            parcel.writeString(codec.name());
            ParcelableHolder.writeValue(parcel, codec, value);
            parcel.endWriteSized(begin);
            return;
        }
        switch (value) {
            case List<?> list -> writeSized(parcel, LIST, list.toArray(), types);
            case String[] array -> writeSized(parcel, STRING_ARRAY, array, types);
            case Object[] array -> writeSized(parcel, OBJECT_ARRAY, array, types);
            case Map<?, ?> map -> {
                int begin = tagged(parcel, MAP).beginWriteSized();
                writeMap(parcel, map, types);
                parcel.endWriteSized(begin);
            }
            default ->
                throw new IllegalArgumentException("a value of this type cannot be written: class="
                        + value.getClass().getName() + "; write it by a method of its own, or list its codec in the"
                        + " ParcelTypes");
        }
    }

    private static void writeSized(Parcel parcel, int tag, @Nullable Object[] elements, ParcelTypes types) {
        int begin = tagged(parcel, tag).beginWriteSized();
        writeSequence(parcel, elements, types);
        parcel.endWriteSized(begin);
    }

    static void writeSequence(Parcel parcel, @Nullable Object @Nullable [] elements, ParcelTypes types) {
        if (elements == null) {
            parcel.writeInt(ParcelSequences.NULL);
            return;
        }
        parcel.writeInt(elements.length);
        for (Object element : elements) {
            write(parcel, element, types);
        }
    }

    static void writeMap(Parcel parcel, @Nullable Map<?, ?> map, ParcelTypes types) {
        ParcelMaps.writeEntries(
                parcel, map, (to, key) -> write(to, key, types), (to, value) -> write(to, value, types));
    }

    // ---- reading

    static @Nullable Object read(Parcel parcel, ParcelTypes types) {
        int position = parcel.dataPosition();
        int tag = parcel.readInt();
        return switch (tag) {
            case NULL -> null;
            case STRING -> parcel.readString();
            case BOOLEAN -> parcel.readBoolean();
            case BYTE -> parcel.readByte();
            case CHAR -> parcel.readChar();
            case SHORT -> parcel.readShort();
            case INTEGER -> parcel.readInt();
            case LONG -> parcel.readLong();
            case FLOAT -> parcel.readFloat();
            case DOUBLE -> parcel.readDouble();
            case BOOLEAN_ARRAY -> parcel.readBooleanArray();
            case BYTE_ARRAY -> parcel.readByteArray();
            case CHAR_ARRAY -> parcel.readCharArray();
            case SHORT_ARRAY -> parcel.readShortArray();
            case INT_ARRAY -> parcel.readIntArray();
            case LONG_ARRAY -> parcel.readLongArray();
            case FLOAT_ARRAY -> parcel.readFloatArray();
            case DOUBLE_ARRAY -> parcel.readDoubleArray();
            case BINDER -> parcel.readStrongBinder();
            case FILE_DESCRIPTOR -> parcel.readFileDescriptor();
            case PARCELABLE -> readParcelable(parcel, types);
            case LIST, STRING_ARRAY, OBJECT_ARRAY, MAP -> readSized(parcel, tag, types);
            default ->
                throw new BadParcelableException("no value has this tag: tag=" + tag + " position=" + position
                        + "; sender and receiver have different versions of Bindery, or this is no value with a type");
        };
    }

    private static Object readParcelable(Parcel parcel, ParcelTypes types) {
        int begin = parcel.dataPosition();
        int outer = parcel.beginReadSized();
        String name = parcel.hasNext() ? parcel.readString() : null;
        ParcelCodec<?> codec = name == null ? null : types.named(name);
        if (codec == null) {
            parcel.endReadSized(outer);
            parcel.setDataPosition(begin);
            return ParcelableHolder.readFrom(parcel);
        }
        Object value = codec.reader().apply(parcel);
        parcel.endReadSized(outer);
        return value;
    }

    private static @Nullable Object readSized(Parcel parcel, int tag, ParcelTypes types) {
        int outer = parcel.beginReadSized();
        Object value = switch (tag) {
            case LIST -> readSequence(parcel, types);
            case STRING_ARRAY -> readStrings(parcel, types);
            case OBJECT_ARRAY -> readElements(parcel, types);
            default -> readMap(parcel, types);
        };
        parcel.enforceNoDataAvail();
        parcel.endReadSized(outer);
        return value;
    }

    private static @Nullable Object @Nullable [] readElements(Parcel parcel, ParcelTypes types) {
        List<@Nullable Object> elements = readSequence(parcel, types);
        return elements == null ? null : elements.toArray();
    }

    private static @Nullable String @Nullable [] readStrings(Parcel parcel, ParcelTypes types) {
        List<@Nullable Object> elements = readSequence(parcel, types);
        if (elements == null) {
            return null;
        }
        @Nullable String[] strings = new String[elements.size()];
        for (int i = 0; i < strings.length; i++) {
            if (elements.get(i) instanceof String text) {
                strings[i] = text;
            } else if (elements.get(i) != null) {
                throw new BadParcelableException("not a string in an array of strings: index=" + i + " class="
                        + Objects.requireNonNull(elements.get(i)).getClass().getName());
            }
        }
        return strings;
    }

    static @Nullable List<@Nullable Object> readSequence(Parcel parcel, ParcelTypes types) {
        int length = ParcelSequences.readLength(parcel, ParcelSequences.MIN_ELEMENT_BYTES);
        if (length == ParcelSequences.NULL) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(read(parcel, types));
        }
        return Collections.unmodifiableList(elements);
    }

    static @Nullable Map<@Nullable Object, @Nullable Object> readMap(Parcel parcel, ParcelTypes types) {
        return ParcelMaps.readEntries(parcel, from -> read(from, types), from -> read(from, types));
    }
}
