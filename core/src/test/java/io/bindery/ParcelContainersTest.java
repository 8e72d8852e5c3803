package io.bindery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sequences, maps, and values with their type. */
class ParcelContainersTest {
    private static final ParcelCodec<Point> POINT = new ParcelCodec<>(
            "test.Point",
            Point.class,
            (parcel, point) -> {
                int begin = parcel.beginWriteSized();
                parcel.writeInt(point.x);
                parcel.writeStrongBinder(point.owner);
                parcel.endWriteSized(begin);
            },
            parcel -> {
                int outer = parcel.beginReadSized();
                Point point = new Point(parcel.readInt(), parcel.readStrongBinder());
                parcel.endReadSized(outer);
                return point;
            });
    private static final ParcelCodec<Side> SIDE = ParcelCodec.ofEnum("test.Side", Side.class);

    private final Parcel parcel = Parcel.obtain();

    private record Point(int x, @Nullable IBinder owner) {}

    private enum Side {
        BUY {
            @Override
            int sign() {
                return 1;
            }
        },
        SELL {
            @Override
            int sign() {
                return -1;
            }
        };

        abstract int sign();
    }

    /** Fields of a class that can be filled. */
    private static final class Order implements MutableParcelable {
        int quantity;
        String note = "";

        @Override
        public void writeToParcel(Parcel parcel) {
            parcel.writeInt(quantity);
            parcel.writeString(note);
        }

        @Override
        public void readFromParcel(Parcel parcel) {
            quantity = parcel.readInt();
            note = parcel.hasNext() ? Objects.requireNonNull(parcel.readString()) : "default";
        }
    }

    @AfterEach
    void recycle() {
        parcel.recycle();
    }

