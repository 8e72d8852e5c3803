package io.bindery.stress;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.Status;
import io.bindery.internal.ring.StreamRingReader;
import io.bindery.internal.ring.StreamRingWriter;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * What the two ends of a stream ring see of each other. No record here crosses the end of the ring, so that memory will
 * do that is not really mapped twice.
 */
public class StreamRingStress {
    private StreamRingStress() {}

    /**
     * The lap before has left long payloads, and they look like the commit words of this lap. The reader follows the
     * writer closely.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing committed yet.")
    @Outcome(id = "1, 11", expect = ACCEPTABLE, desc = "The first record, and zero behind it.")
    @Outcome(id = "2, 23", expect = ACCEPTABLE, desc = "Both records.")
    @Outcome(expect = FORBIDDEN, desc = "Remains of the lap before were taken for a record.")
    @State
    public static class NextWordIsZero {
        private static final int CAPACITY = 512;

        private final MemorySegment memory = StressMemory.allocate(2 * CAPACITY);
        private final MemorySegment control = StressMemory.allocate(Long.BYTES);
        private final StreamRingWriter writer = new StreamRingWriter(memory, 0, CAPACITY, control, 0);
        private final StreamRingReader reader = new StreamRingReader(memory.asReadOnly(), 0, CAPACITY, control, 0);

        public NextWordIsZero() {
            while (writer.tail() < CAPACITY) {
                long payload = writer.claim(120);
                // Where the second line of this record begins, the next lap has a record with this sequence.
                int sequence = (int) (writer.tail() + CAPACITY) / 64 + 2;
                for (int at = 0; at < 120; at += 8) {
                    memory.set(JAVA_LONG, payload + at, RecordLayout.commitWord(sequence, 1, 8));
                }
                writer.commit(1, 120);
                reader.accept(reader.poll());
                reader.advance(120);
                reader.publishHead(reader.position());
            }
        }

        @Actor
        public void write() {
            send(11);
            send(12);
        }

        @Actor
        public void read(JJ_Result result) {
            for (long word = reader.poll(); word != Status.EMPTY; word = reader.poll()) {
                reader.accept(word);
                result.r1++;
                result.r2 += memory.get(JAVA_LONG, reader.payload());
                reader.advance(RecordLayout.length(word));
            }
        }

        private void send(long value) {
            memory.set(JAVA_LONG, writer.claim(8), value);
            writer.commit(1, 8);
        }
    }

    /** The ring is full. The writer overwrites what the reader gives back, and zeroes the word behind. */
    @JCStressTest
    @Outcome(id = "12, 0", expect = ACCEPTABLE, desc = "No room yet.")
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "Room for one record.")
    @Outcome(id = "12, 2", expect = ACCEPTABLE, desc = "Room for two.")
    @Outcome(expect = FORBIDDEN, desc = "A record was overwritten while it was being read.")
    @State
    public static class Room {
        private static final int CAPACITY = 256;

        private final MemorySegment memory = StressMemory.allocate(2 * CAPACITY);
        private final MemorySegment control = StressMemory.allocate(Long.BYTES);
        private final StreamRingWriter writer = new StreamRingWriter(memory, 0, CAPACITY, control.asReadOnly(), 0);
        private final StreamRingReader reader = new StreamRingReader(memory.asReadOnly(), 0, CAPACITY, control, 0);

        public Room() {
            for (int value = 1; value <= 3; value++) {
                memory.set(JAVA_LONG, writer.claim(8), value);
                writer.commit(1, 8);
            }
        }

        @Actor
        public void write(JI_Result result) {
            for (int i = 0; i < 2; i++) {
                long payload = writer.claim(8);
                if (payload != Status.FULL) {
                    memory.set(JAVA_LONG, payload, 9);
                    writer.commit(1, 8);
                    result.r2++;
                }
            }
        }

        @Actor
        public void read(JI_Result result) {
            for (int i = 0; i < 2; i++) {
                long word = reader.poll();
                reader.accept(word);
                result.r1 = result.r1 * 10 + memory.get(JAVA_LONG, reader.payload());
                reader.advance(RecordLayout.length(word));
                reader.publishHead(reader.position());
            }
        }
    }
}
