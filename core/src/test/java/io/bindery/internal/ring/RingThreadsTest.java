package io.bindery.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two threads, one at each end, as two processes would be. Each record carries the means to check it. */
class RingThreadsTest {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int LAST = 3;
    private static final long DEADLINE_S = 120;

    @Test
    void shouldStreamInOrderAndWhole() {
        Seed.run(random -> {
            int capacity = 4096;
            int records = 300_000;
            long seed = random.nextLong();
            MemorySegment control = TestMemory.allocate(64);
            try (DoubledMemory doubled = DoubledMemory.map(capacity)) {
                MemorySegment memory = doubled.segment();
                StreamRingWriter writer = new StreamRingWriter(memory, 0, capacity, control.asReadOnly(), 0);
                StreamRingReader reader = new StreamRingReader(memory.asReadOnly(), 0, capacity, control, 0);
                long[] sums = runBoth(
                        () -> stream(writer, memory, new SplittableRandom(seed), records),
                        () -> collect(reader, memory.asReadOnly(), new SplittableRandom(seed), records));
                assertThat(sums[1]).isEqualTo(sums[0]);
            }
        });
    }

    @Test
    void shouldNestCallsInBothDirections() {
        Seed.run(random -> {
            int capacity = 2048;
            MemorySegment left = TestMemory.allocate(capacity);
            MemorySegment right = TestMemory.allocate(capacity);
            Caller caller = new Caller(left, right, capacity, new SplittableRandom(random.nextLong()));
            Caller callee = new Caller(right, left, capacity, new SplittableRandom(random.nextLong()));
            long[] calls = runBoth(() -> caller.callTopLevel(50_000), callee::serveToTheEnd);
            assertThat(calls[0]).isEqualTo(callee.served);
            assertThat(calls[1]).isEqualTo(caller.served);
            assertThat(caller.writer.top()).isZero();
            assertThat(callee.writer.top()).isZero();
        });
    }

    private static long stream(StreamRingWriter writer, MemorySegment memory, RandomGenerator random, int records) {
        long sum = 0;
        for (int i = 0; i < records; i++) {
            int longs = random.nextInt(random.nextInt(8) == 0 ? 129 : 16);
            long payload = writer.claim(longs * Long.BYTES);
            for (int spins = 0; payload == Status.FULL; spins++) {
                pause(spins);
                payload = writer.claim(longs * Long.BYTES);
            }
            for (int at = 0; at < longs; at++) {
                long value = random.nextLong();
                memory.set(ValueLayout.JAVA_LONG, payload + at * 8L, value);
                sum = sum * 31 + value;
            }
            writer.commit(i & 0xff, longs * Long.BYTES);
        }
        return sum;
    }

    private static long collect(StreamRingReader reader, MemorySegment memory, RandomGenerator random, int records) {
        long sum = 0;
        for (int i = 0; i < records; i++) {
            int longs = random.nextInt(random.nextInt(8) == 0 ? 129 : 16);
            long word = reader.poll();
            for (int spins = 0; word == Status.EMPTY; spins++) {
                if (spins == 0) {
                    reader.publishHead(reader.position());
                }
                pause(spins);
                word = reader.poll();
            }
            reader.accept(word);
            check(RecordLayout.kind(word) == (i & 0xff) && RecordLayout.length(word) == longs * 8, "word", word);
            long payload = reader.payload();
            for (int at = 0; at < longs; at++) {
                long value = memory.get(ValueLayout.JAVA_LONG, payload + at * 8L);
                check(value == random.nextLong(), "value", value);
                sum = sum * 31 + value;
            }
            reader.advance(longs * 8);
            if (reader.shouldPublish()) {
                reader.publishHead(reader.position());
            }
        }
        return sum;
    }

