package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.peers.Peers;
import io.bindery.servicemanager.ServiceManager;

/** Adds the measured service to the context, which the first of these hosts, until its parent lets go of it. */
public final class ServerWorker {
    private ServerWorker() {}

    /** Arguments: the options, then the service's name if it is another than {@link RigServer#NAME}. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length > WorkerOptions.COUNT ? arguments[WorkerOptions.COUNT] : RigServer.NAME;
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            RigServer server = new RigServer(Peers.all());
            ServiceManager.of(context).addService(name, server);
            Lifeline.ready();
            Lifeline.awaitEnd();
            server.closePeers();
        }
    }
}
