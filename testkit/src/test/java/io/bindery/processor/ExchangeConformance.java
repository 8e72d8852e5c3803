package io.bindery.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.IBinder;
import io.bindery.ParcelableHolder;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.ServiceSpecificException;
import io.bindery.processor.Exchange.Cursor;
import io.bindery.processor.Exchange.Kind;
import io.bindery.processor.Exchange.Leg;
import io.bindery.processor.Exchange.Order;
import io.bindery.processor.Exchange.Shape;
import io.bindery.processor.Exchange.Shape.Circle;
import io.bindery.processor.Exchange.Shape.Polygon;
import io.bindery.processor.Exchange.Tone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may rely on, wherever the {@link Exchange} lives. */
@Timeout(60)
abstract class ExchangeConformance {
    /** The exchange as its caller holds it. */
    abstract Exchange exchange() throws RemoteException;

    @Test
    void shouldCarryPrimitives() throws RemoteException {
        assertThat(exchange().primitives(true, (byte) -1, 'A', (short) -2, 3, Long.MIN_VALUE, 1.5f, -0.25))
                .isEqualTo("true -1 65 -2 3 -9223372036854775808 1.5 -0.25");
        assertThat(exchange().not(true)).isFalse();
        assertThat(exchange().nextChar('\uD83D')).isEqualTo('\uD83E');
        assertThat(exchange().half(-3)).isEqualTo(-1.5);
    }

    @Test
    void shouldCarryStrings() throws RemoteException {
        assertThat(exchange().echo("")).isEmpty();
        assertThat(exchange().echo("Grüße, 世界 \uD83D\uDE00")).isEqualTo("Grüße, 世界 \uD83D\uDE00");
        assertThat(exchange().echoNullable("a")).isEqualTo("a");
        assertThat(exchange().echoNullable(null)).isNull();
    }

    @Test
    void shouldCarryArrays() throws RemoteException {
        assertThat(exchange()
                        .sums(
                                new boolean[] {true, false, true},
                                new byte[] {1, 2, 3},
                                new char[] {10},
                                new short[] {},
                                new int[] {1, 1},
                                new long[] {1L << 40},
                                new float[] {1.5f, 2.5f},
                                new double[] {3, 4}))
                .containsExactly(2, 6, 10, 0, 2, 1L << 40, 4, 7);
        assertThat(exchange().reversed(new byte[] {1, 2, 3})).containsExactly(3, 2, 1);
        assertThat(exchange().reversed(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 16_384, 40_000, 1_000_000})
    void shouldCarryLongArraysAndStrings(int length) throws RemoteException {
        byte[] bytes = new byte[length];
        bytes[0] = 1;
        bytes[length - 1] = 2;
        String text = "ß".repeat(length / 2);

        byte[] reversed = exchange().reversed(bytes);

        assertThat(reversed).hasSize(length).startsWith(2).endsWith(1);
        assertThat(exchange().sumOfReused(bytes)).isEqualTo(3);
        assertThat(exchange().sumOfSegment(MemorySegment.ofArray(bytes))).isEqualTo(3);
        assertThat(exchange().echo(text)).isEqualTo(text);
        assertThat(exchange().echoOrder(order(text, null, List.of())).note()).isEqualTo(text);
    }

    @Test
    void shouldCarryReusedArraysOfChangingLength() throws RemoteException {
        assertThat(exchange().sumOfReused(new byte[] {1, 2, 3, 4, 5})).isEqualTo(15);
        assertThat(exchange().sumOfReused(new byte[] {1})).isEqualTo(1);
        assertThat(exchange().sumOfReused(new byte[0])).isZero();
    }

    @Test
    void shouldCarrySegmentsOfHeapAndNativeMemory() throws RemoteException {
        assertThat(exchange()
                        .sumOfSegment(
                                MemorySegment.ofArray(new byte[] {1, 2, 3}).asSlice(1)))
                .isEqualTo(5);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(exchange().sumOfSegment(arena.allocate(300).fill((byte) 1)))
                    .isEqualTo(300);
        }
    }

    @Test
    void shouldCarryEnums() throws RemoteException {
        assertThat(exchange().other(Kind.LIMIT)).isEqualTo(Kind.MARKET);
        assertThat(exchange().other(null)).isNull();
    }

    @Test
    void shouldCarryRecords() throws RemoteException {
        Order full = order("note", new Leg(1, true), List.of(new Leg(2, false), new Leg(-3, true)));
        Order sparse = order(null, null, List.of());

        assertThat(exchange().echoOrder(full)).isEqualTo(full);
        assertThat(exchange().echoNullableOrder(sparse)).isEqualTo(sparse);
        assertThat(exchange().echoNullableOrder(null)).isNull();
        assertThat(exchange().echoOrders(new Order[] {full, sparse})).containsExactly(full, sparse);
    }

    private static Order order(@Nullable String note, @Nullable Leg leg, List<Leg> legs) {
        return new Order(1, "BNDY", Kind.MARKET, note, null, leg, legs, null);
    }

    @Test
    void shouldCarryLists() throws RemoteException {
        assertThat(exchange().echoStrings(List.of("a", "", "c"))).containsExactly("a", "", "c");
        assertThat(exchange().echoKinds(List.of(Kind.MARKET, Kind.LIMIT))).containsExactly(Kind.MARKET, Kind.LIMIT);
        assertThat(exchange().echoKinds(null)).isNull();
        assertThat(exchange().echoArrays(List.of(new long[] {1, 2}, new long[0])))
                .containsExactly(new long[] {1, 2}, new long[0]);
        assertThat(exchange().joined("a", "b", "c")).isEqualTo("a b c");
        assertThat(exchange().joined()).isEmpty();
    }

