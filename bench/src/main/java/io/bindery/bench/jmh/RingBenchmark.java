package io.bindery.bench.jmh;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Mapping;
import io.bindery.internal.linux.Memfd;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.ring.CallRingReader;
import io.bindery.internal.ring.CallRingWriter;
import io.bindery.internal.ring.RecordLayout;
import io.bindery.internal.ring.StreamRingReader;
import io.bindery.internal.ring.StreamRingWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Both ends of a ring in one thread: the instructions of an exchange without the transfer of its cache lines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RingBenchmark {
    private static final int CAPACITY = 64 << 10;
    private static final int KIND = 1;
    private static final long CONTROL = Mapping.pageSize();

    /** Payload of a record, in bytes; a multiple of 8. */
    @Param({"40", "256"})
    public int payloadLength;

    private final MemorySegment request = map(0);
    private final MemorySegment reply = map(0);
    private final MemorySegment stream = map(CONTROL);
    private final CallRingWriter requestWriter = new CallRingWriter(request, 0, CAPACITY);
    private final CallRingReader requestReader = new CallRingReader(request, 0, CAPACITY);
    private final CallRingWriter replyWriter = new CallRingWriter(reply, 0, CAPACITY);
    private final CallRingReader replyReader = new CallRingReader(reply, 0, CAPACITY);
    private final StreamRingWriter streamWriter = new StreamRingWriter(stream, CONTROL, CAPACITY, stream, 0);
    private final StreamRingReader streamReader = new StreamRingReader(stream, CONTROL, CAPACITY, stream, 0);

    @TearDown
    public void unmap() {
        Mapping.unmap(request);
        Mapping.unmap(reply);
        Mapping.unmap(stream);
    }

    private static MemorySegment map(long controlBytes) {
        try {
            int fd = Memfd.create("bindery-bench", controlBytes + CAPACITY);
            try {
                return Mapping.mapDoubled(fd, controlBytes, CAPACITY, true);
            } finally {
                FileDescriptors.close(fd);
            }
        } catch (SystemCallException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request of {@link #payloadLength} bytes, its reply of 8 bytes, and back to the base. */
    @Benchmark
    public long callRing() {
        long at = requestWriter.claim(payloadLength);
        fill(request, at);
        requestWriter.commit(KIND, payloadLength);
        requestWriter.push(payloadLength);

        long word = requestReader.pollAcquire();
        requestReader.accept(word);
        long sum = sum(request, requestReader.payload(), RecordLayout.length(word));
        long replyAt = replyWriter.claim(Long.BYTES);
        reply.set(ValueLayout.JAVA_LONG_UNALIGNED, replyAt, sum);
        replyWriter.commit(KIND, Long.BYTES);

        long replyWord = replyReader.pollAcquire();
        replyReader.accept(replyWord);
        requestWriter.popTo(0);
        return reply.get(ValueLayout.JAVA_LONG_UNALIGNED, replyReader.payload());
    }

    /** A record of {@link #payloadLength} bytes through the stream ring. */
    @Benchmark
    public long streamRing() {
        long at = streamWriter.claim(payloadLength);
        fill(stream, at);
        streamWriter.commit(KIND, payloadLength);

        long word = streamReader.poll();
        streamReader.accept(word);
        int length = RecordLayout.length(word);
        long sum = sum(stream, streamReader.payload(), length);
        streamReader.advance(length);
        if (streamReader.shouldPublish()) {
            streamReader.publishHead(streamReader.position());
        }
        return sum;
    }

    private void fill(MemorySegment memory, long at) {
        for (int offset = 0; offset < payloadLength; offset += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at + offset, offset);
        }
    }

    private static long sum(MemorySegment memory, long at, int length) {
        long sum = 0;
        for (int offset = 0; offset < length; offset += Long.BYTES) {
            sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + offset);
        }
        return sum;
    }
}
