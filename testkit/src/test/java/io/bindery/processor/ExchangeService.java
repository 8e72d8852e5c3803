package io.bindery.processor;

import io.bindery.IBinder;
import io.bindery.ParcelableHolder;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.ServiceSpecificException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Returns what it is given, or something simple made of it. */
final class ExchangeService extends ExchangeStub {
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public String primitives(boolean z, byte b, char c, short s, int i, long j, float f, double d) {
        return z + " " + b + " " + (int) c + " " + s + " " + i + " " + j + " " + f + " " + d;
    }

    @Override
    public boolean not(boolean value) {
        return !value;
    }

    @Override
    public char nextChar(char value) {
        return (char) (value + 1);
    }

    @Override
    public double half(double value) {
        return value / 2;
    }

    @Override
    public String echo(String text) {
        return text;
    }

    @Override
    public @Nullable String echoNullable(@Nullable String text) {
        return text;
    }

    @Override
    public long[] sums(boolean[] z, byte[] b, char[] c, short[] s, int[] i, long[] j, float[] f, double[] d) {
        return new long[] {
            IntStream.range(0, z.length).filter(index -> z[index]).count(),
            IntStream.range(0, b.length).map(index -> b[index]).sum(),
            IntStream.range(0, c.length).map(index -> c[index]).sum(),
            IntStream.range(0, s.length).map(index -> s[index]).sum(),
            IntStream.of(i).sum(),
            IntStream.range(0, j.length).mapToLong(index -> j[index]).sum(),
            (long) IntStream.range(0, f.length).mapToDouble(index -> f[index]).sum(),
            (long) IntStream.range(0, d.length).mapToDouble(index -> d[index]).sum()
        };
    }

    @Override
    public byte @Nullable [] reversed(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @Override
    public long sumOfReused(byte[] bytes) {
        return IntStream.range(0, bytes.length).map(index -> bytes[index]).sum();
    }

    @Override
    public long sumOfSegment(MemorySegment segment) {
        long sum = 0;
        for (long offset = 0; offset < segment.byteSize(); offset++) {
            sum += segment.get(ValueLayout.JAVA_BYTE, offset);
        }
        return sum;
    }

    @Override
    public @Nullable Kind other(@Nullable Kind kind) {
        return kind == null ? null : kind == Kind.LIMIT ? Kind.MARKET : Kind.LIMIT;
    }

    @Override
    public Order echoOrder(Order order) {
        return order;
    }

    @Override
    public @Nullable Order echoNullableOrder(@Nullable Order order) {
        return order;
    }

    @Override
    public Order[] echoOrders(Order[] orders) {
        return orders;
    }

    @Override
    public List<String> echoStrings(List<String> strings) {
        return strings;
    }

    @Override
    public @Nullable List<Kind> echoKinds(@Nullable List<Kind> kinds) {
        return kinds;
    }

    @Override
    public List<long[]> echoArrays(List<long[]> arrays) {
        return arrays;
    }

    @Override
    public String joined(String... words) {
        return String.join(" ", words);
    }

    @Override
    public void notify(Listener listener, @Nullable Listener other, long value) throws RemoteException {
        listener.onEvent(value);
        if (other != null) {
            other.onEvent(-value);
        }
    }

    @Override
    public void notifyAll(List<Listener> listeners, long value) throws RemoteException {
        for (Listener listener : listeners) {
            listener.onEvent(value);
        }
    }

    @Override
    public Listener echoListener(Listener listener) {
        return listener;
    }

    @Override
    public @Nullable IBinder echoBinder(@Nullable IBinder binder) {
        return binder;
    }

    @Override
    public void fail(String message) {
        throw new IllegalStateException(message);
    }

    @Override
    public void fail(int errorCode) {
        throw new ServiceSpecificException(errorCode, "failed as asked");
    }

    @Override
    @SuppressWarnings("NullAway") // the test needs an implementation that breaks its contract
    public String brokenEcho() {
        return null;
    }

    @Override
    public void post(long value) {
        posted.addAndGet(value);
    }

    @Override
    public SendStatus tryPost(long value) {
        posted.addAndGet(value);
        return SendStatus.ACCEPTED;
    }

    @Override
    public long posted() {
        return posted.get();
    }

    @Override
    public SendStatus tryHold(MemorySegment payload) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        held.incrementAndGet();
        return SendStatus.ACCEPTED;
    }

    @Override
    public void release() {
        released.countDown();
    }

    @Override
    public long held() {
        return held.get();
    }

    @Override
    public Map<String, List<Long>> echoMap(Map<String, List<Long>> map) {
        return map;
    }

    @Override
    public @Nullable Map<Integer, Leg> echoLegs(@Nullable Map<Integer, Leg> legs) {
        return legs;
    }

    @Override
    public List<List<Kind>> echoNested(List<List<Kind>> kinds) {
        return kinds;
    }

    @Override
    public List<Shape> echoShapes(List<Shape> shapes) {
        return shapes;
    }

    @Override
    public @Nullable Tone echoTone(@Nullable Tone tone) {
        return tone;
    }

    @Override
    public Tone[] echoTones(Tone[] tones) {
        return tones;
    }

    @Override
    public ParcelableHolder echoHolder(ParcelableHolder holder) {
        return holder;
    }

    @Override
    public Cursor echoCursor(Cursor cursor) {
        return cursor;
    }

    @Override
    public int fill(long[] counted, String[] names, Leg[] legs, byte[] bytes) {
        for (int i = 0; i < counted.length; i++) {
            counted[i]++;
        }
        Arrays.setAll(names, i -> "name " + i);
        Arrays.setAll(legs, i -> new Leg(i + 1, true));
        Arrays.fill(bytes, (byte) 7);
        return counted.length + names.length + legs.length + bytes.length;
    }

    @Override
    public void advance(Cursor cursor, Cursor before, int step) {
        before.position = cursor.position;
        before.note = "before";
        cursor.position += step;
    }

    @Override
    public void scribble(long[] values) {
        Arrays.fill(values, -1);
    }

    @Override
    public String echoSecret(String secret, byte[] key) {
        return secret + key.length;
    }
}