    @Test
    void shouldCarryMapsAndListsOfLists() throws RemoteException {
        Map<String, List<Long>> map = new LinkedHashMap<>();
        map.put("z", List.of(1L, 2L));
        map.put("a", List.of());

        assertThat(exchange().echoMap(map)).isEqualTo(map);
        assertThat(exchange().echoMap(map).keySet()).containsExactly("z", "a");
        assertThat(exchange().echoLegs(Map.of(-5, new Leg(1, true)))).isEqualTo(Map.of(-5, new Leg(1, true)));
        assertThat(exchange().echoLegs(null)).isNull();
        assertThat(exchange().echoNested(List.of(List.of(Kind.LIMIT), List.of())))
                .isEqualTo(List.of(List.of(Kind.LIMIT), List.of()));
    }

    @Test
    void shouldCarryUnionsAndBackedEnums() throws RemoteException {
        List<Shape> shapes = List.of(new Circle(1.5), new Polygon(List.of(1, 2, 3), null));

        assertThat(exchange().echoShapes(shapes)).isEqualTo(shapes);
        assertThat(exchange().echoTone(Tone.HIGHEST)).isEqualTo(Tone.HIGHEST);
        assertThat(exchange().echoTone(null)).isNull();
        assertThat(exchange().echoTones(Tone.values())).containsExactly(Tone.values());
    }

    @Test
    void shouldCarryHoldersOfWhatTheOtherSideDoesNotKnow() throws RemoteException {
        Order order = order("held", new Leg(1, true), List.of());
        ParcelableHolder back = exchange().echoHolder(ParcelableHolder.of(Exchange_OrderParcel.CODEC, order));

        assertThat(back.typeName()).isEqualTo("io.bindery.processor.Exchange.Order");
        assertThat(back.get(Exchange_OrderParcel.CODEC)).isEqualTo(order);
        assertThat(exchange().echoHolder(ParcelableHolder.empty()).isEmpty()).isTrue();
    }

    @Test
    void shouldBringBackWhatTheImplementationFilled() throws RemoteException {
        long[] counted = {1, 2};
        String[] names = new String[3];
        Leg[] legs = new Leg[1];
        byte[] bytes = new byte[0];

        assertThat(exchange().fill(counted, names, legs, bytes)).isEqualTo(6);
        assertThat(counted).containsExactly(2, 3);
        assertThat(names).containsExactly("name 0", "name 1", "name 2");
        assertThat(legs).containsExactly(new Leg(1, true));
    }

    @Test
    void shouldFillObjects() throws RemoteException {
        Cursor cursor = new Cursor();
        cursor.position = 40;
        Cursor before = new Cursor();

        exchange().advance(cursor, before, 2);

        assertThat(cursor.position).isEqualTo(42);
        assertThat(before.position).isEqualTo(40);
        assertThat(before.note).isEqualTo("before");
        assertThat(exchange().echoCursor(cursor).position).isEqualTo(42);
    }

    @Test
    void shouldCarrySensitiveArguments() throws RemoteException {
        for (int i = 0; i < 100; i++) {
            assertThat(exchange().echoSecret("secret", new byte[i])).isEqualTo("secret" + i);
        }
    }

    @Test
    void shouldKnowTheVersionOfTheInterface() throws RemoteException {
        assertThat(exchange().getInterfaceVersion()).isEqualTo(ExchangeStub.VERSION);
        assertThat(exchange().getInterfaceHash()).isEqualTo(ExchangeStub.HASH).matches("[0-9a-f]{40}");
    }

    @Test
    void shouldCallBack() throws RemoteException {
        Recorder first = new Recorder();
        Recorder second = new Recorder();

        exchange().notify(first, second, 5);
        exchange().notify(first, null, 6);
        exchange().notifyAll(List.of(first, second, first), 100);

        assertThat(first.sum()).isEqualTo(211);
        assertThat(second.sum()).isEqualTo(95);
    }

    @Test
    void shouldGiveBackTheObjectItselfWhereItLives() throws RemoteException {
        Recorder listener = new Recorder();
        IBinder binder = listener.asBinder();

        assertThat(exchange().echoListener(listener)).isSameAs(listener);
        assertThat(exchange().echoBinder(binder)).isSameAs(binder);
        assertThat(exchange().echoBinder(null)).isNull();
        assertThat(exchange()
                        .echoOrder(new Order(1, "", Kind.LIMIT, null, null, null, List.of(), listener))
                        .owner())
                .isSameAs(listener);
    }

    @Test
    void shouldThrowWhatTheImplementationThrew() throws RemoteException {
        Exchange exchange = exchange();

        assertThatThrownBy(() -> exchange.fail("market closed"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("market closed");
        assertThatThrownBy(() -> exchange.fail(42))
                .isInstanceOfSatisfying(
                        ServiceSpecificException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(42));
        assertThat(exchange.echo("still there")).isEqualTo("still there");
    }

    @Test
    void shouldSendOneway() throws RemoteException {
        long before = exchange().posted();
        exchange().post(3);
        assertThat(exchange().tryPost(4)).isEqualTo(SendStatus.ACCEPTED);

        while (exchange().posted() != before + 7) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldRunDefaultMethodsWhereTheyAreCalled() throws RemoteException {
        assertThat(exchange().shout("quiet")).isEqualTo("QUIET");
    }

    /** Adds up what it is told. */
    private static final class Recorder extends Exchange_ListenerStub {
        private final AtomicLong sum = new AtomicLong();

        @Override
        public void onEvent(long value) {
            sum.addAndGet(value);
        }

        long sum() {
            return sum.get();
        }
    }
}
