package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StreamRingTest {
    private static final int CAPACITY = 4096;
    private static final int LINE = RecordLayout.ALIGNMENT;
    private static final int LONGEST = CAPACITY / 4;
    private static final long HEAD = 64;

    @AutoClose
    private final DoubledMemory doubled = DoubledMemory.map(CAPACITY);

    private final MemorySegment memory = doubled.segment();
    private final MemorySegment control = TestMemory.allocate(2 * LINE);
    private StreamRingWriter writer = writerAt(0);
    private StreamRingReader reader = readerAt(0);

    @Test
    void shouldCarryEveryPayloadLengthAtEveryOffset() {
        Seed.run(random -> {
            for (int offset = 0; offset < CAPACITY; offset += LINE) {
                for (int length = 0; length <= LONGEST; length++) {
                    memory.asSlice(0, CAPACITY).fill((byte) 0);
                    long start = 7L * CAPACITY + offset;
                    startAt(start);
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);

                    long payload = writer.claim(length);
                    assertThat(payload).isEqualTo(offset + 8);
                    TestMemory.write(memory, payload, bytes);
                    assertThat(reader.poll()).isEqualTo(Status.EMPTY);
                    writer.commit(length & 0xff, length);

                    long word = reader.poll();
                    assertThat(RecordLayout.length(word)).isEqualTo(length);
                    assertThat(RecordLayout.kind(word)).isEqualTo(length & 0xff);
                    reader.accept(word);
                    assertThat(TestMemory.holds(memory, reader.payload(), bytes))
                            .isTrue();
                    reader.advance(length);
                    assertThat(reader.position())
                            .isEqualTo(writer.tail())
                            .isEqualTo(start + RecordLayout.alignedLength(length));
                    assertThat(reader.poll()).isEqualTo(Status.EMPTY);
                }
            }
        });
    }

    @Test
    void shouldBeFullExactlyWhenTheRecordAndTheLineBehindItWouldReachTheHead() {
        for (int used = 0; used <= CAPACITY - LINE; used += LINE) {
            startAt(5L * CAPACITY);
            for (int i = 0; i < used; i += LINE) {
                assertThat(writer.claim(0)).isNotEqualTo(Status.FULL);
                writer.commit(0, 0);
            }
            for (int length = 0; length <= LONGEST; length++) {
                boolean fits = used + RecordLayout.alignedLength(length) + LINE <= CAPACITY;
                assertThat(writer.claim(length) == Status.FULL).isEqualTo(!fits);
                writer.abort();
            }
        }
    }

    @Test
    void shouldFindRoomAgainOnceTheReaderHasPublishedItsHead() {
        while (writer.claim(LINE) != Status.FULL) {
            writer.commit(0, LINE);
        }
        long full = writer.tail();
        assertThat(writer.cachedHead()).isZero();
        pass(reader);
        pass(reader);
        assertThat(writer.claim(LINE)).isEqualTo(Status.FULL);

        reader.publishHead(reader.position());

        assertThat(writer.claim(LINE)).isEqualTo((full + 8) % CAPACITY);
        assertThat(writer.cachedHead()).isEqualTo(4 * LINE).isEqualTo(reader.published());
        assertThat(control.get(ValueLayout.JAVA_LONG, HEAD)).isEqualTo(4 * LINE);
    }

    @Test
    void shouldNotLookAtTheHeadWhileThereIsRoom() {
        control.set(ValueLayout.JAVA_LONG, HEAD, -1L);
        for (int i = 0; i < CAPACITY / LINE - 1; i++) {
            assertThat(writer.claim(0)).isNotEqualTo(Status.FULL);
            writer.commit(0, 0);
        }
        assertThatThrownBy(() -> writer.claim(0)).isInstanceOf(RingViolationException.class);
    }

    @Test
    void shouldAskToPublishAfterAQuarterOfTheCapacity() {
        for (int i = 1; i <= LONGEST / LINE; i++) {
            assertThat(reader.shouldPublish()).isFalse();
            writer.claim(0);
            writer.commit(0, 0);
            pass(reader);
        }
        assertThat(reader.shouldPublish()).isTrue();
        reader.publishHead(reader.position());
        assertThat(reader.shouldPublish()).isFalse();
    }

    @Test
    void shouldAlwaysHaveRoomForTheLongestRecordWhenAReaderPublishesAsItIsAsked() {
        Seed.run(random -> {
            for (int i = 0; i < 20_000; i++) {
                int length = random.nextInt(LONGEST + 1);
                assertThat(writer.claim(length)).isNotEqualTo(Status.FULL);
                writer.commit(0, length);
                pass(reader);
                if (reader.shouldPublish()) {
                    reader.publishHead(reader.position());
                }
                assertThat(writer.claim(LONGEST)).isNotEqualTo(Status.FULL);
                writer.abort();
            }
        });
    }

    @Test
    void shouldNotTakeAnAbortedClaimForARecord() {
        long payload = writer.claim(4 * LINE);
        for (int at = 0; at < 4 * LINE; at += 8) {
            memory.set(ValueLayout.JAVA_LONG, payload + at, RecordLayout.commitWord(2, 1, 8));
        }
        writer.abort();
        assertThat(reader.poll()).isEqualTo(Status.EMPTY);
        assertThat(writer.tail()).isZero();

        writer.claim(8);
        writer.commit(1, 8);
        pass(reader);

        assertThat(reader.poll()).isEqualTo(Status.EMPTY);
    }

    @Test
    void shouldWrapTheSequenceWithoutEverUsingZero() {
        startAt((1L << 38) - 3 * LINE);
        for (int expected : new int[] {-2, -1, 1, 1, 2}) {
            writer.claim(1);
            writer.commit(3, 1);
            assertThat(RecordLayout.sequence(reader.poll())).isEqualTo(expected);
            pass(reader);
        }
    }

    @Test
    void shouldRejectEveryWordThatIsNotOfItsPosition() {
        startAt(3L * CAPACITY);
        int sequence = 3 * CAPACITY / LINE + 1;
        for (int wrong : new int[] {0, 1, sequence - CAPACITY / LINE, sequence - 1, sequence + 1, -1}) {
            memory.set(ValueLayout.JAVA_LONG, 0, RecordLayout.commitWord(wrong, 1, 8));
            assertThatThrownBy(() -> reader.poll())
                    .isInstanceOf(RingViolationException.class)
                    .hasMessageContaining("position=" + 3L * CAPACITY)
                    .hasMessageContaining("sequence=" + Integer.toUnsignedString(wrong));
        }
        assertThatThrownBy(() -> reader.accept(RecordLayout.commitWord(sequence + 1, 1, 8)))
                .isInstanceOf(RingViolationException.class);
        memory.set(ValueLayout.JAVA_LONG, 0, RecordLayout.commitWord(sequence, 1, 8));
        reader.accept(reader.poll());
    }

    @Test
    void shouldRejectALengthAboveAQuarterOfTheCapacity() {
        for (int length : new int[] {LONGEST + 1, CAPACITY, RecordLayout.MAX_PAYLOAD_LENGTH}) {
            memory.set(ValueLayout.JAVA_LONG, 0, RecordLayout.commitWord(1, 1, length));
            long word = reader.poll();
            assertThatThrownBy(() -> reader.accept(word))
                    .isInstanceOf(RingViolationException.class)
                    .hasMessageContaining("length=" + length);
        }
        memory.set(ValueLayout.JAVA_LONG, 0, RecordLayout.commitWord(1, 1, LONGEST));
        reader.accept(reader.poll());
        assertThat(reader.position()).isZero();
    }

    @Test
    void shouldRejectAnImpossibleHead() {
        startAt(4L * CAPACITY);
        while (writer.claim(LINE) != Status.FULL) {
            writer.commit(0, LINE);
        }
        long head = 4L * CAPACITY + 2 * LINE;
        control.set(ValueLayout.JAVA_LONG, HEAD, head);
        assertThat(writer.claim(LINE)).isNotEqualTo(Status.FULL);
        writer.abort();
        long tail = writer.tail();
        long[] heads = {head - LINE, 0, -LINE, Long.MIN_VALUE, tail + LINE, Long.MAX_VALUE - 63, head + 8, head + 1};
        for (long wrong : heads) {
            control.set(ValueLayout.JAVA_LONG, HEAD, wrong);
            assertThatThrownBy(() -> writer.claim(LONGEST))
                    .isInstanceOf(RingViolationException.class)
                    .hasMessageContaining("head=" + wrong)
                    .hasMessageContaining("tail=" + tail);
            assertThat(writer.cachedHead()).isEqualTo(head);
        }
        control.set(ValueLayout.JAVA_LONG, HEAD, tail);
        assertThat(writer.claim(LONGEST)).isNotEqualTo(Status.FULL);
    }

    @Test
    void shouldStayInsideTheRingWhateverThePeerWrites() {
        Seed.run(random -> {
            int accepted = 0;
            for (int i = 0; i < 50_000; i++) {
                long position = (long) LINE * random.nextInt(1 << 20);
                startAt(position);
                int sequence = random.nextBoolean() ? random.nextInt() : RecordLayout.streamSequence(position);
                long word = (long) random.nextInt() << 32 & (random.nextBoolean() ? -1L : ~(0xff_f800L << 32))
                        | Integer.toUnsignedLong(sequence);
                memory.set(ValueLayout.JAVA_LONG, position % CAPACITY, word);
                try {
                    long polled = reader.poll();
                    reader.accept(polled);
                    int length = RecordLayout.length(polled);
                    assertThat(reader.payload()).isEqualTo(position % CAPACITY + 8);
                    assertThat(length).isBetween(0, LONGEST);
                    reader.advance(length);
                    accepted++;
                } catch (RingViolationException expected) {
                    assertThat(reader.position()).isEqualTo(position);
                }
            }
            assertThat(accepted).isPositive();
        });
    }

    @Test
    void shouldRefuseMisuse() {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.claim(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.claim(LONGEST + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.claim(Integer.MAX_VALUE));
        assertThatIllegalStateException().isThrownBy(() -> writer.commit(0, 0));
        writer.claim(10);
        assertThatIllegalStateException().isThrownBy(() -> writer.claim(1)).withMessageContaining("claimed=10");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(0, 11));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(256, 10));
        assertThat(writer.tail()).isZero();
        writer.commit(0, 10);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.advance(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.advance(LONGEST + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.publishHead(LINE));
        pass(reader);
        reader.publishHead(LINE);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.publishHead(0));
    }

    @Test
    void shouldRefuseMemoryThatCannotHoldARing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamRingWriter(memory, 0, 128, control, HEAD));
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamRingWriter(memory, 0, 3 * 1024, control, HEAD));
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamRingWriter(memory, 0, 1 << 26, control, HEAD));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamRingReader(memory, 8, CAPACITY / 2, control, HEAD));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamRingReader(memory, 0, CAPACITY, control, HEAD + 4));
        assertThatThrownBy(() -> new StreamRingReader(memory, LINE, CAPACITY, control, HEAD))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new StreamRingReader(memory, 0, CAPACITY, control, 2 * LINE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void startAt(long position) {
        control.set(ValueLayout.JAVA_LONG, HEAD, position);
        writer = writerAt(position);
        reader = readerAt(position);
    }

    private StreamRingWriter writerAt(long position) {
        return new StreamRingWriter(memory, 0, CAPACITY, control.asReadOnly(), HEAD, position);
    }

    private StreamRingReader readerAt(long position) {
        return new StreamRingReader(memory.asReadOnly(), 0, CAPACITY, control, HEAD, position);
    }

    private static void pass(StreamRingReader reader) {
        long word = reader.poll();
        assertThat(word).isNotEqualTo(Status.EMPTY);
        reader.accept(word);
        reader.advance(RecordLayout.length(word));
    }
}
