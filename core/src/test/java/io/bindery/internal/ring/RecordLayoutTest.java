package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordLayoutTest {
    @Test
    void shouldPinTheBitsOfTheCommitWord() {
        assertThat(RecordLayout.commitWord(0x0403_0201, 0x08, 0x07_0605)).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(RecordLayout.commitWord(-1, 0xff, 0xff_ffff)).isEqualTo(-1L);
        assertThat(RecordLayout.commitWord(1, 0, 0)).isEqualTo(1L);
        assertThat(RecordLayout.HEADER_LENGTH).isEqualTo(8);
        assertThat(RecordLayout.ALIGNMENT).isEqualTo(64);
        assertThat(RecordLayout.MAX_PAYLOAD_LENGTH).isEqualTo((1 << 24) - 1);
        assertThat(RecordLayout.MAX_KIND).isEqualTo(255);
    }

    @Test
    void shouldReadBackWhatItPutsIntoACommitWord() {
        Seed.run(random -> {
            for (int i = 0; i < 10_000; i++) {
                int sequence = random.nextInt();
                int kind = random.nextInt(RecordLayout.MAX_KIND + 1);
                int length = random.nextInt(RecordLayout.MAX_PAYLOAD_LENGTH + 1);
                long word = RecordLayout.commitWord(sequence, kind, length);
                assertThat(RecordLayout.sequence(word)).isEqualTo(sequence);
                assertThat(RecordLayout.kind(word)).isEqualTo(kind);
                assertThat(RecordLayout.length(word)).isEqualTo(length);
            }
        });
    }

    @Test
    void shouldRoundRecordsUpToWholeLines() {
        assertThat(RecordLayout.alignedLength(0)).isEqualTo(64);
        assertThat(RecordLayout.alignedLength(56)).isEqualTo(64);
        assertThat(RecordLayout.alignedLength(57)).isEqualTo(128);
        for (int length = 0; length < 4096; length++) {
            int aligned = RecordLayout.alignedLength(length);
            assertThat(aligned % 64).isZero();
            assertThat(aligned).isBetween(length + 8, length + 8 + 63);
        }
    }

    @Test
    void shouldSkipZeroWhenTheSequenceWraps() {
        assertThat(RecordLayout.nextSequence(0)).isEqualTo(1);
        assertThat(RecordLayout.nextSequence(Integer.MAX_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(RecordLayout.nextSequence(-1)).isEqualTo(1);
    }

    @Test
    void shouldGiveEachPlaceOfAStreamASequenceThatIsNotZero() {
        assertThat(RecordLayout.streamSequence(0)).isEqualTo(1);
        assertThat(RecordLayout.streamSequence(64)).isEqualTo(2);
        assertThat(RecordLayout.streamSequence((1L << 38) - 128)).isEqualTo(-1);
        assertThat(RecordLayout.streamSequence((1L << 38) - 64)).isEqualTo(1);
        assertThat(RecordLayout.streamSequence(1L << 38)).isEqualTo(1);
        assertThat(RecordLayout.streamSequence((1L << 38) + 64)).isEqualTo(2);
    }
}
