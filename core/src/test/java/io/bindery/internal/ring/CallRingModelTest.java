package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Drives a lane through the protocol of {@link CallRingWriter}: calls that nest at random in both directions, with
 * random lengths and treacherous contents. Everything that is open is compared with copies on the heap at each step.
 */
class CallRingModelTest {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int REPLY_ROOM = 56;

    @Test
    void shouldStackNestedCallsInBothDirectionsAsTheModelDoes() {
        Seed.run(random -> {
            for (int lane = 0; lane < 200; lane++) {
                int capacity = RecordLayout.ALIGNMENT * random.nextInt(4, 64);
                int firstSequence = random.nextBoolean() ? 0 : -random.nextInt(1, 100);
                new Lane(random, capacity, firstSequence).run(500);
            }
        });
    }

    private record OpenRecord(long payload, byte[] bytes) {}

    private static final class Side {
        final MemorySegment memory;
        final long base;
        final int capacity;
        final CallRingWriter writer;
        final CallRingReader readerOfPeer;
        final Deque<OpenRecord> open = new ArrayDeque<>();
        int top;
        int sequence;

        Side(MemorySegment memory, long base, int capacity, Peer peer, int lastSequence) {
            this.memory = memory;
            this.base = base;
            this.capacity = capacity;
            this.sequence = lastSequence;
            this.writer = new CallRingWriter(memory, base, capacity, lastSequence);
            this.readerOfPeer = new CallRingReader(peer.memory.asReadOnly(), peer.base, capacity, lastSequence);
        }
    }

    private record Peer(MemorySegment memory, long base) {}

    private static final class Lane {
        private final RandomGenerator random;
        private final Side left;
        private final Side right;

        Lane(RandomGenerator random, int capacity, int lastSequence) {
            this.random = random;
            long leftBase = 64L * random.nextInt(4);
            long rightBase = 64L * random.nextInt(4);
            MemorySegment leftMemory = TestMemory.allocate(leftBase + capacity);
            MemorySegment rightMemory = TestMemory.allocate(rightBase + capacity);
            left = new Side(leftMemory, leftBase, capacity, new Peer(rightMemory, rightBase), lastSequence);
            right = new Side(rightMemory, rightBase, capacity, new Peer(leftMemory, leftBase), lastSequence);
        }

        void run(int calls) {
            for (int i = 0; i < calls; i++) {
                assertThat(left.writer.top()).isZero();
                assertThat(right.writer.top()).isZero();
                call(left, right);
            }
        }

        private void call(Side caller, Side callee) {
            int length = randomLength(caller);
            if (RecordLayout.alignedLength(length) + REPLY_ROOM > caller.writer.room()) {
                return;
            }
            int callerTop = caller.writer.top();
            byte[] request = send(caller, callee, REQUEST, length);
            caller.writer.push(length);
            caller.open.push(new OpenRecord(caller.base + caller.top + RecordLayout.HEADER_LENGTH, request));
            caller.top += RecordLayout.alignedLength(length);

            int calleeTop = callee.readerOfPeer.top();
            int received = receive(callee, caller, REQUEST, request);
            callee.readerOfPeer.push(received);
            while (random.nextInt(3) == 0) {
                call(callee, caller);
                checkOpenRecords();
            }
            byte[] reply = send(callee, caller, REPLY, Math.min(randomLength(callee), callee.writer.room()));
            callee.readerOfPeer.popTo(calleeTop);

            receive(caller, callee, REPLY, reply);
            checkOpenRecords();
            caller.writer.popTo(callerTop);
            caller.open.pop();
            caller.top = callerTop;
            assertThat(caller.writer.top()).isEqualTo(callee.readerOfPeer.top());
        }

        private byte[] send(Side from, Side to, int kind, int length) {
            assertThat(from.writer.top()).isEqualTo(from.top).isEqualTo(to.readerOfPeer.top());
            if (random.nextInt(8) == 0) {
                abandonAClaim(from);
            }
            if (random.nextBoolean()) {
                from.writer.prefetch();
                assertThat(to.readerOfPeer.pollAcquire()).isEqualTo(Status.EMPTY);
                checkOpenRecords();
            }
            byte[] bytes = TestMemory.treacherousBytes(random, length, from.sequence);
            long payload = from.writer.claim(random.nextInt(length, from.writer.room() + 1));
            assertThat(payload).isEqualTo(from.base + from.top + RecordLayout.HEADER_LENGTH);
            TestMemory.write(from.memory, payload, bytes);
            assertThat(to.readerOfPeer.pollAcquire()).isEqualTo(Status.EMPTY);
            checkOpenRecords();

            from.sequence = from.sequence == -1 ? 1 : from.sequence + 1;
            assertThat(from.writer.commit(kind, length)).isEqualTo(from.sequence);
            return bytes;
        }

        private void abandonAClaim(Side side) {
            assertThat(side.writer.claim(side.writer.room() + 1)).isEqualTo(Status.FULL);
            int length = side.writer.room();
            long payload = side.writer.claim(length);
            TestMemory.write(side.memory, payload, TestMemory.treacherousBytes(random, length, side.sequence));
            side.writer.abort();
        }

        private int receive(Side to, Side from, int kind, byte[] bytes) {
            assertThat(from.readerOfPeer.pollAcquire()).isEqualTo(Status.EMPTY);
            assertThat(to.readerOfPeer.expectedSequence()).isEqualTo(from.sequence);
            long word = to.readerOfPeer.pollAcquire();
            assertThat(word).isEqualTo(RecordLayout.commitWord(from.sequence, kind, bytes.length));
            to.readerOfPeer.accept(word);
            assertThat(TestMemory.holds(from.memory, to.readerOfPeer.payload(), bytes))
                    .isTrue();
            assertThat(to.readerOfPeer.pollAcquire()).isEqualTo(Status.EMPTY);
            return RecordLayout.length(word);
        }

        /** Short ones mostly, else nothing nests; sometimes as long as the ring. */
        private int randomLength(Side side) {
            return random.nextInt(random.nextInt(4) == 0 ? side.capacity : Math.min(side.capacity, 130));
        }

        private void checkOpenRecords() {
            for (Side side : new Side[] {left, right}) {
                for (OpenRecord record : side.open) {
                    assertThat(TestMemory.holds(side.memory, record.payload, record.bytes))
                            .isTrue();
                }
            }
        }
    }
}