    /** One side of a lane: calls, and serves what the other side calls while it waits. */
    private static final class Caller {
        private final MemorySegment own;
        private final MemorySegment peer;
        private final CallRingWriter writer;
        private final CallRingReader reader;
        private final RandomGenerator random;
        private long called;
        private long served;

        Caller(MemorySegment own, MemorySegment peer, int capacity, RandomGenerator random) {
            this.own = own;
            this.peer = peer.asReadOnly();
            this.writer = new CallRingWriter(own, 0, capacity);
            this.reader = new CallRingReader(this.peer, 0, capacity);
            this.random = random;
        }

        long callTopLevel(int calls) {
            for (int i = 0; i < calls; i++) {
                call();
            }
            writer.claim(0);
            writer.commit(LAST, 0);
            return called;
        }

        long serveToTheEnd() {
            for (long word = await(); RecordLayout.kind(word) != LAST; word = await()) {
                serve(word);
            }
            return called;
        }

        private void call() {
            int longs = random.nextInt(16);
            if (RecordLayout.alignedLength(longs * 8) + 56 > writer.room()) {
                return;
            }
            int top = writer.top();
            long sum = send(REQUEST, longs);
            writer.push(longs * 8);
            long word = await();
            while (RecordLayout.kind(word) == REQUEST) {
                serve(word);
                word = await();
            }
            check(RecordLayout.kind(word) == REPLY, "kind", word);
            reader.accept(word);
            check(peer.get(ValueLayout.JAVA_LONG, reader.payload()) == sum, "sum", sum);
            writer.popTo(top);
            called++;
        }

        private void serve(long word) {
            check(RecordLayout.kind(word) == REQUEST, "kind", word);
            reader.accept(word);
            int length = RecordLayout.length(word);
            long payload = reader.payload();
            int top = reader.top();
            reader.push(length);
            while (random.nextInt(4) == 0) {
                call();
            }
            long sum = 0;
            for (int at = 0; at < length; at += 8) {
                sum = sum * 31 + peer.get(ValueLayout.JAVA_LONG, payload + at);
            }
            long reply = writer.claim(8);
            own.set(ValueLayout.JAVA_LONG, reply, sum);
            writer.commit(REPLY, 8);
            reader.popTo(top);
            served++;
        }

        private long send(int kind, int longs) {
            long sum = 0;
            long payload = writer.claim(longs * 8);
            for (int at = 0; at < longs; at++) {
                // Small numbers look like commit words of empty records.
                long value = random.nextBoolean() ? random.nextLong() : reader.expectedSequence() + random.nextInt(8);
                own.set(ValueLayout.JAVA_LONG, payload + at * 8L, value);
                sum = sum * 31 + value;
            }
            writer.commit(kind, longs * 8);
            return sum;
        }

        private long await() {
            long word = reader.pollAcquire();
            for (int spins = 0; word == Status.EMPTY; spins++) {
                pause(spins);
                word = reader.pollAcquire();
            }
            return word;
        }
    }

    private static long[] runBoth(Callable<Long> one, Callable<Long> other) {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CompletionService<Long> sides = new ExecutorCompletionService<>(threads);
            Future<Long> first = sides.submit(one);
            Future<Long> second = sides.submit(other);
            try {
                for (int ended = 0; ended < 2; ended++) {
                    Future<Long> side = sides.poll(DEADLINE_S, TimeUnit.SECONDS);
                    assertThat(side)
                            .as("a side ended: first=%s second=%s", first, second)
                            .isNotNull();
                    side.get();
                }
                return new long[] {first.get(), second.get()};
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError("a side failed: first=" + first + " second=" + second, e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** The other end may have to share our processor; and a side whose peer has failed must end. */
    private static void pause(int spins) {
        if (spins % 64 == 63) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("gave up waiting for the other side: spins=" + spins);
            }
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private static void check(boolean condition, String what, long value) {
        if (!condition) {
            throw new AssertionError("wrong " + what + ": 0x" + Long.toHexString(value));
        }
    }
}
