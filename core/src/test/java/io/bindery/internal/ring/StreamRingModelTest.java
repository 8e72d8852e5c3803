package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Claims, commits, aborts, polls and publishes at random, against two queues on the heap: what was committed and not
 * read, and what was read and not given back. Both must stay intact in the ring.
 */
class StreamRingModelTest {
    @Test
    void shouldQueueRecordsOverManyLapsAsTheModelDoes() {
        Seed.run(random -> {
            for (int run = 0; run < 40; run++) {
                int capacity = 4096 << random.nextInt(3);
                try (DoubledMemory doubled = DoubledMemory.map(capacity)) {
                    new Model(random, doubled.segment(), capacity, startPosition(random)).run(10_000);
                }
            }
        });
    }

    /** Zero, or a little before the 32-bit sequence wraps, or anywhere. */
    private static long startPosition(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> (1L << 38) - 64L * random.nextInt(1000);
            default -> 64L * random.nextLong(1L << 56);
        };
    }

    private record Committed(long position, int kind, byte[] bytes) {}

    private static final class Model {
        private final RandomGenerator random;
        private final MemorySegment memory;
        private final int capacity;
        private final StreamRingWriter writer;
        private final StreamRingReader reader;
        private final Deque<Committed> unread = new ArrayDeque<>();
        private final Deque<Committed> unpublished = new ArrayDeque<>();
        private long tail;
        private long position;
        private long head;

        Model(RandomGenerator random, MemorySegment memory, int capacity, long start) {
            this.random = random;
            this.memory = memory;
            this.capacity = capacity;
            MemorySegment control = TestMemory.allocate(64);
            control.set(ValueLayout.JAVA_LONG, 0, start);
            writer = new StreamRingWriter(memory, 0, capacity, control.asReadOnly(), 0, start);
            reader = new StreamRingReader(memory.asReadOnly(), 0, capacity, control, 0, start);
            tail = start;
            position = start;
            head = start;
        }

        void run(int steps) {
            int writeShare = 1;
            for (int step = 0; step < steps; step++) {
                if (step % 100 == 0) {
                    writeShare = random.nextInt(1, 10);
                }
                if (random.nextInt(10) < writeShare) {
                    write();
                } else {
                    read();
                }
                if (random.nextInt(8) == 0) {
                    publish();
                }
                checkAll();
            }
        }

        private void write() {
            int claimed = random.nextInt(random.nextInt(4) == 0 ? capacity / 4 + 1 : 200);
            long needed = RecordLayout.alignedLength(claimed) + RecordLayout.ALIGNMENT;
            long payload = writer.claim(claimed);
            if (tail + needed - head > capacity) {
                assertThat(payload).isEqualTo(Status.FULL);
                return;
            }
            assertThat(payload).isEqualTo(tail % capacity + RecordLayout.HEADER_LENGTH);
            byte[] bytes = TestMemory.treacherousBytes(random, claimed, RecordLayout.streamSequence(tail));
            TestMemory.write(memory, payload, bytes);
            if (random.nextInt(8) == 0) {
                writer.abort();
                return;
            }
            int length = random.nextBoolean() ? claimed : random.nextInt(claimed + 1);
            int kind = random.nextInt(256);
            writer.commit(kind, length);
            unread.add(new Committed(tail, kind, Arrays.copyOf(bytes, length)));
            tail += RecordLayout.alignedLength(length);
            assertThat(writer.tail()).isEqualTo(tail);
        }

        private void read() {
            long word = reader.poll();
            Committed next = unread.poll();
            if (next == null) {
                assertThat(word).isEqualTo(Status.EMPTY);
                return;
            }
            int length = next.bytes.length;
            assertThat(word)
                    .isEqualTo(RecordLayout.commitWord(RecordLayout.streamSequence(next.position), next.kind, length));
            reader.accept(word);
            assertThat(reader.payload()).isEqualTo(next.position % capacity + RecordLayout.HEADER_LENGTH);
            reader.advance(length);
            position += RecordLayout.alignedLength(length);
            assertThat(reader.position()).isEqualTo(position);
            unpublished.add(next);
        }

        /** Gives back all that was read, or only its first records. */
        private void publish() {
            int count = random.nextInt(unpublished.size() + 1);
            for (int i = 0; i < count; i++) {
                Committed passed = unpublished.remove();
                head = passed.position + RecordLayout.alignedLength(passed.bytes.length);
            }
            assertThat(reader.shouldPublish()).isEqualTo(reader.position() - reader.published() >= capacity / 4);
            reader.publishHead(head);
            assertThat(reader.published()).isEqualTo(head);
        }

        private void checkAll() {
            check(unpublished);
            check(unread);
            assertThat(memory.get(ValueLayout.JAVA_LONG, tail % capacity)).isZero();
        }

        private void check(Deque<Committed> records) {
            for (Committed record : records) {
                long payload = record.position % capacity + RecordLayout.HEADER_LENGTH;
                if (!TestMemory.holds(memory, payload, record.bytes)) {
                    throw new AssertionError("overwritten: position=" + record.position + " head=" + head + " tail="
                            + tail + " capacity=" + capacity);
                }
            }
        }
    }
}
