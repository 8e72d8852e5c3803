package io.bindery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values that are put at their places, and read from there. */
class ParcelInPlaceTest {
    private final Parcel parcel = Parcel.obtain();

    @AfterEach
    void recycle() {
        parcel.recycle();
    }

    @Test
    void shouldPutWhatTheWriteMethodsWrite() {
        int at = parcel.writeInplace(28);
        parcel.putBoolean(at, true);
        parcel.putInt(at + 4, Integer.MIN_VALUE);
        parcel.putLong(at + 8, Long.MAX_VALUE);
        parcel.putFloat(at + 16, Float.MIN_VALUE);
        parcel.putDouble(at + 20, -0.0);
        Parcel written = Parcel.obtain();
        written.writeBoolean(true);
        written.writeInt(Integer.MIN_VALUE);
        written.writeLong(Long.MAX_VALUE);
        written.writeFloat(Float.MIN_VALUE);
        written.writeDouble(-0.0);

        assertThat(parcel.marshall()).isEqualTo(written.marshall());
        written.recycle();
    }

    @Test
    void shouldGetWhatTheReadMethodsRead() {
        parcel.writeInt(7);
        parcel.writeBoolean(true);
        parcel.writeInt(-3);
        parcel.writeLong(Long.MIN_VALUE);
        parcel.writeFloat(1.5f);
        parcel.writeDouble(Double.MAX_VALUE);
        parcel.setDataPosition(0);

        assertThat(parcel.readInt()).isEqualTo(7);
        int at = parcel.readInplace(28);
        assertThat(at).isEqualTo(4);
        assertThat(parcel.getBoolean(at)).isTrue();
        assertThat(parcel.getInt(at + 4)).isEqualTo(-3);
        assertThat(parcel.getLong(at + 8)).isEqualTo(Long.MIN_VALUE);
        assertThat(parcel.getFloat(at + 16)).isEqualTo(1.5f);
        assertThat(parcel.getDouble(at + 20)).isEqualTo(Double.MAX_VALUE);
        parcel.enforceNoDataAvail();
    }

    @Test
    void shouldZeroTheRoomInAPrivateBuffer() {
        parcel.writeLong(-1);
        parcel.setDataPosition(0);
        parcel.setDataSize(0);

        int at = parcel.writeInplace(8);
        parcel.setDataPosition(0);

        assertThat(parcel.getLong(at)).isZero();
    }

    @Test
    void shouldGrowForTheRoomAndKeepWhatWasWritten() {
        parcel.writeLong(42);
        int bytes = 1 << 20;
        int at = parcel.writeInplace(bytes);
        parcel.putLong(at + bytes - 8, 43);
        parcel.writeInt(44);

        assertThat(parcel.dataSize()).isEqualTo(8 + bytes + 4);
        parcel.setDataPosition(0);
        assertThat(parcel.readLong()).isEqualTo(42);
        assertThat(parcel.getLong(parcel.readInplace(bytes) + bytes - 8)).isEqualTo(43);
        assertThat(parcel.readInt()).isEqualTo(44);
    }

    @Test
    void shouldKeepItsSizeWhenAnEarlierValueIsWrittenAgain() {
        parcel.writeLong(1);
        parcel.writeLong(2);
        parcel.setDataPosition(0);
        parcel.writeInt(3);

        assertThat(parcel.dataSize()).isEqualTo(16);
        assertThat(parcel.dataAvail()).isEqualTo(12);
        assertThat(parcel.hasNext()).isTrue();
        parcel.setDataPosition(8);
        assertThat(parcel.readLong()).isEqualTo(2);
    }

    @Test
    void shouldHaveNothingToReadBehindWhatWasJustWritten() {
        parcel.writeLong(1);

        assertThat(parcel.dataAvail()).isZero();
        assertThat(parcel.hasNext()).isFalse();
        parcel.enforceNoDataAvail();
        assertThatThrownBy(parcel::readInt).isInstanceOf(BadParcelableException.class);
        assertThatThrownBy(parcel::beginReadSized).isInstanceOf(BadParcelableException.class);
        assertThat(parcel.dataPosition()).isEqualTo(8);
    }

    @Test
    void shouldRefuseAPlaceOutsideTheRoom() {
        int at = parcel.writeInplace(8);
        assertThatThrownBy(() -> parcel.putInt(-4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parcel.putLong(at + 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position=4")
                .hasMessageContaining("size=8");
        assertThat(parcel.dataCapacity()).isGreaterThan(16); // so it is the room that counts, not the memory
        assertThatThrownBy(() -> parcel.putDouble(Integer.MAX_VALUE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parcel.writeInplace(-4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parcel.writeInplace(6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=6");
        assertThatThrownBy(() -> parcel.readInplace(-4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToReadBehindTheEnd() {
        parcel.writeLong(2);
        parcel.setDataPosition(0);

        assertThatThrownBy(() -> parcel.readInplace(12)).isInstanceOf(BadParcelableException.class);
        assertThatThrownBy(() -> parcel.getLong(4)).isInstanceOf(BadParcelableException.class);
        assertThatThrownBy(() -> parcel.getInt(-1)).isInstanceOf(BadParcelableException.class);
        assertThatThrownBy(() -> parcel.getBoolean(0))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("value=2");
    }
}
