package io.bindery.stress;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.bindery.internal.ring.CallRingReader;
import io.bindery.internal.ring.CallRingWriter;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.Status;
import io.bindery.internal.ring.StreamRingReader;
import io.bindery.internal.ring.StreamRingWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The store-buffer pattern beneath every wake-up: each side announces something, fences, and looks at what the other
 * has announced. At least one of them must see the other, else the sleeper sleeps on.
 */
public class WakeStress {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final int CAPACITY = 256;
    private static final long FLAG = 128;
    private static final int CONTROL_LENGTH = 192;

    private WakeStress() {}

    private static void raise(MemorySegment control) {
        INT.setOpaque(control, FLAG, 1);
    }

    private static boolean isRaised(MemorySegment control) {
        return (int) INT.getOpaque(control, FLAG) == 1;
    }

    /** r1: the sender would wake. r2: the receiver would not sleep. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "The receiver sleeps, and nobody wakes it.")
    @Outcome(expect = ACCEPTABLE, desc = "The record is seen by now or later.")
    @State
    public static class Parking {
        private final MemorySegment memory = StressMemory.allocate(CAPACITY);
        private final MemorySegment control = StressMemory.allocate(CONTROL_LENGTH);
        private final CallRingWriter writer = new CallRingWriter(memory, 0, CAPACITY);
        private final CallRingReader reader = new CallRingReader(memory.asReadOnly(), 0, CAPACITY);

        @Actor
        public void send(ZZ_Result result) {
            memory.set(JAVA_LONG, writer.claim(8), 1);
            writer.commit(1, 8);
            VarHandle.fullFence();
            result.r1 = isRaised(control);
        }

        @Actor
        public void park(ZZ_Result result) {
            raise(control);
            VarHandle.fullFence();
            result.r2 = reader.pollAcquire() != Status.EMPTY;
        }
    }

    /** r1: the sender would not sleep. r2: the reader would wake it. */
    @JCStressTest
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "The sender sleeps for room, and nobody wakes it.")
    @Outcome(expect = ACCEPTABLE, desc = "The room is seen by now or later.")
    @State
    public static class WaitingForRoom {
        private final MemorySegment memory = StressMemory.allocate(2 * CAPACITY);
        private final MemorySegment control = StressMemory.allocate(CONTROL_LENGTH);
        private final StreamRingWriter writer = new StreamRingWriter(memory, 0, CAPACITY, control, 0);
        private final StreamRingReader reader = new StreamRingReader(memory.asReadOnly(), 0, CAPACITY, control, 0);

        public WaitingForRoom() {
            for (long payload = writer.claim(8); payload != Status.FULL; payload = writer.claim(8)) {
                writer.commit(1, 8);
            }
        }

        @Actor
        public void send(ZZ_Result result) {
            raise(control);
            VarHandle.fullFence();
            result.r1 = writer.claim(8) != Status.FULL;
        }

        @Actor
        public void giveBack(ZZ_Result result) {
            long word = reader.poll();
            reader.accept(word);
            reader.advance(RecordLayout.length(word));
            reader.publishHead(reader.position());
            VarHandle.fullFence();
            result.r2 = isRaised(control);
        }
    }
}
