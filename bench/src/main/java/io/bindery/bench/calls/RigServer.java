package io.bindery.bench.calls;

import com.sun.management.ThreadMXBean;
import io.bindery.Binder;
import io.bindery.SharedMemory;
import io.bindery.bench.baseline.BareCopy;
import io.bindery.bench.baseline.BareStream;
import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.baseline.SharedWords;
import io.bindery.bench.baseline.StreamResponder;
import io.bindery.bench.baseline.StreamSink;
import io.bindery.bench.rig.CpuPinning;
import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The measured service. For one client at a time. */
public final class RigServer extends RigServiceStub {
    /** The name by which the rig looks it up. */
    public static final String NAME = "io.bindery.bench.rig";

    static final String COUNT_FILE = "message-count";
    static final int COUNT_BYTES = 4096;
    static final long COUNT = 0;

    /** The number of the stream that is made of this service's own calls. */
    static final int OWN_CALLS = -1;

    private static final int NO_CPU = -1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final VarHandle LONG_IN_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Map<String, Peer> peers;
    private final Listener listener;
    private final List<Responder> responders = new CopyOnWriteArrayList<>();
    private final ExecutorService apart = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "bench-responder"); // inherits the CPU of the first that asks for it
        thread.setDaemon(true);
        return thread;
    });
    private volatile Thread[] servingThreads = {};
    private volatile int servingCpu = NO_CPU;
    private @Nullable SharedWords messageCount;
    private StreamSink sink = new StreamSink();

    /** Creates a service that knows the baselines. */
    public RigServer() {
        this(List.of(new Bounce(), new BareStream()));
    }

    /** Opens the server's end of other transports. */
    @FunctionalInterface
    public interface Listener {
        /** Offers {@code service} over {@code transport}, at a place in {@code directory}, to process {@code clientPid}. */
        void listen(RigServer service, String transport, Path directory, int clientPid);
    }

    /** Creates a service that knows {@code peers}. */
    public RigServer(List<Peer> peers) {
        this(peers, (service, transport, directory, clientPid) -> {
            throw new IllegalStateException("this server has one transport only: asked for=" + transport);
        });
    }

    /** Creates a service that knows {@code peers} and can be reached over other transports. */
    public RigServer(List<Peer> peers, Listener listener) {
        this.listener = listener;
        this.peers = peers.stream().collect(Collectors.toMap(Peer::name, Function.identity()));
    }

    @Override
    public long fourLongs(long a, long b, long c, long d) {
        return a + b + c + d + Binder.getCallingUid();
    }

    @Override
    public long sumSegment(MemorySegment bytes) {
        long sum = Binder.getCallingUid();
        for (long offset = 0; offset < bytes.byteSize(); offset += Long.BYTES) {
            sum += bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        }
        return sum;
    }

    @Override
    public long nameShared(SharedMemory memory, long a) {
        return a + memory.size() + Binder.getCallingUid();
    }

    @Override
    public long sumShared(SharedMemory memory) {
        try {
            return sumSegment(memory.mapReadOnly());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long sumReused(byte[] bytes) {
        long sum = Binder.getCallingUid();
        for (int offset = 0; offset < bytes.length; offset += Long.BYTES) {
            sum += (long) LONG_IN_BYTES.get(bytes, offset);
        }
        return sum;
    }

    @Override
    public void publish(long sequence, long b, long c, long d, long e, long f, long g, long checksum) {
        take(sequence, sequence ^ b ^ c ^ d ^ e ^ f ^ g, checksum);
    }

    @Override
    public void publishTwo(long sequence, long checksum) {
        take(sequence, sequence, checksum);
    }

    @Override
    public void publishSegment(MemorySegment message) {
        long last = message.byteSize() - Long.BYTES;
        long sum = 0;
        for (long offset = 0; offset < last; offset += Long.BYTES) {
            sum ^= message.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        }
        take(message.get(ValueLayout.JAVA_LONG_UNALIGNED, 0), sum, message.get(ValueLayout.JAVA_LONG_UNALIGNED, last));
    }

    private void take(long sequence, long sum, long checksum) {
        SharedWords counted = messageCount;
        if (counted == null) {
            throw new IllegalStateException("message before countMessages: sequence=" + sequence);
        }
        sink.accept(sequence, sum, checksum);
        if (sequence % OnewayStream.COUNT_EVERY == 0) {
            counted.setRelease(COUNT, sequence);
        }
    }

    @Override
    public void countMessages(String directory) {
        try {
            messageCount = SharedWords.open(Path.of(directory, COUNT_FILE), COUNT_BYTES);
            sink = new StreamSink();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int openPeer(String peer, String directory) {
        Peer known = peer.startsWith(BareCopy.NAME_PREFIX) ? BareCopy.named(peer) : peers.get(peer);
        if (known == null) {
            throw new IllegalArgumentException("unknown peer: name=" + peer + ", known=" + peers.keySet());
        }
        synchronized (responders) {
            try {
                responders.add(known.openServer(Path.of(directory)));
            } catch (IOException e) {
                throw new IllegalStateException("peer not opened: name=" + peer + ", directory=" + directory, e);
            }
            return responders.size() - 1;
        }
    }

    @Override
    public void respond(int peer, int operations) {
        noteServingThread();
        responders.get(peer).respond(operations);
    }

    @Override
    public void respondApart(int peer, int operations) {
        noteServingThread();
        Responder responder = responders.get(peer);
        apart.execute(() -> responder.respond(operations));
    }

    @Override
    public void pace(int peer, long startNs, double intervalNs) {
        sinkOf(peer).pace(startNs, intervalNs);
    }

    @Override
    public byte[] endPace(int peer) {
        Histogram latencies = sinkOf(peer).endPace();
        ByteBuffer encoded = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(encoded);
        return Arrays.copyOf(encoded.array(), length);
    }

    private StreamSink sinkOf(int peer) {
        if (peer == OWN_CALLS) {
            return sink;
        }
        if (responders.get(peer) instanceof StreamResponder stream) {
            return stream.sink();
        }
        throw new IllegalArgumentException("not a stream: peer=" + peer);
    }

    @Override
    public void pinServingThreads(int cpu) {
        servingCpu = cpu;
        servingThreads = new Thread[0];
        noteServingThread();
    }

    @Override
    public int servingThreads() {
        noteServingThread();
        return servingThreads.length;
    }

    @Override
    public long servingThreadBytes() {
        noteServingThread();
        long bytes = 0;
        for (Thread thread : servingThreads) {
            bytes += Math.max(0, THREADS.getThreadAllocatedBytes(thread.threadId()));
        }
        return bytes;
    }

    @Override
    public long processBytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    @Override
    public int listenOver(String transport, String directory, int clientPid) {
        noteServingThread();
        listener.listen(this, transport, Path.of(directory), clientPid);
        return (int) ProcessHandle.current().pid();
    }

    /** Closes the server's ends of all peers. */
    public void closePeers() {
        apart.shutdownNow();
        responders.forEach(Responder::close);
    }

    /** Allocates nothing for a thread that it knows. */
    private void noteServingThread() {
        Thread self = Thread.currentThread();
        for (Thread known : servingThreads) {
            if (known == self) {
                return;
            }
        }
        addServingThread(self);
    }

    private synchronized void addServingThread(Thread self) {
        Thread[] before = servingThreads;
        Thread[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = self;
        servingThreads = after;
        if (servingCpu != NO_CPU) {
            CpuPinning.pinCurrentThread(servingCpu);
        }
    }
}
