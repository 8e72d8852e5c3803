package io.bindery.stress;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bindery.internal.ring.CallRingReader;
import io.bindery.internal.ring.CallRingWriter;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.Status;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What the reader of a call ring sees of a record that is just being written. */
public class CallRingStress {
    private static final int CAPACITY = 256;

    private CallRingStress() {}

    /** The payload spans two cache lines. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Not committed yet.")
    @Outcome(id = "11, 12", expect = ACCEPTABLE, desc = "The whole record.")
    @Outcome(expect = FORBIDDEN, desc = "A torn record.")
    @State
    public static class Publication {
        private final MemorySegment memory = StressMemory.allocate(CAPACITY);
        private final CallRingWriter writer = new CallRingWriter(memory, 0, CAPACITY);
        private final CallRingReader reader = new CallRingReader(memory.asReadOnly(), 0, CAPACITY);

        @Actor
        public void write() {
            long payload = writer.claim(72);
            memory.set(JAVA_LONG, payload, 11);
            memory.set(JAVA_LONG, payload + 64, 12);
            writer.commit(1, 72);
        }

        @Actor
        public void read(JJ_Result result) {
            result.r1 = -1;
            result.r2 = -1;
            long word = reader.pollAcquire();
            if (word != Status.EMPTY) {
                reader.accept(word);
                long payload = reader.payload();
                result.r1 = memory.get(JAVA_LONG, payload);
                result.r2 = memory.get(JAVA_LONG, payload + RecordLayout.length(word) - 8);
            }
        }
    }

    /**
     * Behind a short record lie the remains of a longer one, which look like the record to come. The reader looks there
     * as soon as it has pushed the short record.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not committed yet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The record, and nothing behind it.")
    @Outcome(expect = FORBIDDEN, desc = "Old payload was taken for a record.")
    @State
    public static class OldPayloadBehind {
        private final MemorySegment memory = StressMemory.allocate(CAPACITY);
        private final CallRingWriter writer = new CallRingWriter(memory, 0, CAPACITY);
        private final CallRingReader reader = new CallRingReader(memory.asReadOnly(), 0, CAPACITY);

        public OldPayloadBehind() {
            long payload = writer.claim(120);
            for (int at = 0; at < 120; at += 8) {
                memory.set(JAVA_LONG, payload + at, RecordLayout.commitWord(3, 1, 8));
            }
            writer.commit(1, 120);
            reader.accept(reader.pollAcquire());
        }

        @Actor
        public void write() {
            writer.claim(8);
            writer.commit(1, 8);
        }

        @Actor
        public void read(JJ_Result result) {
            long word = reader.pollAcquire();
            if (word != Status.EMPTY) {
                result.r1 = 1;
                reader.accept(word);
                reader.push(RecordLayout.length(word));
                result.r2 = reader.pollAcquire();
            }
        }
    }
}
