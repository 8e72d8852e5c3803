package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.worker.ServerWorker;
import io.bindery.bench.worker.WorkerOptions;
import io.bindery.bench.worker.WorkerProcess;
import io.bindery.bench.worker.WorkerProcess.Launch;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scenario runs on: a server that hosts the context, and this process, which is its client and starts others.
 *
 * @param options of the run
 * @param jvmFlags of all processes
 * @param clientCpu for a measuring thread
 * @param serverCpu for the thread that serves it
 * @param effort 1 as usual; less for a shorter, coarser run
 */
record Stage(WorkerOptions options, List<String> jvmFlags, int clientCpu, int serverCpu, double effort) {
    private static final int PATIENCE_S = 30;

    /** Starts the server, which is ready when this returns. */
    WorkerProcess startServer(String... more) throws IOException, InterruptedException {
        return start(ServerWorker.class, more);
    }

    /** Starts a worker, which is ready when this returns. */
    WorkerProcess start(Class<?> main, String... more) throws IOException, InterruptedException {
        WorkerProcess started = begin(main, List.of(), more);
        try {
            started.awaitReady();
            return started;
        } catch (Throwable t) {
            started.close();
            throw t;
        }
    }

    /** Starts a worker and does not wait for it. */
    WorkerProcess begin(Class<?> main, List<String> flags, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(options.toArguments());
        arguments.addAll(List.of(more));
        List<String> all = new ArrayList<>(jvmFlags);
        all.addAll(flags);
        return WorkerProcess.start(main, new Launch(List.of(), all), arguments);
    }

    /** The measured service. */
    RigService service(BinderContext context) throws Exception {
        return RigServiceStub.asInterface(
                ServiceManager.of(context).waitForService(RigServer.NAME, Duration.ofSeconds(PATIENCE_S)));
    }

    /** So many of a usual run; at least one. */
    int scaled(int usual) {
        return Math.max(1, (int) Math.round(usual * effort));
    }
}
