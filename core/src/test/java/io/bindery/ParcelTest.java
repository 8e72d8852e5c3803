package io.bindery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A parcel as a whole: sizes, copies, comparisons, binders, what a reader refuses. */
class ParcelTest {
    private final Parcel parcel = Parcel.obtain();
    private final Parcel other = Parcel.obtain();

    @AfterEach
    void recycle() {
        parcel.recycle();
        other.recycle();
    }

    @Test
    void shouldReadScalarsInTheOrderInWhichTheyWereWritten() {
        parcel.writeBoolean(true);
        parcel.writeByte((byte) -1);
        parcel.writeChar('\uFFFF');
        parcel.writeShort(Short.MIN_VALUE);
        parcel.writeInt(Integer.MIN_VALUE);
        parcel.writeLong(Long.MAX_VALUE);
        parcel.writeFloat(Float.MIN_VALUE);
        parcel.writeDouble(-0.0);
        assertThat(parcel.dataSize()).isEqualTo(5 * 4 + 8 + 4 + 8);
        parcel.setDataPosition(0);

        assertThat(parcel.readBoolean()).isTrue();
        assertThat(parcel.readByte()).isEqualTo((byte) -1);
        assertThat(parcel.readChar()).isEqualTo('\uFFFF');
        assertThat(parcel.readShort()).isEqualTo(Short.MIN_VALUE);
        assertThat(parcel.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(parcel.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(parcel.readFloat()).isEqualTo(Float.MIN_VALUE);
        assertThat(parcel.readDouble()).isEqualTo(-0.0);
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldCarryUtf16AsItIs() {
        String unpaired = "a\uD83D\u0000\uDE00ß世\uD83D\uDE00";
        parcel.writeString(unpaired);
        parcel.setDataPosition(0);

        assertThat(parcel.readString()).isEqualTo(unpaired);
    }

    @Test
    void shouldTellEmptyFromNull() {
        parcel.writeString("");
        parcel.writeString(null);
        parcel.writeIntArray(new int[0]);
        parcel.writeIntArray(null);
        parcel.writeSegment(MemorySegment.ofArray(new byte[0]));
        parcel.writeSegment(null);
        parcel.setDataPosition(0);

        assertThat(parcel.readString()).isEmpty();
        assertThat(parcel.readString()).isNull();
        assertThat(parcel.readIntArray()).isEmpty();
        assertThat(parcel.readIntArray()).isNull();
        assertThat(parcel.readSegment()).isNotNull();
        assertThat(parcel.readSegment()).isNull();
    }

    @Test
    void shouldPadWithZeros() {
        parcel.writeLong(-1);
        parcel.setDataPosition(0);
        parcel.writeByteArray(new byte[] {1});

        assertThat(parcel.marshall()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
    }

    @Test
    void shouldRefuseStringThatIsNotWhole() {
        parcel.writeString("unterminated");
        byte[] bytes = parcel.marshall();
        other.unmarshall(bytes, 0, bytes.length - 4);

        assertThatThrownBy(other::readString)
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("length=12");
    }

    @Test
    void shouldDetectWhatIsLeftOver() {
        parcel.writeInt(1);
        parcel.writeInt(2);
        parcel.setDataPosition(4);

        assertThatThrownBy(parcel::enforceNoDataAvail)
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("position=4 size=8");
    }

    @Test
    void shouldAppendAWholeParcelWhateverItsPosition() {
        other.writeInt(2);
        other.writeString("three");
        parcel.writeInt(1);

        parcel.appendFrom(other);
        parcel.setDataPosition(0);

        assertThat(parcel.readInt()).isEqualTo(1);
        assertThat(parcel.readInt()).isEqualTo(2);
        assertThat(parcel.readString()).isEqualTo("three");
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldAppendAPartAndItself() {
        other.writeInt(1);
        other.writeInt(2);
        other.writeInt(3);

        parcel.appendFrom(other, 4, 4);
        other.appendFrom(other);

        assertThat(parcel.marshall()).containsExactly(2, 0, 0, 0);
        assertThat(other.dataSize()).isEqualTo(24);
        other.setDataPosition(20);
        assertThat(other.readInt()).isEqualTo(3);
        assertThatThrownBy(() -> parcel.appendFrom(other, 20, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldAppendBindersAndLeaveOutThoseThatAreCutInTwo() {
        Binder first = new Binder();
        Binder second = new Binder();
        other.writeStrongBinder(first);
        other.writeInt(5);
        other.writeStrongBinder(second);
        parcel.writeStrongBinder(second);

        parcel.appendFrom(other, 8, 12);
        parcel.appendFrom(other, 0, 12);
        parcel.appendFrom(other, 0, 4);
        parcel.setDataPosition(0);

        assertThat(parcel.readStrongBinder()).isSameAs(second);
        assertThat(parcel.readInt()).isEqualTo(5);
        assertThat(parcel.readStrongBinder()).isSameAs(second);
        assertThat(parcel.readStrongBinder()).isSameAs(first);
        assertThat(parcel.readInt()).isEqualTo(5);
        parcel.writeInt(0);
        parcel.setDataPosition(parcel.dataSize() - 8);
        assertThatThrownBy(parcel::readStrongBinder).isInstanceOf(BadParcelableException.class);
    }

    @Test
    void shouldKnowWhereBindersAre() {
        parcel.writeInt(1);
        parcel.writeStrongBinder(null);
        assertThat(parcel.hasBinders()).isFalse();
        parcel.writeStrongBinder(new Binder());

        assertThat(parcel.hasBinders()).isTrue();
        assertThat(parcel.hasBinders(12, 8)).isTrue();
        assertThat(parcel.hasBinders(0, 16)).isFalse();
        parcel.setDataPosition(12);
        parcel.writeLong(0);
        assertThat(parcel.hasBinders()).as("written over").isFalse();
    }

    @Test
    void shouldCompareBytesAndBinders() {
        Binder binder = new Binder();
        parcel.writeStrongBinder(binder);
        parcel.writeInt(200);
        other.writeStrongBinder(binder);
        other.writeInt(100);

        assertThat(parcel.compareData(other)).isPositive();
        assertThat(other.compareData(parcel)).isNegative();
        assertThat(Parcel.hasSameData(parcel, 0, other, 0, 8)).isTrue();
        other.setDataPosition(0);
        other.writeStrongBinder(new Binder());
        other.writeInt(200);
        assertThat(parcel.compareData(other)).as("another binder").isNotZero();
        assertThat(Parcel.hasSameData(parcel, 8, other, 8, 4)).isTrue();
        other.writeInt(1);
        assertThat(parcel.compareData(other)).as("shorter").isNegative();
    }

    @Test
    void shouldCompareBindersByWhatTheyAreAndNotByTheirPlace() {
        Binder binder = new Binder();
        parcel.writeStrongBinder(new Binder());
        parcel.writeStrongBinder(binder);
        other.writeStrongBinder(binder);

        assertThat(Parcel.hasSameData(parcel, 8, other, 0, 8)).isTrue();
        assertThat(Parcel.hasSameData(parcel, 0, other, 0, 8)).isFalse();
    }

    @Test
    void shouldCutOffAndLengthenWithZeros() {
        Binder kept = new Binder();
        parcel.writeStrongBinder(new Binder());
        parcel.setDataPosition(0);
        parcel.writeStrongBinder(kept);
        parcel.writeStrongBinder(new Binder());
        parcel.writeLong(-1);

        parcel.setDataSize(12);
        assertThat(parcel.dataPosition()).isEqualTo(12);
        parcel.setDataSize(20);
        parcel.setDataPosition(0);

        assertThat(parcel.readStrongBinder()).isSameAs(kept);
        assertThat(parcel.hasBinders(8, 12)).isFalse();
        parcel.setDataPosition(12);
        assertThat(parcel.readLong()).isZero();
        assertThatThrownBy(() -> parcel.setDataSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeRoomWhenAsked() {
        parcel.setDataCapacity(1 << 20);
        assertThat(parcel.dataCapacity()).isGreaterThanOrEqualTo(1 << 20);
        int before = parcel.dataCapacity();
        parcel.writeByteArray(new byte[(1 << 20) - 4]);

        assertThat(parcel.dataCapacity()).isEqualTo(before);
    }

    @Test
    void shouldMarshallToBytesUnlessThereAreBinders() {
        parcel.writeString("kept");
        byte[] bytes = parcel.marshall();
        other.unmarshall(bytes, 0, bytes.length);

        assertThat(other.readString()).isEqualTo("kept");
        parcel.writeStrongBinder(new Binder());
        assertThatThrownBy(parcel::marshall).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSkipWhatIsUnknownAtTheEndOfASizedValue() {
        int begin = parcel.beginWriteSized();
        parcel.writeInt(1);
        parcel.writeString("of a later version");
        parcel.endWriteSized(begin);
        parcel.writeInt(9);
        parcel.setDataPosition(0);

        int outer = parcel.beginReadSized();
        assertThat(parcel.readInt()).isEqualTo(1);
        assertThat(parcel.hasNext()).isTrue();
        parcel.endReadSized(outer);
        assertThat(parcel.readInt()).isEqualTo(9);
    }

    @Test
    void shouldNotReadBeyondASizedValue() {
        int begin = parcel.beginWriteSized();
        parcel.writeInt(1);
        parcel.endWriteSized(begin);
        parcel.writeInt(9);
        parcel.setDataPosition(0);

        int outer = parcel.beginReadSized();
        assertThatThrownBy(parcel::readLong).isInstanceOf(BadParcelableException.class);
        assertThat(parcel.readInt()).isEqualTo(1);
        assertThat(parcel.hasNext()).isFalse();
        int missing = parcel.beginReadSized();
        assertThat(parcel.hasNext())
                .as("an empty one stands for what is missing")
                .isFalse();
        parcel.endReadSized(missing);
        parcel.endReadSized(outer);
        assertThat(parcel.readInt()).isEqualTo(9);
    }

    @Test
    void shouldRefuseSizesThatCannotBe() {
        for (int size : new int[] {Integer.MIN_VALUE, -1, 0, 3, 13, Integer.MAX_VALUE}) {
            parcel.setDataPosition(0);
            parcel.writeInt(size);
            parcel.writeLong(0);
            parcel.setDataPosition(0);
            assertThatThrownBy(parcel::beginReadSized)
                    .as("size=%d", size)
                    .isInstanceOf(BadParcelableException.class)
                    .hasMessageContaining("bytes=" + size);
        }
        assertThatThrownBy(() -> parcel.endReadSized(1 << 20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parcel.endWriteSized(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parcel.endWriteSized(parcel.dataPosition()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBeginAnewWhenReadingFailedInsideASizedValue() {
        int begin = parcel.beginWriteSized();
        parcel.endWriteSized(begin);
        parcel.writeInt(9);
        parcel.setDataPosition(0);
        int ignored = parcel.beginReadSized();
        assertThatThrownBy(parcel::readInt).isInstanceOf(BadParcelableException.class);

        parcel.setDataPosition(0);

        assertThat(parcel.dataSize()).isEqualTo(8);
        assertThat(ignored).isEqualTo(8);
    }

    @Test
    void shouldForgetWhatItHeldWhenItIsUsedAgain() {
        Parcel first = Parcel.obtain();
        first.writeInterfaceToken("some.Interface");
        first.writeStrongBinder(new Binder());
        first.markSensitive();
        first.writeException(new IllegalStateException("the first use failed"));
        first.setDataPosition(0);
        int ignored = first.beginReadSized();
        first.recycle();

        Parcel second = Parcel.obtain();
        assertThat(second).isSameAs(first);
        assertThat(second.dataSize()).isZero();
        assertThat(second.hasBinders()).isFalse();
        assertThat(second.isSensitive()).isFalse();
        assertThatThrownBy(() -> second.enforceInterface("some.Interface")).isInstanceOf(SecurityException.class);
        assertThatCode(second::readException).doesNotThrowAnyException();
        second.setDataSize(4); // refused while a sized value is being read
        second.recycle();
        assertThatThrownBy(second::recycle).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldFillASegmentInPlace() {
        MemorySegment place = parcel.writeSegmentInPlace(5);
        place.set(ValueLayout.JAVA_BYTE, 4, (byte) 7);
        parcel.setDataPosition(0);

        MemorySegment read = parcel.readSegment();

        assertThat(read).isNotNull();
        assertThat(read.byteSize()).isEqualTo(5);
        assertThat(read.get(ValueLayout.JAVA_BYTE, 4)).isEqualTo((byte) 7);
        assertThat(read.isReadOnly()).isTrue();
    }
}
