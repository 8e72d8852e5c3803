package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CallRingTest {
    private static final int CAPACITY = 1024;
    private static final long BASE = 192;
    private static final int LINE = RecordLayout.ALIGNMENT;

    private final MemorySegment memory = TestMemory.allocate(BASE + CAPACITY + LINE);
    private final CallRingWriter writer = new CallRingWriter(memory, BASE, CAPACITY);
    private final CallRingReader reader = new CallRingReader(memory.asReadOnly(), BASE, CAPACITY);

    @Test
    void shouldCarryEveryPayloadLengthAtEveryOffset() {
        Seed.run(random -> {
            for (int offset = 0; offset <= CAPACITY - 2 * LINE; offset += LINE) {
                for (int length = 0; length <= CAPACITY - offset - LINE - 8; length++) {
                    CallRingWriter writer = new CallRingWriter(memory.fill((byte) 0), BASE, CAPACITY);
                    CallRingReader reader = new CallRingReader(memory.asReadOnly(), BASE, CAPACITY);
                    if (offset > 0) {
                        openRecord(writer, reader, offset - 8);
                    }
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    long payload = writer.claim(length);
                    assertThat(payload).isEqualTo(BASE + offset + 8);
                    TestMemory.write(memory, payload, bytes);
                    assertThat(reader.pollAcquire()).isEqualTo(Status.EMPTY);
                    int sequence = writer.commit(length & 0xff, length);

                    long word = reader.pollAcquire();
                    assertThat(word).isEqualTo(RecordLayout.commitWord(sequence, length & 0xff, length));
                    reader.accept(word);
                    assertThat(TestMemory.holds(memory, reader.payload(), bytes))
                            .isTrue();
                }
            }
        });
    }

    @Test
    void shouldBeFullExactlyWhenTheRecordAndTheLineBehindItDoNotFit() {
        for (int offset = 0; offset <= CAPACITY - LINE; offset += LINE) {
            CallRingWriter writer = new CallRingWriter(memory, BASE, CAPACITY);
            if (offset > 0) {
                writer.claim(offset - 8);
                writer.commit(0, offset - 8);
                writer.push(offset - 8);
            }
            for (int length = 0; length <= CAPACITY + LINE; length++) {
                boolean fits = offset + RecordLayout.alignedLength(length) + LINE <= CAPACITY;
                assertThat(writer.room() >= length).isEqualTo(fits);
                assertThat(writer.claim(length) == Status.FULL).isEqualTo(!fits);
                writer.abort();
            }
            assertThat(writer.claim(Integer.MAX_VALUE)).isEqualTo(Status.FULL);
        }
    }

    @Test
    void shouldNotTouchMemoryOutsideTheRing() {
        memory.asSlice(0, BASE).fill((byte) 0x55);
        memory.asSlice(BASE + CAPACITY, LINE).fill((byte) 0x55);
        int length = writer.maxPayloadLength();
        long payload = writer.claim(length);
        memory.asSlice(payload, length).fill((byte) 0x11);
        writer.commit(1, length);
        writer.push(length);

        assertThat(writer.claim(0)).isEqualTo(Status.FULL);
        assertThat(writer.room()).isNegative();
        byte[] around = new byte[(int) BASE];
        Arrays.fill(around, (byte) 0x55);
        assertThat(TestMemory.holds(memory, 0, around)).isTrue();
        assertThat(TestMemory.holds(memory, BASE + CAPACITY, Arrays.copyOf(around, LINE)))
                .isTrue();
    }

    @Test
    void shouldNotTakeOldPayloadBehindAnOpenRecordForACommitWord() {
        // A long payload, every word of which passes for the commit word of record 3.
        int length = 4 * LINE;
        long payload = writer.claim(length);
        for (int at = 0; at < length; at += 8) {
            memory.set(ValueLayout.JAVA_LONG, payload + at, RecordLayout.commitWord(3, 1, 8));
        }
        writer.commit(1, length);
        reader.accept(reader.pollAcquire());

        openRecord(writer, reader, 8);

        assertThat(reader.expectedSequence()).isEqualTo(3);
        assertThat(reader.pollAcquire()).isEqualTo(Status.EMPTY);
    }

    @Test
    void shouldNotTakeAnAbortedClaimForARecord() {
        long payload = writer.claim(3 * LINE);
        for (int at = 0; at < 3 * LINE; at += 8) {
            memory.set(ValueLayout.JAVA_LONG, payload + at, RecordLayout.commitWord(2, 1, 8));
        }
        writer.abort();
        assertThat(reader.pollAcquire()).isEqualTo(Status.EMPTY);
        assertThat(writer.top()).isZero();

        openRecord(writer, reader, 8);

        assertThat(reader.expectedSequence()).isEqualTo(2);
        assertThat(reader.pollAcquire()).isEqualTo(Status.EMPTY);
    }

    @Test
    void shouldLeaveTheLineBehindARecordAloneWhenItIsClear() {
        writer.claim(8);
        MemorySegment behind = memory.asSlice(BASE + LINE, LINE);
        behind.set(ValueLayout.JAVA_LONG, 8, 7L);
        writer.commit(1, 8);

        assertThat(behind.get(ValueLayout.JAVA_LONG, 0)).isZero();
        assertThat(behind.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(7);
    }

    @Test
    void shouldCallTheLineOfTheNextRecordAndNoOther() {
        memory.fill((byte) 0xff);
        memory.asSlice(BASE, CAPACITY).fill((byte) 0);
        writer.claim(8);
        writer.commit(1, 8);
        writer.push(8);
        memory.asSlice(BASE).fill((byte) 0x55);

        writer.prefetch();

        assertThat(memory.get(ValueLayout.JAVA_LONG, BASE + LINE + 8)).isZero();
        memory.set(ValueLayout.JAVA_LONG, BASE + LINE + 8, 0x5555_5555_5555_5555L);
        assertThat(memory.asSlice(BASE)
                        .mismatch(TestMemory.allocate(CAPACITY + LINE).fill((byte) 0x55)))
                .as("first byte that changed elsewhere")
                .isEqualTo(-1);
    }

    @Test
    void shouldNotPrefetchWhereNoRecordFits() {
        int length = CAPACITY - LINE - 8;
        writer.claim(length);
        writer.commit(1, length);
        writer.push(length);
        MemorySegment before = TestMemory.allocate(memory.byteSize()).copyFrom(memory);

        writer.prefetch();

        assertThat(memory.mismatch(before)).isEqualTo(-1);
    }

    @Test
    void shouldKeepWhatWasWrittenWhenItIsClaimedAgain() {
        int length = CAPACITY - LINE - 8;
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x55);
        long payload = writer.claim(length);
        TestMemory.write(memory, payload, bytes);
        writer.abort();

        assertThat(writer.claim(length)).isEqualTo(payload);
        int ignored = writer.commit(1, length);

        reader.accept(reader.pollAcquire());
        assertThat(TestMemory.holds(memory, reader.payload(), bytes)).isTrue();
    }

    @Test
    void shouldPublishLessThanWasClaimed() {
        writer.claim(500);
        writer.commit(9, 3);

        long word = reader.pollAcquire();
        assertThat(RecordLayout.length(word)).isEqualTo(3);
        assertThat(RecordLayout.kind(word)).isEqualTo(9);
    }

    @Test
    void shouldSkipSequenceZeroOnBothSidesWhenItWraps() {
        CallRingWriter writer = new CallRingWriter(memory, BASE, CAPACITY, -3);
        CallRingReader reader = new CallRingReader(memory, BASE, CAPACITY, -3);
        for (int expected : new int[] {-2, -1, 1, 2}) {
            writer.claim(0);
            assertThat(writer.commit(0, 0)).isEqualTo(expected);
            assertThat(reader.expectedSequence()).isEqualTo(expected);
            assertThat(memory.get(ValueLayout.JAVA_INT, reader.futexOffset())).isEqualTo(expected);
            reader.accept(reader.pollAcquire());
        }
    }

    @Test
    void shouldKeepTheFutexWordWhereTheSequenceWillAppear() {
        openRecord(writer, reader, 100);
        assertThat(reader.futexOffset()).isEqualTo(BASE + 128);
        assertThat(memory.get(ValueLayout.JAVA_INT, reader.futexOffset())).isNotEqualTo(reader.expectedSequence());

        writer.claim(0);
        int sequence = writer.commit(0, 0);

        assertThat(sequence).isEqualTo(reader.expectedSequence());
        assertThat(memory.get(ValueLayout.JAVA_INT, reader.futexOffset())).isEqualTo(sequence);
    }

    @Test
    void shouldRejectALengthThatDoesNotFit() {
        for (int offset = 0; offset < CAPACITY - 2 * LINE; offset += LINE) {
            MemorySegment memory = TestMemory.allocate(CAPACITY);
            CallRingWriter writer = new CallRingWriter(memory, 0, CAPACITY);
            CallRingReader reader = new CallRingReader(memory, 0, CAPACITY);
            if (offset > 0) {
                openRecord(writer, reader, offset - 8);
            }
            int most = CAPACITY - offset - LINE - 8;
            for (int length : new int[] {most + 1, CAPACITY, RecordLayout.MAX_PAYLOAD_LENGTH}) {
                int sequence = reader.expectedSequence();
                memory.set(ValueLayout.JAVA_LONG, offset, RecordLayout.commitWord(sequence, 1, length));
                long word = reader.pollAcquire();
                assertThatThrownBy(() -> reader.accept(word))
                        .isInstanceOf(RingViolationException.class)
                        .hasMessageContaining("length=" + length)
                        .hasMessageContaining("offset=" + offset);
                assertThat(reader.expectedSequence()).isEqualTo(sequence);
            }
            memory.set(ValueLayout.JAVA_LONG, offset, RecordLayout.commitWord(reader.expectedSequence(), 1, most));
            reader.accept(reader.pollAcquire());
        }
    }

    @Test
    void shouldSeeNothingButTheSequenceThatItExpects() {
        Seed.run(random -> {
            for (int i = 0; i < 10_000; i++) {
                int sequence = random.nextInt();
                memory.set(ValueLayout.JAVA_LONG, BASE, RecordLayout.commitWord(sequence, 3, 40));
                assertThat(reader.pollAcquire() != Status.EMPTY).isEqualTo(sequence == 1);
            }
        });
        assertThatThrownBy(() -> reader.accept(RecordLayout.commitWord(2, 3, 40)))
                .isInstanceOf(RingViolationException.class)
                .hasMessageContaining("sequence=2 expectedSequence=1");
    }

    @Test
    void shouldRefuseMisuseOfTheWriter() {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.claim(-1)).withMessageContaining("-1");
        assertThatIllegalStateException().isThrownBy(() -> writer.commit(0, 0));
        writer.claim(10);
        assertThatIllegalStateException().isThrownBy(() -> writer.claim(1)).withMessageContaining("claimed=10");
        assertThatIllegalStateException().isThrownBy(() -> writer.popTo(0));
        assertThatIllegalStateException().isThrownBy(writer::prefetch).withMessageContaining("claimed=10");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(0, 11));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(256, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(-1, 10));
        assertThat(reader.pollAcquire()).isEqualTo(Status.EMPTY);
        writer.commit(255, 10);
        assertThat(reader.pollAcquire()).isNotEqualTo(Status.EMPTY);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.push(CAPACITY - LINE - 7));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.push(-1));
        writer.push(10);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.popTo(2 * LINE));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.popTo(8));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.popTo(-LINE));
        assertThat(writer.top()).isEqualTo(LINE);
    }

    @Test
    void shouldRefuseMisuseOfTheReader() {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.push(CAPACITY - LINE - 7));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.push(-1));
        reader.push(CAPACITY - LINE - 8);
        assertThat(reader.top()).isEqualTo(CAPACITY - LINE);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.push(0));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.popTo(CAPACITY));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.popTo(1));
    }

    @Test
    void shouldRefuseMemoryThatCannotHoldARing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRingWriter(memory, BASE, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRingWriter(memory, BASE, 1000));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRingWriter(memory, BASE, 1 << 25));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallRingReader(memory, BASE + 8, CAPACITY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CallRingReader(MemorySegment.ofArray(new long[CAPACITY]), 0, CAPACITY));
        assertThatThrownBy(() -> new CallRingReader(memory, BASE + 2 * LINE, CAPACITY))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void openRecord(CallRingWriter writer, CallRingReader reader, int length) {
        writer.claim(length);
        writer.commit(1, length);
        writer.push(length);
        reader.accept(reader.pollAcquire());
        reader.push(length);
    }
}
