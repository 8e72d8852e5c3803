package io.bindery.bench.transport;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.rig.Workload;
import io.bindery.internal.linux.Processes;
import java.nio.file.Files;
import java.nio.file.Path;

/** The client's end of each case. */
public final class Ends {
    private Ends() {}

    /** The measured service over a transport with replies, in a context that stays as long as the process. */
    public static RigService connect(String transport, RigClient rig) throws Exception {
        Path directory = Files.createTempDirectory(rig.directory(), transport);
        int ignored = rig.service().listenOver(transport, directory.toString(), Processes.pid());
        BinderContext context =
                BinderContext.builder("bench-transport").transports().open();
        RigService service = RigServiceStub.asInterface(context.connect(Transports.address(transport, directory)));
        int threads = service.servingThreads(); // moves the thread that serves this to its CPU
        if (threads < 1) {
            throw new IllegalStateException("nobody serves: threads=" + threads);
        }
        return service;
    }

    /** A round trip over two queues. */
    public static Workload queues(String name, RigClient rig) throws Exception {
        Path directory = Files.createTempDirectory(rig.directory(), name);
        QueuedFourLongs client = new QueuedFourLongs(name, directory);
        int ignored = rig.service().listenOver("chronicle", directory.toString(), Processes.pid());
        return client;
    }

    /** A round trip of signals. */
    public static Workload signals(String name, RigClient rig) throws Exception {
        int server = rig.service().listenOver("signal", rig.directory().toString(), Processes.pid());
        return new SignalPing(name, server);
    }
}
