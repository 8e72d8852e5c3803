package io.bindery.bench.jmh;

import io.bindery.Parcel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Writes values to a pooled parcel and reads them back, by type. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ParcelBenchmark {
    private static final int BYTES = 256;

    private final Parcel parcel = Parcel.obtain();
    private final byte[] bytes = new byte[BYTES];
    private final long[] longs = new long[BYTES / Long.BYTES];
    private final MemorySegment segment = Arena.global().allocate(BYTES, Long.BYTES);
    private final String latin = "AAPL 585.33 x 100";
    private final String wide = "価格 585.33 × 100";
    private long value = 1;

    @TearDown
    public void recycle() {
        parcel.recycle();
    }

    @Benchmark
    public int ints() {
        parcel.setDataPosition(0);
        int next = (int) ++value;
        for (int i = 0; i < 4; i++) {
            parcel.writeInt(next + i);
        }
        parcel.setDataPosition(0);
        return parcel.readInt() + parcel.readInt() + parcel.readInt() + parcel.readInt();
    }

    @Benchmark
    public long longs() {
        parcel.setDataPosition(0);
        long next = ++value;
        for (int i = 0; i < 4; i++) {
            parcel.writeLong(next + i);
        }
        parcel.setDataPosition(0);
        return parcel.readLong() + parcel.readLong() + parcel.readLong() + parcel.readLong();
    }

    @Benchmark
    public double doubles() {
        parcel.setDataPosition(0);
        double next = (double) ++value;
        for (int i = 0; i < 4; i++) {
            parcel.writeDouble(next + i);
        }
        parcel.setDataPosition(0);
        return parcel.readDouble() + parcel.readDouble() + parcel.readDouble() + parcel.readDouble();
    }

    @Benchmark
    public int booleans() {
        parcel.setDataPosition(0);
        boolean next = (++value & 1) == 0;
        for (int i = 0; i < 4; i++) {
            parcel.writeBoolean(next);
        }
        parcel.setDataPosition(0);
        int set = 0;
        for (int i = 0; i < 4; i++) {
            set += parcel.readBoolean() ? 1 : 0;
        }
        return set;
    }

    @Benchmark
    public @Nullable String latinString() {
        parcel.setDataPosition(0);
        parcel.writeString(latin);
        parcel.setDataPosition(0);
        return parcel.readString();
    }

    @Benchmark
    public @Nullable String wideString() {
        parcel.setDataPosition(0);
        parcel.writeString(wide);
        parcel.setDataPosition(0);
        return parcel.readString();
    }

    @Benchmark
    public byte @Nullable [] freshByteArray() {
        parcel.setDataPosition(0);
        parcel.writeByteArray(bytes);
        parcel.setDataPosition(0);
        return parcel.readByteArray();
    }

    /** In a parcel of its own each time, since the arrays that one parcel gives are distinct. */
    @Benchmark
    public byte @Nullable [] reusedByteArray() {
        Parcel fresh = Parcel.obtain();
        fresh.writeByteArray(bytes);
        fresh.setDataPosition(0);
        byte[] read = fresh.readReusedByteArray();
        fresh.recycle();
        return read;
    }

    @Benchmark
    public long @Nullable [] longArray() {
        parcel.setDataPosition(0);
        parcel.writeLongArray(longs);
        parcel.setDataPosition(0);
        return parcel.readLongArray();
    }

    @Benchmark
    public @Nullable MemorySegment segment() {
        parcel.setDataPosition(0);
        parcel.writeSegment(segment);
        parcel.setDataPosition(0);
        return parcel.readSegment();
    }

    /** Takes a parcel from the pool and gives it back. */
    @Benchmark
    public int obtainAndRecycle() {
        Parcel taken = Parcel.obtain();
        int size = taken.dataSize();
        taken.recycle();
        return size;
    }
}
