package io.bindery.agrona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.Parcel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelBuffersTest {
    private final Parcel parcel = Parcel.obtain();
    private final UnsafeBuffer writer = new UnsafeBuffer();
    private final UnsafeBuffer reader = new UnsafeBuffer();

    @AfterEach
    void recycle() {
        parcel.recycle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 56, 4096, 100_000})
    void shouldReadInPlaceWhatWasWrittenInPlace(int length) {
        ParcelBuffers.wrapWrite(parcel, length, writer);
        assertThat(writer.capacity()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
            writer.putByte(i, (byte) (i * 31));
        }
        parcel.writeLong(-length);

        parcel.setDataPosition(0);
        assertThat(ParcelBuffers.wrapRead(parcel, reader)).isEqualTo(length);
        assertThat(reader.capacity()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
            assertThat(reader.getByte(i)).isEqualTo((byte) (i * 31));
        }
        assertThat(parcel.readLong()).isEqualTo(-length);
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldBeReadAsTheSegmentThatItIs() {
        ParcelBuffers.wrapWrite(parcel, Long.BYTES, writer);
        writer.putLong(0, 0x0102030405060708L);
        parcel.setDataPosition(0);
        MemorySegment segment = parcel.readSegment();
        assertThat(segment).isNotNull();
        assertThat(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(0x0102030405060708L);
    }

    @Test
    void shouldShowNothingForNull() {
        parcel.writeSegment(null);
        parcel.setDataPosition(0);
        reader.wrap(new byte[8]);
        assertThat(ParcelBuffers.wrapRead(parcel, reader)).isEqualTo(-1);
        assertThat(reader.capacity()).isZero();
    }

    @Test
    void shouldRefuseALengthThatCannotBe() {
        assertThatThrownBy(() -> ParcelBuffers.wrapWrite(parcel, -1, writer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=-1");
        parcel.writeInt(1000);
        parcel.setDataPosition(0);
        assertThatThrownBy(() -> ParcelBuffers.wrapRead(parcel, reader)).isInstanceOf(BadParcelableException.class);
    }

    @Test
    void shouldRefuseToBeUsedAfterItWasUnwrapped() {
        ParcelBuffers.wrapWrite(parcel, Long.BYTES, writer);
        ParcelBuffers.unwrap(writer);
        assertThatThrownBy(() -> writer.putLong(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldShowSegmentsOfBothKinds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(16);
            ParcelBuffers.wrap(outside.asSlice(8), writer);
            writer.putLong(0, 42);
            assertThat(outside.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);

            byte[] array = new byte[16];
            ParcelBuffers.wrap(MemorySegment.ofArray(array).asSlice(3, 5), writer);
            assertThat(writer.capacity()).isEqualTo(5);
            writer.putByte(4, (byte) 9);
            assertThat(array[7]).isEqualTo((byte) 9);
        }
        assertThatThrownBy(() -> ParcelBuffers.wrap(MemorySegment.ofArray(new long[2]), writer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment=");
    }

    @Test
    void shouldAllocateNothingOnceTheLengthHasBeenSeen() {
        int times = 20_000;
        writeAgain(times);
        assertThat(allocatedBy(() -> writeAgain(times)))
                .as("bytes in 20,000 writes")
                .isLessThan(times);
        long sum = readAgain(times);
        assertThat(allocatedBy(() -> readAgain(times)))
                .as("bytes in 20,000 reads")
                .isLessThan(times);
        assertThat(sum).isEqualTo((long) times * (times - 1));
    }

    private static long allocatedBy(Runnable work) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void writeAgain(int times) {
        for (int i = 0; i < times; i++) {
            parcel.setDataPosition(0);
            ParcelBuffers.wrapWrite(parcel, 64, writer);
            writer.putLong(56, i);
        }
    }

    private long readAgain(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            parcel.setDataPosition(0);
            ParcelBuffers.wrapRead(parcel, reader);
            sum += reader.getLong(56);
        }
        return sum;
    }
}
