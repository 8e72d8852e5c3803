package io.bindery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Random values come back as they were written, and random bytes do no harm. The seed of a failed run is in its message;
 * {@code -Dbindery.test.seed=N} repeats it.
 */
class ParcelFuzzTest {
    private static final ParcelCodec<String> NAMED =
            new ParcelCodec<>("test.Named", String.class, Parcel::writeString, Parcel::readString);

    /** What reads one thing from a parcel. */
    private static final Map<String, Consumer<Parcel>> READERS = new HashMap<>();

    static {
        READERS.put("boolean", Parcel::readBoolean);
        READERS.put("byte", Parcel::readByte);
        READERS.put("char", Parcel::readChar);
        READERS.put("short", Parcel::readShort);
        READERS.put("int", Parcel::readInt);
        READERS.put("long", Parcel::readLong);
        READERS.put("float", Parcel::readFloat);
        READERS.put("double", Parcel::readDouble);
        READERS.put("string", Parcel::readString);
        READERS.put("boolean[]", Parcel::readBooleanArray);
        READERS.put("byte[]", Parcel::readByteArray);
        READERS.put("reused byte[]", Parcel::readReusedByteArray);
        READERS.put("char[]", Parcel::readCharArray);
        READERS.put("short[]", Parcel::readShortArray);
        READERS.put("int[]", Parcel::readIntArray);
        READERS.put("long[]", Parcel::readLongArray);
        READERS.put("float[]", Parcel::readFloatArray);
        READERS.put("double[]", Parcel::readDoubleArray);
        READERS.put("segment", Parcel::readSegment);
        READERS.put("binder", Parcel::readStrongBinder);
        READERS.put("enum", parcel -> parcel.readEnum(Thread.State.values()));
        READERS.put("list", parcel -> parcel.readList(Parcel::readString));
        READERS.put("array", parcel -> parcel.readArray(String[]::new, Parcel::readString));
        READERS.put("map", parcel -> parcel.readMap(Parcel::readString, Parcel::readIntArray));
        READERS.put("sparse array", parcel -> parcel.readSparseArray(Parcel::readLong));
        READERS.put("untyped list", Parcel::readList);
        READERS.put("untyped map", Parcel::readMap);
        READERS.put("untyped sparse array", Parcel::readSparseArray);
        READERS.put("nullable", parcel -> parcel.readNullable(Parcel::readString));
        READERS.put("value", Parcel::readValue);
        READERS.put("value of a type", parcel -> parcel.readValue(ParcelTypes.of(NAMED)));
        READERS.put("holder", parcel -> {
            ParcelableHolder holder = parcel.readHolder();
            if ("test.Named".equals(holder.typeName())) {
                holder.get(NAMED);
            }
        });
        READERS.put("sized", parcel -> {
            int outer = parcel.beginReadSized();
            parcel.endReadSized(outer);
        });
    }

    private final long seed = Long.getLong("bindery.test.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @RepeatedTest(40)
    void shouldReadBackRandomValues() {
        List<@Nullable Object> values = new ArrayList<>();
        Parcel parcel = Parcel.obtain();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            Object value = value(0);
            values.add(value);
            parcel.writeValue(value);
        }
        parcel.setDataPosition(0);

        for (int i = 0; i < count; i++) {
            assertThat(plain(parcel.readValue()))
                    .as("seed=%d index=%d", seed, i)
                    .isEqualTo(plain(values.get(i)));
        }
        parcel.enforceNoDataAvail();
        parcel.recycle();
    }

    /** What arrays deep in lists and maps can be compared by; maps keep their order on the way. */
    private static String plain(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> "list" + plain(list.toArray());
            case Map<?, ?> map -> "map" + plain(map.entrySet().toArray());
            case Map.Entry<?, ?> entry -> plain(entry.getKey()) + "=" + plain(entry.getValue());
            case Object[] array ->
                Arrays.stream(array)
                        .map(ParcelFuzzTest::plain)
                        .collect(Collectors.joining(", ", array instanceof String[] ? "strings{" : "{", "}"));
            case null -> "null";
            default -> value.getClass().getSimpleName() + Arrays.deepToString(new Object[] {value});
        };
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth < 4 ? 22 : 19)) {
            case 0 -> null;
            case 1 -> text();
            case 2 -> random.nextBoolean();
            case 3 -> (byte) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> (short) random.nextInt();
            case 6 -> random.nextInt();
            case 7 -> random.nextLong();
            case 8 -> random.nextFloat();
            case 9 -> random.nextGaussian();
            case 10 -> bytes();
            case 11 -> text().toCharArray();
            case 12 -> random.ints(random.nextInt(20)).toArray();
            case 13 -> random.longs(random.nextInt(20)).toArray();
            case 14 -> random.doubles(random.nextInt(20)).toArray();
            case 15 -> new short[random.nextInt(5)];
            case 16 -> new boolean[] {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
            case 17 -> new float[] {random.nextFloat()};
            case 18 -> new String[] {text(), null, text()};
            case 19 -> list(depth);
            case 20 -> map(depth);
            default -> list(depth).toArray();
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(text(), value(depth + 1));
        }
        return map;
    }

    private String text() {
        char[] units = new char[random.nextInt(12)];
        for (int i = 0; i < units.length; i++) {
            units[i] = (char) random.nextInt();
        }
        return new String(units);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldRefuseRandomBytesWithoutHarm() {
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = likelyBytes();
            for (Map.Entry<String, Consumer<Parcel>> reader : READERS.entrySet()) {
                read += tryRead(bytes, reader.getKey(), reader.getValue());
            }
        }
        assertThat(read)
                .as("seed=%d: some bytes can be read as something", seed)
                .isPositive();
    }

    /** Words that mean something in a parcel are more likely than others, or no reader would get far. */
    private byte[] likelyBytes() {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
            int word = switch (random.nextInt(8)) {
                case 0, 1, 2 -> random.nextInt(34) - 1;
                case 3 -> bytes.length - at;
                case 4 -> Integer.MAX_VALUE - random.nextInt(4);
                case 5 -> 0x424e4452;
                default -> random.nextInt();
            };
            for (int i = 0; i < 4; i++) {
                bytes[at + i] = (byte) (word >>> 8 * i);
            }
        }
        return bytes;
    }

    private int tryRead(byte[] bytes, String name, Consumer<Parcel> reader) {
        Parcel parcel = Parcel.obtain();
        try {
            parcel.unmarshall(bytes, 0, bytes.length);
            reader.accept(parcel);
            return 1;
        } catch (BadParcelableException e) {
            return 0;
        } catch (NullPointerException e) {
            assertThat(e).as("seed=%d reader=%s", seed, name).hasMessageContaining("must not be null");
            return 0;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed=" + seed + " reader=" + name, e);
        } finally {
            parcel.recycle();
        }
    }
}
