package io.bindery;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views of a parcel's bytes, and their end. */
class ParcelSegmentTest {
    @ParameterizedTest
    @ValueSource(ints = {130 << 10, 1 << 20})
    void shouldThrowWhereALargeParcelIsTouchedAfterItsEnd(int length) {
        Parcel parcel = Parcel.obtain();
        parcel.writeSegment(MemorySegment.ofArray(new byte[length]));
        parcel.setDataPosition(0);
        MemorySegment view = parcel.readSegment();
        assertThat(view).isNotNull();
        assertThat(view.byteSize()).isEqualTo(length);
        assertThat(view.get(JAVA_BYTE, length - 1)).isZero();

        parcel.recycle();

        assertThatThrownBy(() -> view.get(JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldShowAViewToOtherThreadsAndKeepItWhileTheParcelGrows() throws InterruptedException {
        Parcel parcel = Parcel.obtain();
        byte[] bytes = new byte[200 << 10];
        bytes[7] = 7;
        parcel.writeSegment(MemorySegment.ofArray(bytes));
        parcel.setDataPosition(0);
        MemorySegment view = parcel.readSegment();
        parcel.writeByteArray(new byte[1 << 20]);
        byte[] seen = new byte[1];

        Thread other = Thread.ofPlatform().start(() -> seen[0] = view.get(JAVA_BYTE, 7));
        other.join();

        assertThat(seen[0]).isEqualTo((byte) 7);
        parcel.recycle();
        assertThatThrownBy(() -> view.get(JAVA_BYTE, 7)).isInstanceOf(IllegalStateException.class);
    }
}
