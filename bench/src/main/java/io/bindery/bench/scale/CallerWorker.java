package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.rig.Samples;
import io.bindery.bench.worker.Lifeline;
import io.bindery.bench.worker.WorkerOptions;
import io.bindery.servicemanager.ServiceManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/** Calls the server as fast as it can for as many milliseconds as it is told; answers with the times of the calls. */
public final class CallerWorker {
    private CallerWorker() {}

    public static void main(String[] arguments) throws Exception {
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            FourLongs calls = new FourLongs(
                    RigServiceStub.asInterface(ServiceManager.of(context).getService(RigServer.NAME)));
            Lifeline.serve(command -> encoded(callFor(calls, Long.parseLong(command) * 1_000_000)));
        }
    }

    /** Calls for so long in this thread. */
    static Histogram callFor(FourLongs calls, long durationNs) throws Exception {
        Histogram samples = Samples.create();
        long endNs = System.nanoTime() + durationNs;
        for (long beganNs = System.nanoTime(); beganNs - endNs < 0; ) {
            calls.exchange();
            long endedNs = System.nanoTime();
            samples.recordValue((endedNs - beganNs) * 1000);
            beganNs = endedNs;
        }
        return samples;
    }

    private static String encoded(Histogram samples) {
        ByteBuffer encoded = ByteBuffer.allocate(samples.getNeededByteBufferCapacity());
        int length = samples.encodeIntoCompressedByteBuffer(encoded);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length));
    }

    /** Reads an answer. */
    static Histogram decoded(String answer) throws Exception {
        return Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(answer)),
                Samples.create().getHighestTrackableValue());
    }
}