    @Test
    void shouldCarryTypedListsAndMaps() {
        parcel.writeList(List.of("a", "b"), Parcel::writeString);
        parcel.writeMap(new TreeMap<>(Map.of("x", 1L, "y", 2L)), Parcel::writeString, Parcel::writeLong);
        parcel.writeSparseArray(Map.of(-7, "minus"), Parcel::writeString);
        parcel.writeList(null, Parcel::writeString);
        parcel.writeMap(null, Parcel::writeString, Parcel::writeString);
        parcel.writeSparseArray(null, Parcel::writeString);
        parcel.setDataPosition(0);

        assertThat(parcel.readList(Parcel::readString)).containsExactly("a", "b");
        assertThat(parcel.readMap(Parcel::readString, Parcel::readLong))
                .containsExactly(Map.entry("x", 1L), Map.entry("y", 2L));
        assertThat(parcel.readSparseArray(Parcel::readString)).containsExactly(Map.entry(-7, "minus"));
        assertThat(parcel.readList(Parcel::readString)).isNull();
        assertThat(parcel.readMap(Parcel::readString, Parcel::readString)).isNull();
        assertThat(parcel.readSparseArray(Parcel::readString)).isNull();
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldRefuseNullsInTypedMapsWhenTheyAreWritten() {
        Map<String, @Nullable String> map = new HashMap<>();
        map.put("key", null);

        assertThatThrownBy(() -> parcel.writeMap(map, Parcel::writeString, Parcel::writeString))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("values must not be null");
    }

    @Test
    void shouldRefuseKeyThatComesTwice() {
        parcel.writeInt(2);
        for (int i = 0; i < 2; i++) {
            parcel.writeInt(5);
            parcel.writeInt(i);
        }
        parcel.setDataPosition(0);

        assertThatThrownBy(() -> parcel.readSparseArray(Parcel::readInt))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("key=5 position=12");
    }

    @Test
    void shouldCarryUntypedContainersWithNulls() {
        List<@Nullable Object> list = Arrays.asList(1, null, "two", 3.0);
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        map.put(null, 'n');
        map.put("list", list);
        parcel.writeList(list);
        parcel.writeMap(map);
        parcel.writeSparseArray(Map.of(1, (Object) "one"));
        parcel.setDataPosition(0);

        assertThat(parcel.readList()).isEqualTo(list);
        assertThat(parcel.readMap()).isEqualTo(map);
        assertThat(parcel.readSparseArray()).isEqualTo(Map.of(1, "one"));
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldCarryEachTypeOfValue() {
        Binder binder = new Binder();
        List<@Nullable Object> values = Arrays.asList(
                null,
                "text",
                true,
                (byte) 1,
                'c',
                (short) 2,
                3,
                4L,
                5f,
                6.0,
                new boolean[] {true},
                new byte[] {1},
                new char[] {'c'},
                new short[] {2},
                new int[] {3},
                new long[] {4},
                new float[] {5},
                new double[] {6},
                new String[] {"a", null},
                new Object[] {1, "a", null},
                binder,
                List.of(List.of(1), Map.of("k", 2)));
        for (Object value : values) {
            parcel.writeValue(value);
        }
        parcel.setDataPosition(0);

        for (Object value : values) {
            Object read = parcel.readValue();
            assertThat(read).isEqualTo(value);
            if (value != null && value.getClass().isArray()) {
                assertThat(read).hasSameClassAs(value);
            }
        }
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldCarryTypesOfTheUsersOwnThatBothSidesList() {
        ParcelTypes types = ParcelTypes.of(POINT, SIDE);
        Binder owner = new Binder();
        List<Object> value = List.of(new Point(1, owner), Side.SELL, List.of(new Point(2, null)));
        parcel.writeValue(value, types);
        parcel.setDataPosition(0);

        assertThat(parcel.readValue(types)).isEqualTo(value);
    }

    @Test
    void shouldHoldWhatTheReaderDoesNotKnow() {
        Binder owner = new Binder();
        parcel.writeInt(0);
        parcel.writeValue(new Point(1, owner), ParcelTypes.of(POINT));
        parcel.writeInt(7);
        parcel.setDataPosition(4);

        Object read = parcel.readValue();

        assertThat(parcel.readInt()).isEqualTo(7);
        assertThat(read).isInstanceOfSatisfying(ParcelableHolder.class, holder -> {
            assertThat(holder.typeName()).isEqualTo("test.Point");
            assertThat(holder.get(POINT)).isEqualTo(new Point(1, owner));
            assertThat(holder.get(POINT)).isSameAs(holder.get(POINT));
            assertThatThrownBy(() -> holder.get(SIDE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("held=test.Point asked=test.Side");
        });
    }

    @Test
    void shouldPassOnAHolderThatNobodyOpened() {
        Binder owner = new Binder();
        parcel.writeHolder(ParcelableHolder.of(POINT, new Point(1, owner)));
        parcel.setDataPosition(0);
        ParcelableHolder first = parcel.readHolder();
        Parcel second = Parcel.obtain();
        second.writeLong(0);
        second.writeHolder(first);
        second.writeHolder(ParcelableHolder.empty());
        second.setDataPosition(8);

        assertThat(second.readHolder().get(POINT)).isEqualTo(new Point(1, owner));
        assertThat(second.readHolder().isEmpty()).isTrue();
        second.recycle();
    }

    @Test
    void shouldFillObjectsAndDefaultWhatIsMissing() {
        Order order = new Order();
        order.quantity = 5;
        order.note = "note";
        parcel.writeObject(order);
        int begin = parcel.beginWriteSized();
        parcel.writeInt(6);
        parcel.endWriteSized(begin);
        parcel.setDataPosition(0);

        Order same = parcel.readObject(new Order());
        Order older = parcel.readObject(new Order());

        assertThat(same.quantity).isEqualTo(5);
        assertThat(same.note).isEqualTo("note");
        assertThat(older.quantity).isEqualTo(6);
        assertThat(older.note).isEqualTo("default");
    }

    @Test
    void shouldCarryWhatMayBeNull() {
        parcel.writeNullable("a", Parcel::writeString);
        parcel.<String>writeNullable(null, Parcel::writeString);
        parcel.setDataPosition(0);

        assertThat(parcel.readNullable(Parcel::readString)).isEqualTo("a");
        assertThat(parcel.readNullable(Parcel::readString)).isNull();
    }

    @Test
    void shouldSayWhichTypeCannotBeWritten() {
        assertThatThrownBy(() -> parcel.writeValue(List.of(new Point(1, null))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class=" + Point.class.getName());
    }

    @Test
    void shouldSayWhichTagIsUnknown() {
        parcel.writeInt(99);
        parcel.setDataPosition(0);

        assertThatThrownBy(parcel::readValue)
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("tag=99 position=0");
    }

    @Test
    void shouldRefuseValuesNestedWithoutEnd() {
        int depth = 100_000;
        int[] ints = new int[3 * depth];
        for (int i = 0; i < depth; i++) {
            ints[3 * i] = 11; // a list
            ints[3 * i + 1] = 4 * (ints.length - 3 * i - 1); // of all that follows
            ints[3 * i + 2] = 1; // with one element
        }
        for (int value : ints) {
            parcel.writeInt(value);
        }
        parcel.setDataPosition(0);

        assertThatThrownBy(parcel::readValue)
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("nested too deep");
    }

    @Test
    void shouldNotLetAReaderChangeWhatItGot() {
        parcel.writeList(new ArrayList<>(List.of("a")), Parcel::writeString);
        parcel.writeMap(Collections.singletonMap("k", "v"));
        parcel.setDataPosition(0);

        assertThat(parcel.readList(Parcel::readString)).isUnmodifiable();
        assertThat(parcel.readMap()).isUnmodifiable();
    }
}
